"""What becomes of files: in this process, on a store of its own."""

import errno
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.engine import Decoding
from models.errors import ModelError
from pipeline.errors import WriteError
from pipeline.log import start_log
from pipeline.store.jobs import Jobs
from pipeline.watch.work import MODEL_ATTEMPTS, MOST_ATTEMPTS
from tests.pipeline.exchange.newsroom import MESSAGE, RSS
from tests.pipeline.watch.newsroom import Newsroom, item, read_log, story


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    opened = Newsroom(tmp_path)
    yield opened
    opened.store.close()


def test_done_ones_and_failed_ones(room: Newsroom) -> None:
    room.put("a.txt", story(1))
    room.put("b.json", item(2))
    room.put("c.pdf", "%PDF-1.4")
    room.put("kk.txt", "Бүгін Астанада ақпарат министрі баспасөз мәслихатын өткізді. Қатысушылар көп болды.")
    room.work()
    assert room.names("out") == ["a.en.txt", "b.en.txt"]
    assert room.names("done") == ["a.txt", "b.json"]
    assert room.names("failed") == ["c.pdf", "c.pdf.error.txt", "kk.txt", "kk.txt.error.txt"]
    assert room.names("in") == []
    assert "Kazakh" in (room.root / "failed" / "kk.txt.error.txt").read_text("utf-8")


def test_a_file_of_several_items_gives_a_story_each(room: Newsroom) -> None:
    room.put("message.xml", MESSAGE)
    room.put("feed.rss", RSS)
    room.work()
    assert [name for name in room.names("out") if name.startswith("message-")] == [
        "message-urn-newsml-example-kz-20241115-forum-7.en.txt",
        "message-urn-newsml-example-kz-20241115-forum-9.en.txt",
    ]
    assert len(room.names("out")) == 4
    assert len(room.names("done")) == 2


def test_of_a_file_with_a_bad_item_the_good_ones_are_written_and_the_bad_one_is_named(room: Newsroom) -> None:
    room.put("feed.rss", RSS.replace("</channel>", "<item><guid>empty</guid></item></channel>"))
    room.work()
    assert len(room.names("out")) == 2
    said = (room.root / "failed" / "feed.rss.error.txt").read_text("utf-8")
    assert "item 3: an item without text" in said


def test_what_is_temporary_hidden_or_no_text_is_left(room: Newsroom) -> None:
    for name in ("a.txt.part", ".hidden.txt", "b.filepart", "photo.jpg", "c.txt~"):
        room.put(name, "x")
    (room.places.folder / "folder.txt").mkdir()
    room.work()
    assert len(room.names("in")) == 6
    assert room.jobs.waiting(room.places.name) == 0


def test_a_file_that_grows_is_left_until_it_is_whole(room: Newsroom) -> None:
    room.put("half.json", item(1)[:-40])
    room.put("young.txt", story(1), age=0)
    room.work()
    assert room.names("out") == []
    assert sorted(room.folder.growing) == ["half.json", "young.txt"]
    room.put("half.json", item(1))
    room.put("young.txt", story(1))
    room.work()
    assert room.names("out") == ["half.en.txt", "young.en.txt"]
    assert room.folder.growing == ()


def test_one_that_is_renamed_to_its_name_is_taken_at_once(room: Newsroom) -> None:
    part = room.put("a.txt.part", story(1), age=0)
    time.sleep(0.05)
    part.rename(room.places.folder / "a.txt")
    room.work()
    assert room.names("done") == ["a.txt"]


def test_without_folders_a_file_stays_is_taken_once_and_once_more_when_it_changes(tmp_path: Path) -> None:
    from pipeline.watch.places import Places
    from pipeline.watch.put_away import Shelves

    room = Newsroom(tmp_path)
    room.places = Places(room.places.folder, room.places.out)
    room.folder.shelves = Shelves(room.places)
    room.put("a.txt", story(1))
    room.work()
    first = (tmp_path / "out" / "a.en.txt").stat().st_ino
    room.folder._taken.clear()  # another start
    room.work()
    assert (tmp_path / "out" / "a.en.txt").stat().st_ino == first
    room.put("a.txt", story(222))
    room.work()
    assert (tmp_path / "out" / "a.en.txt").stat().st_ino != first
    assert room.names("out") == ["a.en.txt"]
    room.store.close()


def test_a_file_that_is_put_in_again_is_translated_again(room: Newsroom) -> None:
    room.put("a.txt", story(1))
    room.work()
    (room.root / "out" / "a.en.txt").unlink()
    room.put("a.txt", story(1))
    room.work()
    assert room.names("out") == ["a.en.txt"]
    assert room.names("done") == ["a.txt"]  # the very same file: nothing is lost by having it once


def test_one_that_was_done_but_not_moved_when_the_program_died_is_only_moved(room: Newsroom) -> None:
    room.put("a.txt", story(1))
    worker = room.worker()
    room.folder.scan()
    worker.shelves.put_away = lambda _ended: None  # type: ignore[method-assign]
    worker.work()
    (room.root / "out" / "a.en.txt").unlink()
    room.folder._taken.clear()
    room.work()
    assert room.names("done") == ["a.txt"]
    assert room.names("out") == []


def test_two_files_of_one_stem_do_not_overwrite_each_other(room: Newsroom) -> None:
    room.put("a.txt", story(1))
    room.put("a.md", story(2))
    room.work()
    assert len(room.names("out")) == 2


