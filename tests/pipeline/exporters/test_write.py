import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import WriteError
from pipeline.exporters.write import _host, check_folder, failed, write_atomically


def test_a_file_appears_whole_in_a_folder_that_is_made_and_replaces_the_old(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "story.txt"
    for data in (b"one", b"two"):
        write_atomically({path: data})
        assert path.read_bytes() == data
    assert list(path.parent.iterdir()) == [path]


def test_its_mode_is_what_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically({tmp_path / "story.txt": b""})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "story.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("wrong", [OSError(errno.ENOSPC, "x"), KeyboardInterrupt()])
def test_what_stops_half_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: BaseException
) -> None:
    path = tmp_path / "story.txt"
    write_atomically({path: b"old"})

    def stop(_descriptor: int) -> None:
        raise wrong

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(WriteError if isinstance(wrong, OSError) else KeyboardInterrupt):
        write_atomically({path: b"new", tmp_path / "other.txt": b"new"})
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_of_files_that_belong_together_none_appears_before_all_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        if os.fstat(descriptor).st_size == 2:
            raise OSError(errno.ENOSPC, "x")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match=r"2\.txt cannot be written: the disk is full"):
        write_atomically({tmp_path / "1.txt": b"1", tmp_path / "2.txt": b"22"})
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_keep_names_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def unknown(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "x")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", unknown)
    write_atomically({tmp_path / "1.txt": b"1"})
    assert (tmp_path / "1.txt").read_bytes() == b"1"


def test_a_long_name_is_written(tmp_path: Path) -> None:
    write_atomically({tmp_path / ("ё" * 100 + ".txt"): b"x"})


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "read-only"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_the_reason_is_one_line_with_what_to_do(number: int, said: str) -> None:
    line = str(failed(Path("out/story.txt"), OSError(number, os.strerror(number))))
    assert "out/story.txt" in line
    assert said in line
    assert "\n" not in line


def test_a_name_too_long_for_the_disk_is_a_write_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="too long"):
        write_atomically({tmp_path / ("x" * 300): b""})


def test_a_folder_is_checked_without_being_made(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "er")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match="a file, not a folder"):
        check_folder(tmp_path / "file" / "in")


def test_what_a_killed_program_left_half_written_is_taken_away(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left, running = (tmp_path / f".a.kk.txt.{_host()}-{pid}.part" for pid in (dead.pid, os.getppid()))
    elsewhere, another = tmp_path / f".a.kk.txt.elsewhere-{dead.pid}.part", tmp_path / "a.part"
    for path in (left, running, elsewhere, another):
        path.write_text("half")
    write_atomically({tmp_path / "b.txt": b"whole"})
    assert not left.exists()
    assert running.exists()
    assert elsewhere.exists()
    assert another.exists()
