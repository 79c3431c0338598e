"""A file is the old one or the new one, whatever happens while it is written."""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from storycast.errors import OutputError
from storycast.files import alone, draining, put, settle, sweep, written


def test_a_file_that_could_not_be_finished_stays_what_it_was(tmp_path):
    """Nothing is left beside it either."""
    path = tmp_path / "x.mp3"
    put(path, b"old")
    with suppress(KeyboardInterrupt), written(path) as file:
        file.write(b"new")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_that_no_file_can_have_is_refused_in_one_line(tmp_path):
    """The system may refuse it as soon as it is asked whether such a file is there."""
    with pytest.raises(OutputError, match="can't write"), written(tmp_path / ("y" * 300)):
        pass


def test_a_large_file_goes_to_the_disk_while_it_is_written(tmp_path):
    """All of it is there at the end, in order."""
    portions = [bytes([number]) * 3_000_000 for number in range(12)]
    with written(tmp_path / "x.mp3") as file, draining(file) as write:
        for portion in portions:
            write(portion)
    assert (tmp_path / "x.mp3").read_bytes() == b"".join(portions)


@pytest.mark.skipif(os.name != "posix", reason="asks for a file that can't be sent to a disk")
def test_a_fault_of_the_disk_on_the_way_is_not_lost():
    """It is told once, and must not be taken for the answer to nobody's question."""
    with (
        Path("/dev/null").open("wb") as nothing,
        pytest.raises(OSError, match="Invalid argument"),
        draining(nothing) as write,
    ):
        write(bytes(9_000_000))


def test_what_is_there_already_is_not_touched(tmp_path):
    """Its time stays, so that whoever copies a site copies only what changed."""
    path = tmp_path / "new" / "x.txt"
    assert put(path, b"same")
    before = path.stat().st_mtime_ns
    assert not put(path, b"same")
    assert path.stat().st_mtime_ns == before


def test_a_folder_that_can_not_be_written_is_one_line(tmp_path):
    """It names the file and says what to do."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"can't write .*x\.mp3 \(.*\); check its folder"):
        put(tmp_path / "file" / "x.mp3", b"")


@pytest.mark.parametrize(
    ("name", "age", "stays"),
    [
        (".tale.mp3.abcdefgh.part", 2, False),
        (".tale.mp3.abcdefgh.part", 0.5, True),
        (".other.mp3.abcdefgh.part", 2, True),
        (".tale.mp3.part", 2, True),
        ("tale.mp3", 2, True),
    ],
)
def test_only_our_own_old_leftovers_are_swept(tmp_path, name, age, stays):
    """What somebody killed left of this very file a day ago or more."""
    path = tmp_path / name
    path.touch()
    os.utime(path, (time.time() - age * 24 * 3600,) * 2)
    sweep(tmp_path / "tale.mp3")
    assert path.exists() == stays


def test_one_at_a_time(tmp_path):
    """The second waits, says so, and begins when the first has ended."""
    path, order, waits = tmp_path / "show.toml", [], threading.Event()
    path.touch()

    def second():
        with alone(path, waits.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with alone(path, lambda: order.append("first waited")):
        thread.start()
        assert waits.wait(10) or os.name != "posix"
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_nothing_to_lock_or_to_settle_is_no_fault(tmp_path):
    """Whoever needs the file will say that it isn't there."""
    with alone(tmp_path / "nowhere", pytest.fail):
        settle(tmp_path / "nowhere", tmp_path)
