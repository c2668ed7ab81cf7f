import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from extractor import durable
from extractor.errors import StoreError


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    durable.replace(path, [b"a", b"b"])
    assert path.read_bytes() == b"ab"

    def breaks() -> object:
        yield b"half"
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(StoreError, match="Input/output error"):
        durable.replace(path, breaks())  # type: ignore[arg-type]
    assert path.read_bytes() == b"ab"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_a_name_as_long_as_a_file_may_have(tmp_path: Path) -> None:
    path = tmp_path / ("ắ" * 85)
    durable.replace(path, [b"x"])
    assert path.read_bytes() == b"x"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("file")
    durable.replace(tmp_path / "link", [b"new"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    durable.replace(pipe, [b"a", b"b"])
    reader.join()
    assert read == [b"ab"]
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("number", "fatal"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)]
)
def test_a_file_system_that_cannot_sync_folders_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fatal: bool
) -> None:
    fsync = os.fsync

    def sync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    if fatal:
        with pytest.raises(StoreError):
            durable.replace(tmp_path / "file", [b"x"])
    else:
        durable.replace(tmp_path / "file", [b"x"])
    assert (tmp_path / "file").read_bytes() == b"x"


def test_a_full_disk_has_a_hint(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError) as caught,
        durable.reported("write", tmp_path / "file"),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert "No space left" in caught.value.message
    assert caught.value.hint is not None


@pytest.mark.parametrize("content", [b"", b"a\n", b"a\nb", b"b" * 200_000, b"a\n" + b"b" * 200_000])
def test_whole_lines_end_where_the_last_line_break_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert durable.whole_lines(path) == content.rfind(b"\n") + 1
    assert durable.whole_lines(tmp_path / "nowhere") == 0


def test_a_log_that_could_not_be_mended_takes_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = durable.Log(tmp_path / "log")
    log.append([b"one"], durable=True)

    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    class Unmendable:
        def __init__(self, file: object) -> None:
            self.file = file

        def truncate(self, size: int) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

    with monkeypatch.context() as context:
        context.setattr(os, "fsync", broken)
        context.setattr(log, "_file", Unmendable(log._file))
        with pytest.raises(StoreError):
            log.append([b"two"], durable=True)
    with pytest.raises(StoreError, match="damaged"):
        log.append([b"three"], durable=True)
    log.close()
