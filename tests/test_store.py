"""An entry is whole or not there, and never other than it was kept."""

import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storycast.errors import StoreError
from storycast.store import DAY, Remembered, Store

KEY = "ab" * 20


def kept(store, kind, key, head, body):
    """The file of an entry that is kept now."""
    store.keep(kind, key, head, body)
    return store.folder / kind / key[:2] / key


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.floats(allow_nan=False))), st.binary())
def test_what_is_kept_is_found(tmp_path, head, body):
    """Any head, any body."""
    store = Store(tmp_path)
    store.keep("clips", KEY, head, body)
    assert store.head("clips", KEY) == head
    assert store.read("clips", KEY) == (head, body)


def refused(*_):
    raise PermissionError(errno.EACCES, "Access is denied")


def test_an_entry_that_another_reads_need_not_be_replaced(tmp_path, monkeypatch):
    """Windows replaces no open file: the entry is there, and the same; nothing is left beside it."""
    store = Store(tmp_path)
    path = kept(store, "clips", KEY, {"n": 1}, b"some sound")
    monkeypatch.setattr("os.replace", refused)
    store.keep("clips", KEY, {"n": 1}, b"some sound")
    assert store.read("clips", KEY) == ({"n": 1}, b"some sound")
    assert list(path.parent.iterdir()) == [path]


def test_an_entry_that_is_not_there_and_cannot_be_kept_is_told(tmp_path, monkeypatch):
    """It is no one's then."""
    monkeypatch.setattr("os.replace", refused)
    with pytest.raises(StoreError, match="Access is denied"):
        Store(tmp_path).keep("clips", KEY, {}, b"some sound")


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_entry_is_never_given(tmp_path, data):
    """Any flipped byte, any cut, is found: the entry counts as missing, and can be kept anew."""
    store = Store(tmp_path)
    path = kept(store, "clips", KEY, {"n": 1}, b"some sound" * 20)
    whole = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        whole[at] ^= data.draw(st.integers(1, 255))
    else:
        whole = whole[:at]
    path.write_bytes(whole)
    assert store.read("clips", KEY) is None
    store.keep("clips", KEY, {"n": 1}, b"again")
    assert store.read("clips", KEY) == ({"n": 1}, b"again")


def test_a_damaged_body_is_counted_and_removed(tmp_path):
    """As a damaged head is, whoever reads it: a page, what was worked out, a cover."""
    store = Store(tmp_path)
    path = kept(store, "clips", KEY, {"n": 1}, b"some sound")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert store.read("clips", KEY) is None
    assert (store.damaged, path.exists()) == (1, False)


def test_a_body_that_the_disk_cannot_read_is_made_anew(tmp_path, monkeypatch):
    """As one that is damaged: whoever asks for it has what it takes."""
    store, read = Store(tmp_path), os.read
    kept(store, "clips", KEY, {"n": 1}, bytes(10_000))

    def bad_sector(file, size):
        if os.lseek(file, 0, os.SEEK_CUR):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read(file, size)

    monkeypatch.setattr(os, "read", bad_sector)
    assert store.head("clips", KEY) == {"n": 1}
    assert store.read("clips", KEY) is None


def test_nothing_is_made_by_looking(tmp_path):
    """A store that isn't there stays not there until something is kept."""
    store = Store(tmp_path / "store")
    assert store.head("clips", KEY) is None
    assert store.sizes() == {}
    assert not (tmp_path / "store").exists()


