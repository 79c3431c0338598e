"""Where utterances are spoken into clips and beats encoded into segments: what is in the store is taken from there."""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from storycast.audio import clip as pcm
from storycast.audio import loudness, mp3
from storycast.audio.alignment import with_marks
from storycast.audio.decoding import decode
from storycast.audio.music import levelled
from storycast.engines.base import Engine
from storycast.errors import EngineError, StoreError, UnknownSetting
from storycast.model import (
    AudioFormat,
    Beat,
    Clip,
    Decibels,
    Frames,
    Hertz,
    Pause,
    Samples,
    Script,
    Segment,
    Sounding,
    Speech,
    Tally,
    Utterance,
    WordMarks,
)
from storycast.narration.recall import runs
from storycast.store import Store, named_by
from storycast.turns import in_turn

Made = TypeVar("Made")
CLIPS, SEGMENTS = "clips", "segments"

_MADE_AHEAD, _READ_AHEAD = 256, 4
_TOGETHER = 64
"""What is shelved together, usually: few files are read, and few entries looked up where one is new."""
_ENOUGH, _MORE = 16, 1.25
"""Clips from which the gain of an episode is guessed, and times as many from which it is guessed again."""
_QUOTED = 80

Progress = Callable[[str, int, int], None]
"""Told the stage ("directing", "speaking", "encoding"), how many of its parts are done, and of how many."""


def clip_key(utterance: Utterance, fingerprint: str) -> str:
    """Named by all of it that is heard, and by nothing else: not by its place or its spelling."""
    return named_by(*_heard(utterance), fingerprint)


_heard = attrgetter(*(name for name in Utterance.__struct_fields__ if name not in ("respelled", "at")))
"""All that is heard of an utterance; so a field that is added later counts."""


def segment_key(take: Take, audio_format: AudioFormat) -> str:
    """Named by its clips, the silence between them, the gain and the encoder's settings."""
    clips = iter(take.clips)
    lines = [line.length if isinstance(line, Pause) else next(clips).key for line in take.beat.lines[:-1]]
    return named_by(*lines, take.gain, audio_format)


class Take(Struct, frozen=True):
    """A beat to be encoded: its clips and the gain of the whole episode."""

    beat: Beat
    clips: tuple[Clip, ...]
    gain: Decibels


