"""A watch that sends on what is finished: to a real receiver that is well, down, or silent."""

import json
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from pipeline.push.sign import sign
from pipeline.push.wrap import letters_for
from pipeline.store import open_store
from pipeline.store.jobs import Jobs
from pipeline.store.outbox import look
from tests.cli.running import run
from tests.pipeline.watch.newsroom import Newsroom, item
from tests.pipeline.watch.test_processes import Watching, names, put
from tests.pipeline.web.site import Site, hang, serving

SECRET = "a secret of thirty-two bytes ...."
DOWN = "http://127.0.0.1:9/in"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path, formats=("ninjs", "txt"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path


def words(root: Path, url: str, *more: str) -> list[str]:
    places = [word for name in ("out", "done", "failed") for word in (f"--{name}", str(root / name))]
    how = ["--model", "echo", "--to", "en", "--log", "json", "--store", str(root / "store.db")]
    return ["watch", str(root / "in"), *places, *how, "--push-to", url, *more]


def watch(root: Path, url: str, *more: str) -> Watching:
    return Watching([sys.executable, "-m", "pipeline.cli.main", *words(root, url, *more)], root)


def test_a_finished_item_is_in_the_outbox_as_its_job_is_done(room: Newsroom) -> None:
    room.put("a.json", item(1))
    room.put("b.txt", "Форум открылся\n\nВ Астане открылся форум журналистов.\n")
    room.put("c.txt", "Only in English, which nobody translates from.\n")
    room.folder.scan()
    room.worker(letters=partial(letters_for, receivers=["there"])).work()
    assert look(room.store, "there").waiting == 2  # an item a story, none of what failed
    assert room.names("done") == ["a.json", "b.txt"]


def test_a_job_that_another_process_has_taken_over_posts_nothing(room: Newsroom) -> None:
    room.put("a.json", item(1))
    room.folder.scan()
    worker = room.worker(letters=partial(letters_for, receivers=["there"]))

    class Slow(Jobs):
        def finish(self, results: object, now: float | None = None) -> set[str]:
            self.owner = "another/2"
            return super().finish(results, now)  # type: ignore[arg-type]

    replace(worker, jobs=Slow(room.store, "host/1"), stop=room.stop)._turn()
    assert look(room.store, "there").waiting == 0


def test_what_is_finished_is_sent_signed_and_once(site: Site, root: Path) -> None:
    for number in (1, 2):
        put(root, f"{number}.json", item(number))
    url = site.give("/in", (200, {}, b""))
    again = [*words(root, url, "--once", "--workers", "2"), "--secret-env", "S"]
    for _ in range(2):
        code, said = run(*again, folder=root, S=SECRET)
        assert code == 0, said
    assert len(site.asked) == 2
    assert {json.loads(asked.body)["language"] for asked in site.asked} == {"en"}
    for asked in site.asked:
        headers = asked.headers
        key, moment = headers["webhook-id"], int(headers["webhook-timestamp"])
        expected = sign(SECRET.encode(), key, moment, asked.body)["Webhook-Signature"]
        assert headers["webhook-signature"] == expected
    assert SECRET not in said


def test_each_of_several_receivers_gets_each_item_once(site: Site, root: Path) -> None:
    for number in (1, 2):
        put(root, f"{number}.json", item(number))
    one, two = site.give("/one", (200, {}, b"")), site.give("/two", (200, {}, b""))
    more = (
        "--push-to",
        two,
        "--push-to",
        DOWN,
        "--once",
        "--secret-env",
        "S",
        "--secret-env",
        "-",
        "--secret-env",
        "S",
    )
    for _ in range(2):
        code, said = run(*words(root, one, *more), folder=root, S=SECRET)
        assert code == 0, said
    asked = {path: [a for a in site.asked if a.path == path] for path in ("/one", "/two")}
    assert {path: len(found) for path, found in asked.items()} == {"/one": 2, "/two": 2}
    assert all("webhook-signature" in a.headers for a in asked["/one"])
    assert not any("webhook-signature" in a.headers for a in asked["/two"])
    assert len({a.headers["idempotency-key"] for a in site.asked}) == 4
    with open_store(root / "store.db") as store:
        assert [look(store, to).waiting for to in (one, two, DOWN)] == [0, 0, 2]


def test_a_receiver_that_is_silent_keeps_no_item_from_another(site: Site, root: Path) -> None:
    watching = watch(root, site.give("/silent", hang), "--push-to", site.give("/well", (200, {}, b"")))
    for number in (1, 2, 3):
        put(root, f"{number}.json", item(number))
    watching.wait_until(lambda: len([a for a in site.asked if a.path == "/well"]) == 3)
    assert len([a for a in site.asked if a.path == "/silent"]) == 1
    code, seconds = watching.stop(signal.SIGTERM)
    assert code == 0
    assert seconds < 5


def test_a_receiver_that_is_down_stops_nothing_and_gets_all_when_it_is_back(site: Site, root: Path) -> None:
    url = site.give("/in", (503, {}, b""), (200, {}, b""))
    watching = watch(root, url)
    for number in (1, 2, 3):
        put(root, f"{number}.json", item(number))
    watching.wait_until(lambda: names(root / "done") == ["1.json", "2.json", "3.json"])
    watching.wait_until(lambda: len(site.asked) == 4)  # one of them twice
    time.sleep(0.3)
    assert watching.stop()[0] == 0
    assert len({asked.headers["idempotency-key"] for asked in site.asked}) == 3


def test_with_once_what_was_not_delivered_is_told_and_waits(root: Path) -> None:
    put(root, "1.json", item(1))
    code, said = run(*words(root, DOWN, "--once"), folder=root)
    assert code == 0  # all is translated
    assert [json.loads(line)["event"] for line in said.splitlines()][-2:] == ["push.waiting", "watch.stopped"]
    assert names(root / "done") == ["1.json"]
    with open_store(root / "store.db") as store:
        assert look(store, DOWN).waiting == 1


def test_a_silent_receiver_keeps_nobody_from_stopping(site: Site, root: Path) -> None:
    put(root, "1.json", item(1))
    watching = watch(root, site.give("/in", hang))
    watching.wait_until(lambda: bool(site.asked))
    put(root, "2.json", item(2))
    watching.wait_until(lambda: names(root / "done") == ["1.json", "2.json"])
    code, seconds = watching.stop(signal.SIGTERM)
    assert code == 0
    assert seconds < 5


@pytest.mark.parametrize(
    ("url", "more", "says"),
    [
        (DOWN, ("--format", "txt"), "one of ninjs"),
        (DOWN, ("--secret-env", "NONE"), "no such variable"),
        ("ftp://x/", (), "only http"),
        (DOWN, ("--push-to", DOWN), "named twice"),
        (DOWN, ("--push-to", "http://x/", "--token-env", "HOME"), "each would see it"),
        (DOWN, ("--secret-env", "A", "--secret-env", "B"), "2 times for 1 receivers"),
    ],
)
def test_wrong_words_are_exit_code_2(root: Path, url: str, more: tuple[str, ...], says: str) -> None:
    code, said = run(*words(root, url, *more, "--once"), folder=root)
    assert (code, says in said) == (2, True), said


def test_a_token_without_a_receiver_is_exit_code_2(root: Path) -> None:
    code, said = run(*words(root, DOWN, "--once")[:-3], "--token-env", "T", folder=root)
    assert (code, "give its address with --push-to" in said) == (2, True), said
