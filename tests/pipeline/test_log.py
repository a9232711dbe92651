import io
import json
from collections.abc import Iterator
from datetime import datetime, timezone

import pytest

from pipeline.log import log, start_log


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    written = io.StringIO()
    yield written
    start_log(stream=io.StringIO())


def test_a_line_is_one_object_that_says_when_how_bad_and_what(stream: io.StringIO) -> None:
    start_log("json", stream=stream)
    log("job.done", "а.xml: done\nin 1.4 s", name="а.xml", seconds=1.4)
    log("job.failed", "b.xml: empty", "error", name="b.xml")
    first, second = map(json.loads, stream.getvalue().splitlines())
    when = datetime.fromisoformat(first.pop("time").replace("Z", "+00:00"))
    assert abs((datetime.now(timezone.utc) - when).total_seconds()) < 5
    said = {"level": "info", "event": "job.done", "message": "а.xml: done in 1.4 s", "name": "а.xml", "seconds": 1.4}
    assert first == said
    assert (second["level"], second["event"]) == ("error", "job.failed")


def test_a_person_reads_the_message_alone(stream: io.StringIO) -> None:
    start_log("text", stream=stream)
    log("watch.started", "watching IN", folder="IN")
    assert stream.getvalue() == "audarma: watching IN\n"


def test_what_is_below_the_level_is_not_said(stream: io.StringIO) -> None:
    start_log("text", "warning", stream)
    log("job.done", "done")
    log("disk.full", "the disk is full", "warning")
    assert stream.getvalue() == "audarma: the disk is full\n"


def test_a_field_cannot_take_the_place_of_what_every_line_has(stream: io.StringIO) -> None:
    start_log("json", stream=stream)
    log("job.done", "done", time="never")
    assert json.loads(stream.getvalue())["time"] != "never"
