"""Where files go when their jobs have ended: never over another, and a failed one with a word for a person."""

import errno
import os
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.watch.places import Places
from pipeline.watch.put_away import Away, Shelves


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    places = Places(tmp_path / "in", tmp_path / "out", tmp_path / "done", tmp_path / "failed")
    places.folder.mkdir()
    places.make()
    return Shelves(places)


def put_in(shelves: Shelves, name: str, text: str = "x") -> Path:
    path = shelves.places.folder / name
    path.write_text(text, "utf-8")
    return path


def away(path: Path, error: str = "") -> Away:
    return Away("key", path.name, path, error)


def test_done_ones_are_moved(shelves: Shelves, tmp_path: Path) -> None:
    path = put_in(shelves, "a.xml")
    assert shelves.put_away(away(path)) == tmp_path / "done" / "a.xml"
    assert not path.exists()


def test_nothing_is_ever_overwritten(shelves: Shelves, tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        shelves.put_away(away(put_in(shelves, "a.xml", text)))
    texts = {path.name: path.read_text("utf-8") for path in (tmp_path / "done").iterdir()}
    assert texts == {"a.xml": "one", "a-2.xml": "two", "a-3.xml": "three"}


def test_a_failed_one_has_a_word_for_a_person_beside_it(shelves: Shelves, tmp_path: Path) -> None:
    path = put_in(shelves, "a.pdf")
    shelves.put_away(away(path, "a.pdf: a PDF: save its text as docx or txt"))
    said = (tmp_path / "failed" / "a.pdf.error.txt").read_text("utf-8")
    assert (tmp_path / "failed" / "a.pdf").exists()
    for part in ("a.pdf was not translated", "save its text as docx", "once more", "UTC", "Audarma 0."):
        assert part in said


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("a.txt: the article is in Kazakh; Audarma translates from Russian", "Send it to a folder for its own"),
        ("a.txt: model x cannot be loaded", "See that the model runs"),
        ("a.txt: the program ended while it translated this, 10 times", "please report it"),
        ("a.txt: empty, there is nothing to translate", "Correct the file"),
    ],
)
def test_what_to_do_depends_on_what_happened(shelves: Shelves, tmp_path: Path, error: str, advice: str) -> None:
    shelves.put_away(away(put_in(shelves, "a.txt"), error))
    assert advice in (tmp_path / "failed" / "a.txt.error.txt").read_text("utf-8")


def test_one_that_was_linked_before_a_kill_is_only_taken_out(shelves: Shelves, tmp_path: Path) -> None:
    path = put_in(shelves, "a.xml")
    os.link(path, tmp_path / "done" / "a.xml")
    shelves.put_away(away(path))
    assert [p.name for p in (tmp_path / "done").iterdir()] == ["a.xml"]
    assert not path.exists()


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EPERM])
def test_on_another_disk_or_one_without_links_it_is_copied(
    shelves: Shelves, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def link(*_: object) -> None:
        raise OSError(number, "no links")

    monkeypatch.setattr(os, "link", link)
    for text in ("one", "two"):
        path = put_in(shelves, "a.xml", text)
        shelves.put_away(away(path))
        assert not path.exists()
    assert sorted(p.name for p in (tmp_path / "done").iterdir()) == ["a-2.xml", "a.xml"]


def test_one_that_is_gone_is_no_error(shelves: Shelves, tmp_path: Path) -> None:
    assert shelves.put_away(away(tmp_path / "in" / "gone.xml")) is None


def test_what_cannot_be_moved_stays_and_that_is_said_once(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.log import start_log

    start_log()
    path, other = put_in(shelves, "a.xml"), put_in(shelves, "b.xml")

    def unlink(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", unlink)
    assert shelves.put_away(away(path)) is None
    assert shelves.put_away(away(other)) is None
    said = capsys.readouterr().err
    assert said.count("cannot be moved") == 1
    assert "Read-only" in said
    assert path.exists()


def test_without_folders_files_stay(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shelves = Shelves(Places(tmp_path / "in", tmp_path / "out"))
    path = put_in(shelves, "a.xml")
    assert shelves.put_away(away(path)) is None
    assert shelves.put_away(away(path, "bad")) is None
    assert path.exists()


def test_folders_that_would_feed_each_other_are_refused(tmp_path: Path) -> None:
    for out, done, failed in (("in", None, None), ("out", "in", None), ("out", None, "in"), ("out", "d", "d")):
        with pytest.raises(UsageError):
            Places(tmp_path / "in", tmp_path / out, done and tmp_path / done, failed and tmp_path / failed)


def test_a_folder_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        Places(tmp_path / "in", tmp_path / "out").make()
    assert not (tmp_path / "out").exists()
