"""Edit and make again: only what is new is spoken, and the bytes are those of a build from nothing."""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from fakes import STORIES, Listening, article, made, story
from storycast.engines.tone import Tone
from storycast.errors import EngineError, StoreError
from storycast.model import Block, BlockKind
from storycast.narration.narrate import Cast
from storycast.narration.pauses import Pauses
from storycast.narration.plain import Plain
from storycast.produce import produce
from storycast.reading.formats import read
from storycast.store import Store
from storycast.studio import Studio

NEW = Block(BlockKind.PARAGRAPH, "Something nobody had said before. And then some more of it!")


def insert_at_top(blocks, _rng):
    return (NEW, *blocks)


def insert(blocks, rng):
    at = rng.randrange(len(blocks))
    return (*blocks[:at], NEW, *blocks[at:])


def delete(blocks, rng):
    at = rng.randrange(len(blocks))
    return (*blocks[:at], *blocks[at + 1 :]) if len(blocks) > 1 else blocks


def change(blocks, rng):
    at = rng.randrange(len(blocks))
    return (*blocks[:at], replace(blocks[at], text=blocks[at].text + " It changed."), *blocks[at + 1 :])


def move(blocks, rng):
    rest = list(blocks)
    block = rest.pop(rng.randrange(len(rest)))
    rest.insert(rng.randrange(len(rest) + 1), block)
    return tuple(rest)


def swap(blocks, rng):
    rest = list(blocks)
    a, b = rng.randrange(len(rest)), rng.randrange(len(rest))
    rest[a], rest[b] = rest[b], rest[a]
    return tuple(rest)


def whitespace(blocks, rng):
    at = rng.randrange(len(blocks))
    wider = replace(blocks[at], text=blocks[at].text.replace(" ", "  ") + "\n")
    return (*blocks[:at], wider, *blocks[at + 1 :])


EDITS = (insert_at_top, insert, delete, change, move, swap, whitespace)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("seed", range(4))
def test_an_edit_gives_what_a_build_from_nothing_gives(edit, seed, tmp_path):
    """Byte for byte; and only utterances that were never said like that are spoken."""
    before = story(seed)
    _, _, first = made(before, tmp_path)
    after = replace(before, blocks=edit(before.blocks, random.Random(seed)))
    _, again, second = made(after, tmp_path)
    _, anew, _ = made(after, tmp_path, store=tmp_path / "empty", name="anew.mp3")
    assert again == anew
    known = {(heard.text, heard.delivery) for heard in first}
    assert not [heard for heard in second if (heard.text, heard.delivery) in known]
    if edit is whitespace:
        assert second == []


@pytest.mark.parametrize("pauses", [Pauses.NONE, Pauses.LIGHT], ids=lambda pauses: pauses.value)
def test_changing_only_pauses_speaks_nothing(pauses, tmp_path):
    """Pauses are assembly; a clip doesn't know them."""
    text = story(1)
    engine = Listening()
    made(text, tmp_path, engine=engine)
    spoken = len(engine.heard)
    made(text, tmp_path, engine=engine, cast=Cast(engine.voice(None, "en"), Plain(), pauses=pauses))
    assert len(engine.heard) == spoken


def test_changing_the_title_speaks_the_title_alone(tmp_path):
    """The title is said, so it is spoken; nothing else is."""
    _, _, first = made(story(2), tmp_path)
    _, _, second = made(replace(story(2), title="Another title"), tmp_path)
    assert len(first) > 5
    assert [heard.text for heard in second] == ["Another title"]


def test_making_it_again_makes_nothing(tmp_path):
    """A second run speaks and encodes nothing, and gives the same bytes."""
    first, mp3, _ = made(story(3), tmp_path)
    second, again, spoken = made(story(3), tmp_path)
    assert (second.tally.spoken, second.tally.encoded, spoken) == (0, 0, [])
    assert first.tally.encoded == first.tally.beats
    assert again == mp3


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_the_number_of_jobs_changes_nothing(jobs, tmp_path):
    """The same bytes whatever is done at once."""
    _, alone, _ = made(story(4), tmp_path / "one", jobs=1)
    _, many, _ = made(story(4), tmp_path / "many", jobs=jobs)
    assert alone == many