def test_old_entries_go_first(tmp_path):
    """Pruning to a size removes what was unused for longest; pruning by age what is older."""
    store = Store(tmp_path)
    for age in range(5):
        path = kept(store, "clips", f"{age:02}" + "0" * 38, {}, bytes(1000))
        os.utime(path, (time.time() - age * 1000,) * 2)
    assert store.prune(older_than=3500)[0] == 1
    size = store.sizes()["clips"][1]
    assert store.prune(down_to=size // 2)[0] == 2
    assert [store.head("clips", f"{age:02}" + "0" * 38) is not None for age in range(5)] == [True, True, *[False] * 3]


def test_clearing_removes_entries_and_nothing_else(tmp_path):
    """Your files in the folder stay, even those that lie as entries do."""
    theirs = [tmp_path / name for name in ("mine.txt", "objects/ab/cd" + "e" * 36, "clips/ab/notes")]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("keep me")
    store = Store(tmp_path)
    store.keep("clips", KEY, {}, b"x")
    store.keep("segments", KEY, {}, b"x")
    assert store.prune(older_than=0.0)[0] == 2
    store.keep("segments", KEY, {}, b"x")
    store.clear()
    assert store.head("segments", KEY) is None
    assert all(path.exists() for path in theirs)
    assert store.sizes() == {}


def test_a_shelf_tells_what_its_entries_tell(tmp_path):
    """To whoever asks for just these, in this order; until something is pruned, and never when it was damaged."""
    store, heads = Store(tmp_path), {f"{number:040x}": {"n": number} for number in range(3)}
    assert store.shelf("clips", [*heads]) is None
    store.shelve("clips", heads)
    assert store.shelf("clips", [*heads]) == [*heads.values()]
    assert store.shelf("segments", [*heads]) is store.shelf("clips", [*heads][::-1]) is None
    store.prune(older_than=DAY)  # nothing is that old
    assert store.shelf("clips", [*heads])
    store.keep("clips", KEY, {}, bytes(1000))
    store.prune(down_to=1000)
    assert store.shelf("clips", [*heads]) is None
    store.shelve("clips", heads)
    (file,) = tmp_path.glob("shelves/*/*")
    file.write_bytes(file.read_bytes()[:-1])
    assert store.shelf("clips", [*heads]) is None


def test_an_entry_of_another_version_is_made_anew(tmp_path):
    """It is counted, not called damaged, and not removed: that version may still want it."""
    store = Store(tmp_path)
    path = kept(store, "clips", KEY, {}, b"sound")
    path.write_bytes(path.read_bytes().replace(b"storycast-store-2", b"storycast-store-9"))
    assert store.head("clips", KEY) is None
    assert (store.foreign, store.damaged) == (1, 0)
    assert path.exists()
    store.keep("clips", KEY, {}, b"sound")
    assert store.read("clips", KEY) == ({}, b"sound")


def test_what_the_killed_left_is_swept_after_a_day(tmp_path):
    """A file that is being written now stays; it is no entry, and isn't counted as one."""
    store = Store(tmp_path)
    fresh = kept(store, "clips", KEY, {}, b"sound").with_name(".abcdefgh.part")
    stale = fresh.with_name(".ijklmnop.part")
    for path, age in ((fresh, 60), (stale, DAY + 60)):
        path.write_bytes(b"half a so")
        os.utime(path, (time.time() - age,) * 2)
    assert store.sizes()["clips"][0] == 1
    assert store.sweep() == 1
    assert fresh.exists()
    assert not stale.exists()


def test_keeping_goes_on_while_others_clear(tmp_path):
    """Nothing goes away under a writer."""
    with ThreadPoolExecutor(1) as pool:
        keeping = pool.submit(
            lambda: [Store(tmp_path).keep("clips", f"{number:040x}", {}, b"sound") for number in range(300)]
        )
        while not keeping.done():
            Store(tmp_path).clear()
        assert len(keeping.result()) == 300


def test_a_store_that_cannot_be_written_says_so(tmp_path):
    """One line with the cause and what to do."""
    (tmp_path / "store").write_text("a file stands in the way")
    with pytest.raises(StoreError, match="--store"):
        Store(tmp_path / "store").keep("clips", KEY, {}, b"x")


def test_what_is_remembered_is_made_once(tmp_path):
    """Asked the same again, by the same program, it tells what was made then; of anything else it knows nothing."""
    made = []

    def make():
        made.append(1)
        return [len(made), "words", None]

    recall = Remembered(Store(tmp_path), "one")
    assert recall("marks", b"a text", make) == recall("marks", b"a text", make) == [1, "words", None]
    assert recall("marks", b"another", make)[0] == 2
    assert recall("names", b"a text", make)[0] == 3
    assert Remembered(Store(tmp_path), "other")("marks", b"a text", make)[0] == 4


def test_what_is_remembered_wrongly_is_made_anew(tmp_path):
    recall = Remembered(Store(tmp_path), "one")
    recall("marks", b"a text", lambda: "right")
    (entry,) = tmp_path.glob("narration/*/*")
    entry.write_bytes(entry.read_bytes().replace(b"right", b"wrong"))
    assert recall("marks", b"a text", lambda: "right") == "right"
    assert recall("marks", b"a text", lambda: "not asked") == "right"


def test_what_can_not_be_kept_is_made_each_time(tmp_path):
    """Who needs the store will say that it can't be written; telling a story doesn't need it."""

    class Full(Store):
        def keep(self, *_):
            raise StoreError("the store is full")

    recall = Remembered(Full(tmp_path), "one")
    assert [recall("marks", b"a text", lambda said=said: said) for said in "ab"] == ["a", "b"]