def test_a_file_that_was_replaced_before_its_turn_is_translated_as_it_is_now_and_once(room: Newsroom) -> None:
    room.put("a.txt", story(1))
    room.folder.scan()
    room.put("a.txt", story(222))
    room.work()
    assert room.names("out") == ["a.en.txt"]
    assert room.names("done") == ["a.txt"]
    assert "222" in (room.root / "done" / "a.txt").read_text("utf-8")


def test_a_file_that_is_taken_away_before_its_turn_fails_without_harm(room: Newsroom) -> None:
    path = room.put("a.txt", story(1))
    room.folder.scan()
    path.unlink()
    room.worker().work()
    assert room.names("failed") == []
    assert room.jobs.waiting(room.places.name) == 0


def test_urgent_ones_go_first_whenever_they_come(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    start_log("json")
    for number in range(4):
        room.put(f"{number}.json", item(number))
    room.put("flash.json", item(9, urgency=1))
    room.work()
    done = [line["name"] for line in read_log(capsys.readouterr().err.splitlines()) if line["event"] == "job.done"]
    assert done == ["flash.json", "0.json", "1.json", "2.json", "3.json"]


def test_no_line_of_the_log_holds_the_articles_text(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    start_log("json", "debug")
    room.put("a.txt", story(1))
    room.put("b.txt", "Бүгін Астанада ақпарат министрі баспасөз мәслихатын өткізді. Қатысушылар көп болды.")
    room.work()
    said = capsys.readouterr().err
    assert "job.done" in said
    assert "форум" not in said
    assert "министрі" not in said
    assert "letters of news" not in said


def full(room: Newsroom, times: int) -> Any:
    """A run whose disk is full for some outcomes, as `write_atomically` tells it."""
    worker = room.worker(drained=lambda: not room.jobs.waiting(room.places.name))
    real, left = worker.run, [times]

    def run(sources: Any) -> Any:
        from dataclasses import replace

        for outcome in real(sources):
            if left[0]:
                left[0] -= 1
                error = WriteError("out/a.en.txt cannot be written: the disk is full: make room and run again")
                error.__cause__ = OSError(errno.ENOSPC, "No space left on device")
                yield replace(outcome, error=error, files=())
            else:
                yield outcome

    worker.run = run
    return worker


def test_a_full_disk_is_waited_out_and_nothing_fails(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    start_log("json")
    room.put("a.txt", story(1))
    room.put("b.txt", story(2))
    room.folder.scan()
    full(room, 2).work()
    assert room.names("done") == ["a.txt", "b.txt"]
    assert room.names("failed") == []
    said = [line["event"] for line in read_log(capsys.readouterr().err.splitlines())]
    assert said.count("watch.waiting") == 1
    assert "watch.going_on" in said


def test_once_a_full_disk_is_the_error_and_nothing_is_lost(room: Newsroom) -> None:
    room.put("a.txt", story(1))
    room.folder.scan()
    worker = full(room, 1)
    worker.drained = lambda: True
    with pytest.raises(WriteError, match="disk is full"):
        worker.work()
    assert room.names("in") == ["a.txt"]
    room.work()
    assert room.names("done") == ["a.txt"]


def test_a_model_that_is_away_is_waited_for_and_one_that_never_can_fails_the_file(room: Newsroom) -> None:
    tries = []

    def answer(text: str, _target: str, _how: Decoding) -> str:
        if "222" in text or "223" in text:
            tries.append(text)
            if "223" in text and len(tries) > 1:
                return "It works now, and the forum of journalists was opened in Astana."
            raise ModelError("the server does not answer")
        return "The forum of journalists was opened in the city of Astana."

    room.answer = answer
    room.put("a.txt", story(222))
    room.folder.scan()
    room.worker(drained=lambda: not room.jobs.waiting(room.places.name)).work()
    assert len(tries) == MODEL_ATTEMPTS
    assert room.names("failed") == ["a.txt", "a.txt.error.txt"]
    tries.clear()
    room.put("b.txt", story(223))
    room.folder.scan()
    room.worker(drained=lambda: not room.jobs.waiting(room.places.name)).work()
    assert room.names("done") == ["b.txt"]


def test_a_file_that_kills_the_program_each_time_is_failed_in_the_end(room: Newsroom) -> None:
    room.put("a.txt", story(1))
    room.folder.scan()
    dying = Jobs(room.store, "host/dead")
    for _ in range(MOST_ATTEMPTS):
        assert dying.claim(room.places.name, 1, 60)
        room.jobs.requeue_lost(room.places.name, ["host/dead"])
    room.worker().work()
    assert "10 times" in (room.root / "failed" / "a.txt.error.txt").read_text("utf-8")


def test_ten_thousand_files_at_the_start_are_queued_in_the_order_of_their_arrival(room: Newsroom) -> None:
    for number in range(10_000):
        (room.places.folder / f"{number}.json").write_text(f'{{"uri": "urn:x:{number}"}}', "ascii")
    assert room.folder.scan() == 10_000
    assert room.jobs.waiting(room.places.name) == 10_000
    arrived = [(room.places.folder / f"{number}.json").stat().st_ctime_ns for number in range(10_000)]
    first = min(range(10_000), key=lambda number: (arrived[number], f"{number}.json"))
    assert room.jobs.claim(room.places.name, 1, 60)[0].name == f"{first}.json"
    assert room.folder.scan() == 0