@pytest.mark.parametrize("voice", ["tone", "espeak"])
def test_surroundings_change_nothing(voice, tmp_path):
    """The same bytes whatever the hash seed, locale, time zone, working folder and store."""
    results = set()
    for number, (seed, zone, language) in enumerate([("1", "UTC", "C"), ("77", "Asia/Tokyo", "de_DE.UTF-8")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        surroundings = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": language,
            "STORYCAST_STORE": str(folder / "store"),
        }
        command = [
            sys.executable,
            "-m",
            "storycast",
            "make",
            "--quiet",
            "--voice",
            voice,
            "-o",
            "out.mp3",
            str(STORIES[-1]),
        ]
        subprocess.run(command, cwd=folder, env=surroundings, check=True, capture_output=True)
        results.add((folder / "out.mp3").read_bytes())
    assert len(results) == 1


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_word_of_a_story_is_spoken_once_and_in_order(path, tmp_path):
    """Nothing is lost, nothing said twice: the transcript's words are the article's."""
    text = read(path.read_bytes(), name=path.name)
    episode, _, _ = made(text, tmp_path)
    said = " ".join(cue.text for cue in episode.transcript.cues if cue.block >= 0)
    assert said.split() == " ".join(block.text for block in text.blocks).split()


def test_a_damaged_entry_is_made_anew(tmp_path):
    """Flipped bits in the store are found by checksum, never played."""
    _, mp3, _ = made(story(5), tmp_path)
    entries = sorted((tmp_path / "store").glob("*/*/*"))
    for number, path in enumerate(entries):
        damaged = bytearray(path.read_bytes())
        damaged[-1 - number % 40] ^= 0xFF
        path.write_bytes(damaged if number % 3 else damaged[: len(damaged) // 2])
    _, again, _ = made(story(5), tmp_path)
    assert again == mp3


def test_a_disk_that_damages_all_that_is_written_spoils_nothing(tmp_path):
    """What was just made is in hand: it is taken from there, not read again and again."""

    class Rotting(Store):
        def keep(self, kind, key, head, body):
            super().keep(kind, key, head, body)
            path = self.folder / kind / key[:2] / key
            path.write_bytes(path.read_bytes()[:-1] + b"?")

    _, mp3, _ = made(story(5), tmp_path)
    with ThreadPoolExecutor(2) as pool:
        rotting = Studio(Tone(), Rotting(tmp_path / "rotting"), pool)
        produce(story(5), Cast(Tone().voice(None, "en"), Plain()), rotting, tmp_path / "again.mp3")
    assert (tmp_path / "again.mp3").read_bytes() == mp3
    assert rotting.store.damaged


def test_an_edit_of_a_long_story_looks_up_few_entries_one_by_one(tmp_path):
    """The others' heads are read in runs, from what the build before kept of them together."""

    class Counting(Store):
        asked = 0

        def head(self, kind, key):
            Counting.asked += 1
            return super().head(kind, key)

    paragraphs = [f"{number}. Go." for number in range(600)]
    with ThreadPoolExecutor(2) as pool:
        for edit in ("", " Then one left."):
            Counting.asked = 0
            studio = Studio(Tone(), Counting(tmp_path / "store"), pool)
            told = article(*paragraphs[:300], f"Here they were.{edit}", *paragraphs[300:])
            produce(told, Cast(Tone().voice(None, "en"), Plain()), studio, tmp_path / "made.mp3")
    assert studio.spoken == 1
    assert 0 < Counting.asked < 300


def test_what_was_pruned_is_made_anew(tmp_path):
    """Nothing that went is told of by what stayed."""
    _, mp3, _ = made(story(5), tmp_path)
    store = Store(tmp_path / "store")
    store.prune(down_to=sum(size for _, size in store.sizes().values()) // 2)
    assert made(story(5), tmp_path)[1] == mp3
    store.prune(down_to=store.sizes()["clips"][1] // 2)
    assert made(story(5), tmp_path)[1] == mp3


def test_a_voice_that_says_nothing_twice_alike_is_not_mixed_up(tmp_path):
    """What was damaged and comes out otherwise has no place in the episode that was laid out: one line says so."""

    class Fickle(Tone):
        said = 0

        def speak(self, utterance):
            self.said += 1
            speech = super().speak(utterance)
            return replace(speech, samples=speech.samples * self.said, marks=())

    class Empty(Store):
        def head(self, kind, key):
            return None

        read = head

    cast = Cast(Tone().voice(None, "en"), Plain())
    with ThreadPoolExecutor(1) as pool:
        studio = Studio(Fickle(), Empty(tmp_path / "store"), pool)
        with pytest.raises(StoreError, match="run it again"):
            produce(article("One."), cast, studio, tmp_path / "it.mp3")
    assert not (tmp_path / "it.mp3").exists()


def test_a_sentence_that_cannot_be_spoken_ends_the_run_by_name(tmp_path):
    """No gap: the error holds the words and their place, what was spoken is kept, the old episode stands."""

    class Stumbling(Listening):
        def speak(self, utterance):
            if "unspeakable" in utterance.text:
                raise EngineError("no sound came")
            return super().speak(utterance)

    _, good, _ = made(story(6), tmp_path)
    with pytest.raises(EngineError, match=r"paragraph 2: “An unspeakable word\.” could not be spoken: no sound came"):
        made(article("One two.", "An unspeakable word."), tmp_path, engine=Stumbling())
    assert (tmp_path / "episode.mp3").read_bytes() == good
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