class Studio(Struct):
    """What speaking and encoding need: an engine, a store, an executor. Counts what it made anew."""

    engine: Engine
    store: Store
    executor: Executor
    format: AudioFormat = field(default_factory=AudioFormat)
    reference: Callable[[Utterance], Speech | None] = lambda _: None
    """The same words by a voice that knows when it says each: for engines that don't tell."""
    force: bool = False
    """Speak and encode everything anew."""
    ahead: bool = False
    """Encode beats while others are spoken, in the thread that waits for them."""
    progress: Progress = lambda *_: None
    spoken: int = 0
    encoded: int = 0
    clips: Mapping[Utterance, Clip] = field(default_factory=dict)
    """What was asked for last, of each utterance."""
    _utterances: dict[str, Utterance] = field(default_factory=dict)
    _takes: dict[str, Take] = field(default_factory=dict)
    _music: dict[str, Path] = field(default_factory=dict)
    _ahead: set[str] = field(default_factory=set)

    def speak(self, script: Script) -> Mapping[Utterance, Clip]:
        """A clip for each utterance, spoken or found in the store. Each is kept the moment it is spoken."""
        utterances = script.utterances
        fingerprints = {voice: self.engine.fingerprint(voice) for voice in {u.voice for u in utterances}}
        expressible = self.engine.expressible
        keys = {utterance: clip_key(expressible(utterance), fingerprints[utterance.voice]) for utterance in utterances}
        self._utterances = {key: utterance for utterance, key in reversed(keys.items())}
        wanted, ahead = dict.fromkeys(keys.values()), _Ahead(self, script.beats if self.ahead else (), keys)
        work = _Work("speaking", CLIPS, _clip_of, _clip_head, self._speak)
        clips, self.spoken = self._found_or_made(work, wanted, ahead)
        self.clips = {utterance: clips[key] for utterance, key in keys.items()}
        return self.clips

    def encode(self, beats: Sequence[Beat], clips: Mapping[Utterance, Clip]) -> tuple[Segment, ...]:
        """A segment for each beat, encoded or found in the store, all at the gain that the whole episode needs."""
        gain = loudness.gain(chain.from_iterable(clip.powers for clip in clips.values()))
        takes = [Take(beat, tuple(clips[utterance] for utterance in beat.utterances), gain) for beat in beats]
        keys = [segment_key(take, self.format) for take in takes]
        self._takes = dict(zip(keys, takes, strict=True))
        work = _Work("encoding", SEGMENTS, self._segment_of, _segment_head, self._encode)
        segments, encoded = self._found_or_made(work, self._takes)
        self.encoded = encoded + len(self._ahead & segments.keys())
        return tuple(segments[key] for key in keys)

    def encode_ahead(self, take: Take) -> None:
        """Encode a beat that `encode` is likely to ask for, where it isn't in the store."""
        key = segment_key(take, self.format)
        self._takes = {key: take}
        if self.force or not self.store.head(SEGMENTS, key):
            self._encode(key)
            self._ahead.add(key)

    def music(self, file: Path) -> Segment:
        """The segment of a sound file, encoded or found in the store. Raises `UnknownSetting` where it has no sound."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise UnknownSetting(f"{file}: no music there ({error.strerror}); check its name") from error
        key = named_by("music", blake2b(content, digest_size=20).hexdigest(), self.format)
        self._music[key] = file
        head = self.store.head(SEGMENTS, key)
        return _music_of(key, head) if head else self._music_encoded(key)[0]

    def frames(self, segments: Sequence[Segment]) -> Iterator[bytes]:
        """Each segment's frames in order, read ahead; encoded again where they were damaged or pruned meanwhile."""
        return in_turn(self.executor, self._frames, segments, ahead=_READ_AHEAD)

    def kept(self, utterances: Sequence[Utterance]) -> dict[Utterance, Clip]:
        """The clips that are in the store already; nothing is spoken."""
        found = {
            u: self._clip(clip_key(self.engine.expressible(u), self.engine.fingerprint(u.voice))) for u in utterances
        }
        return {utterance: clip for utterance, clip in found.items() if clip}

    def tally(self, script: Script) -> Tally:
        """What was made anew, of how much."""
        return Tally(len(script.utterances), self.spoken, len(script.beats), self.encoded)

    def _found_or_made(
        self,
        work: _Work[Made],
        wanted: Iterable[str],
        meanwhile: Callable[[Mapping[str, Made | None], int], bool] = lambda *_: False,
    ) -> tuple[dict[str, Made], int]:
        """What there is for each key, made by the executor where it wasn't; how many were. A failure ends the rest."""
        keys, loose = [*wanted], list[list[str]]()
        there: dict[str, Made | None] = {}
        for run in (keys[part] for part in runs([key.encode() for key in keys], _TOGETHER)):
            heads: Sequence[Mapping[str, Any] | None] | None = None if self.force else self.store.shelf(work.kind, run)
            if heads is None:
                loose.append(run)
            for key, head in zip(run, heads or [self._head(work.kind, key) for key in run], strict=True):
                there[key] = work.of(key, head) if head else None
        missing = [key for key, it in there.items() if it is None]
        done = len(keys) - len(missing)
        self.progress(work.stage, done, len(keys))
        made = in_turn(self.executor, work.make, missing, ahead=_MADE_AHEAD, meanwhile=lambda: meanwhile(there, done))
        for key, it in zip(missing, made, strict=True):
            there[key] = it
            done += 1
            self.progress(work.stage, done, len(keys))
        found = {key: it for key, it in there.items() if it is not None}
        for run in loose:
            self.store.shelve(work.kind, {key: work.head(found[key]) for key in run})
        return found, len(missing)

    def _head(self, kind: str, key: str) -> Mapping[str, Any] | None:
        """What the store tells of it; nothing where all is to be made anew."""
        return None if self.force and key not in self._ahead else self.store.head(kind, key)

    def _clip(self, key: str) -> Clip | None:
        head = self.store.head(CLIPS, key)
        return _clip_of(key, head) if head else None

    def _speak(self, key: str) -> Clip:
        return self._said(key)[0]

    def _said(self, key: str) -> tuple[Clip, Speech]:
        """The utterance spoken and kept: its clip, and its sound in hand, whatever befalls what was kept."""
        utterance = self._utterances[key]
        try:
            speech = self.engine.speak(utterance)
        except EngineError as error:
            raise unspoken(utterance, error) from error
        if not speech.marks:
            speech = with_marks(speech, utterance.text, self.reference(self.engine.expressible(utterance)))
        speech = pcm.trimmed(speech)
        if not speech.samples:
            raise unspoken(utterance, EngineError("the voice gave silence; respell it, or choose another --voice"))
        clip = Clip(
            key,
            Samples(len(speech.samples) // 2),
            speech.rate,
            array("f", loudness.powers(speech)),
            WordMarks.of(speech.marks),
        )
        self.store.keep(CLIPS, key, _clip_head(clip), speech.samples)
        return clip, speech

    def _frames(self, segment: Segment) -> bytes:
        kept = self.store.read(SEGMENTS, segment.key)
        if kept:
            return kept[1]
        if segment.key in self._music:
            again, body = self._music_encoded(segment.key)
        else:
            again, body = self._encoded(segment.key)
            self.encoded += 1
        if (again.frames, again.size) != (segment.frames, segment.size):  # a voice that says nothing twice alike
            raise StoreError("what was damaged in the store came out otherwise when it was made anew; run it again")
        return body

    def _sound(self, clip: Clip) -> Speech:
        """The clip's samples from the store; spoken again where they were damaged or pruned meanwhile."""
        kept = self.store.read(CLIPS, clip.key)
        if kept:
            return Speech(kept[1], clip.rate)
        return self._said(clip.key)[1]

    def _segment_of(self, key: str, head: Mapping[str, Any]) -> Segment:
        take, rate = self._takes[key], self.format.rate
        soundings = tuple(
            Sounding(start, end, WordMarks(clip.marks.packed, start, (clip.rate, rate)))
            for clip, (start, end) in zip(take.clips, head["places"], strict=True)
        )
        length = soundings[-1].end if soundings else Samples(0)
        return Segment(key, Frames(head["frames"]), head["size"], length, soundings)

    def _encode(self, key: str) -> Segment:
        return self._encoded(key)[0]

    def _encoded(self, key: str) -> tuple[Segment, bytes]:
        """The beat encoded and kept: its segment, and its frames in hand."""
        take, rate = self._takes[key], self.format.rate
        places: list[tuple[int, int]] = []

        def sounds() -> Iterator[bytes]:
            clips, length = iter(take.clips), 0
            for line in take.beat.lines[:-1]:
                if isinstance(line, Pause):
                    sound = pcm.silence(line.length, rate)
                else:
                    sound = pcm.at_level(self._sound(next(clips)), rate, take.gain)
                    places.append((length, length + len(sound) // 2))
                length += len(sound) // 2
                yield sound

        body, frames = mp3.encoded(sounds(), self.format)
        head = {"frames": frames, "size": len(body), "places": places}
        self.store.keep(SEGMENTS, key, head, body)
        return self._segment_of(key, head), body

    def _music_encoded(self, key: str) -> tuple[Segment, bytes]:
        file = self._music[key]
        try:
            sound = levelled(decode(file.read_bytes()), self.format.rate)
        except ValueError as error:
            raise UnknownSetting(f"{file}: {error}; give a WAV, FLAC, Ogg or MP3") from error
        body, frames = mp3.encoded([sound], self.format)
        head = {"frames": frames, "size": len(body), "length": len(sound) // 2}
        self.store.keep(SEGMENTS, key, head, body)
        return _music_of(key, head), body


class _Work(Struct, Generic[Made], frozen=True):
    """What is made of each key at one stage, and how it is kept."""

    stage: str
    kind: str
    of: Callable[[str, Mapping[str, Any]], Made]
    """What a head that was kept tells of."""
    head: Callable[[Made], Mapping[str, Any]]
    make: Callable[[str], Made]


class _Ahead:
    """Encodes beats while others are still spoken, at the gain that the clips so far call for.

    That is a guess at the gain of the whole, which is told in steps of half a decibel; where it proves wrong, a beat is
    encoded again. Beats of which nothing is spoken now were most likely encoded before.
    """

    def __init__(self, studio: Studio, beats: Sequence[Beat], keys: Mapping[Utterance, str]) -> None:
        self._studio = studio
        self._beats = tuple((beat, [keys[utterance] for utterance in beat.utterances]) for beat in beats)
        self._waiting: deque[tuple[Beat, list[str]]] | None = None
        self._gain, self._heard = Decibels(0.0), 0.0

    def __call__(self, clips: Mapping[str, Clip | None], done: int) -> bool:
        """Encode the next beat whose clips have come, if there is one. Told of each clip and of how many have come."""
        if self._waiting is None:
            self._waiting = deque((beat, own) for beat, own in self._beats if not all(clips[key] for key in own))
        if not self._waiting or done < _ENOUGH or not all(clips[key] for key in self._waiting[0][1]):
            return False
        if done >= self._heard * _MORE:
            self._heard = done
            self._gain = loudness.gain(chain.from_iterable(clip.powers for clip in clips.values() if clip))
        beat, keys = self._waiting.popleft()
        self._studio.encode_ahead(Take(beat, tuple(clip for key in keys if (clip := clips[key])), self._gain))
        return True


def _music_of(key: str, head: Mapping[str, Any]) -> Segment:
    return Segment(key, Frames(head["frames"]), head["size"], Samples(head["length"]), ())


def unspoken(utterance: Utterance, error: EngineError) -> EngineError:
    """The engine's error with the words that could not be spoken and their place; of the same kind."""
    words = utterance.text if len(utterance.text) <= _QUOTED else f"{utterance.text[:_QUOTED]}…"
    where = f"paragraph {utterance.at.block + 1}: “{words}”" if utterance.at.block >= 0 else f"“{words}”"
    return type(error)(f"{where} could not be spoken: {error}", retry_after=error.retry_after)


def _clip_of(key: str, head: Mapping[str, Any]) -> Clip:
    return Clip(
        key,
        Samples(head["length"]),
        Hertz(head["rate"]),
        array("f", b64decode(head["powers"])),
        WordMarks(b64decode(head["marks"])),
    )


def _clip_head(clip: Clip) -> dict[str, Any]:
    return {
        "length": clip.length,
        "rate": clip.rate,
        "powers": _packed(array("f", clip.powers).tobytes()),
        "marks": _packed(clip.marks.packed),
    }


def _packed(numbers: bytes) -> str:
    """Numbers in a head: written out, ten hours of them would take longer to read than all else of an edit."""
    return b64encode(numbers).decode()


def _segment_head(segment: Segment) -> dict[str, Any]:
    places = [(sounding.start, sounding.end) for sounding in segment.soundings]
    return {"frames": segment.frames, "size": segment.size, "places": places}
