"""The embedded voice: eSpeak NG inside this process, from the `espeakng-loader` wheel.

libespeak is one global machine, so one utterance is spoken at a time in a process; speaking releases the interpreter
lock. Measured: 550 to 1,250 times as fast as real time on one core.

The same words must always give the same samples, whatever was spoken before. libespeak alone doesn't: the place in its
pitch flutter and the count of its voice cycles run on from one utterance to the next, and breath is random. So each
voice is read from a file of our own: the voice's lines, the variant's, flutter off, and a roughness outside its table,
which stops the counting; and the random seed is set anew for every utterance. Tried on 40 sentences in two orders: all
languages but Klingon and 89 of the 104 variants come out alike to the bit. In the sentence with the most trills we had
(Spanish), 2% of the samples differ from the untouched voice, by 3% in energy.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
import threading
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from itertools import takewhile
from pathlib import Path
from typing import Any, ClassVar

from storycast.errors import EngineError, EngineMissing, UnknownVoice
from storycast.model import Emphasis, Hertz, Samples, Speech, Utterance, Voice, WordMark

# Constants of speak_lib.h, version 1.52.
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_CHARACTERS, _UTF8, _SSML = 1, 1, 0x10
_RATE, _VOLUME, _PITCH = 1, 2, 3
_EVENT_END, _EVENT_WORD = 0, 1
_BUFFER = 1000
"""Milliseconds that libespeak speaks before it calls us, which waits for the interpreter. The sound is that of its own
60 (tried on 841 sentences in several orders); from 2,000 on it differs."""
_LONGEST_PATH = 150
"""libespeak keeps its data path in 160 characters and appends to it."""

NORMAL_RATE = 165
"""Words a minute. With our pauses a story comes to about 155, a narrator's pace (LJSpeech: 156)."""
NORMAL_PITCH, STEPS_PER_OCTAVE = 50, 80
"""libespeak's pitch runs from 0 to 100 and doubles the base frequency every 50, but the melody above it stays.

Measured as the median pitch of three lines in four voices: 80 steps move what is heard by an octave, give or take.
"""
NORMAL_VOLUME = 50
"""Half of libespeak's own, which runs into its automatic gain at 100; an episode's level is set later anyway."""

UNSTEADY = ("Reed", "UniRobot", "announcer", "antonio", "caleb", "edward", "iven", "klatt", "robosoft")
"""Variants (and their numbered kin) that carry something over even so, most of them of the Klatt synthesiser."""
UNUSABLE = frozenset({"fo", "kaa", "xex", "piqd"})
"""Languages whose dictionary isn't in the wheel, and Klingon's own script."""
STEADY = "\nflutter 0\nroughness 8\n"
OF_LANGUAGES = frozenset({"language", "name", "gender", "maintainer", "status"})
"""Lines of a variant's file that would make it a voice of its own."""

PREFERRED = {"en": "en-us", "fr": "fr-fr", "no": "nb", "zh": "cmn"}
"""Where a language's name alone does not say which voice speaks it best."""

NARRATOR = "Storm"
"""The variant that speaks American English unless told otherwise.

Measured on 14 sentences against the plain voice: half its energy lies at 1 to 4 kHz, where words are told apart (the
plain voice: 22%), half as much above 5 kHz, where synthesis hisses (0.44% to 0.84%); its pitch moves as much (4.1 and
3.9 semitones) round a narrator's 86 Hz; its peaks are lower (crest 16.2 dB to 19.6), so the limiter leaves it alone;
and it has no flutter and no roughness of its own, so what we take from a voice to make it steady, it never had.
"""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_int64),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """Speaks some 140 languages offline. Rate, pitch, volume and emphasis are honoured; every word's time is known."""

    name: ClassVar[str] = "espeak"
    online: ClassVar[bool] = False
    longest: ClassVar[int] = 300

    def voices(self) -> Sequence[Voice]:
        """The default voice, then one for each language or accent; each can be had with any of `variants()`."""
        return (self.voice(None, "en-US"), *(Voice("espeak", id, _bcp47(id)) for id in _machine().files))

    def variants(self) -> Sequence[str]:
        """What may follow a `+` in a voice's id: `en-us+adam`."""
        return tuple(variant for variant in _machine().variants if not variant.startswith(UNSTEADY))

    def voice(self, id: str | None, language: str) -> Voice:
        """The voice `id` (`de`, `en-gb+f3`), or the one that speaks a language best. Raises `UnknownVoice`."""
        languages = _machine().files
        if id is None:
            found = _speaker_of(language, languages)
            if found is None:
                raise UnknownVoice(
                    f"espeak has no voice for the language '{language}'; `storycast voices` lists what there is"
                )
            return Voice("espeak", f"{found}+{NARRATOR}" if found == PREFERRED["en"] else found, _bcp47(found))
        base, _, variant = id.partition("+")
        known = next((known for known in languages if known.lower() == base.lower()), None)
        if known is None or (variant and variant not in self.variants()):
            from difflib import get_close_matches

            varied = (f"{known}+{other}" for other in self.variants()) if known else ()
            near = get_close_matches(id, [*languages, *varied], n=3)
            hint = f"did you mean {', '.join(near)}? " if near else ""
            raise UnknownVoice(f"espeak has no voice '{id}'; {hint}`storycast voices` lists what there is")
        return Voice("espeak", f"{known}+{variant}" if variant else known, _bcp47(known))

    def fingerprint(self, voice: Voice) -> str:
        """The library's version and the wheel's."""
        return f"espeak {_machine().version} {_wheel()} {NORMAL_RATE} {STEADY.split()}"

    def expressible(self, utterance: Utterance) -> Utterance:
        """All of it."""
        return utterance

    def speak(self, utterance: Utterance) -> Speech:
        """The utterance as 22,050 Hz speech with a mark for each word."""
        speech = _machine().speak(utterance)
        if not speech.samples:
            raise EngineError(f"eSpeak has no sound for '{utterance.text}'; try another --voice, or respell it")
        return speech


@cache
def _wheel() -> str:
    """The wheel's version, by the name of the folder beside it; `importlib.metadata` takes 14 ms to tell it."""
    import espeakng_loader

    folders = list(Path(espeakng_loader.__file__).parent.parent.glob("espeakng_loader-*.dist-info"))
    if len(folders) == 1:
        return folders[0].stem.partition("-")[2]
    from importlib.metadata import version

    return version("espeakng-loader")


_starting = threading.Lock()


def _machine() -> _Machine:
    """The one machine, started by whoever needs it first: two threads at once would crash libespeak."""
    with _starting:
        return _started()


@cache
def _started() -> _Machine:
    return _Machine()


class _Machine:
    """libespeak, loaded once in a process, spoken to by one thread at a time."""

    def __init__(self) -> None:
        try:
            import espeakng_loader

            library = ctypes.CDLL(espeakng_loader.get_library_path())
        except (ImportError, OSError) as error:
            raise EngineMissing(f"eSpeak NG can't be loaded ({error}); pip install espeakng-loader") from error
        self._data = Path(espeakng_loader.get_data_path())
        self._folder = tempfile.TemporaryDirectory(prefix="storycast-espeak-")
        rate = library.espeak_Initialize(_SYNCHRONOUS, _BUFFER, _short(self._data, Path(self._folder.name)), _DONT_EXIT)
        if rate <= 0:
            raise EngineMissing("eSpeak NG can't read its voices; pip install --force-reinstall espeakng-loader")
        self.rate = Hertz(rate)
        self._library = library
        self._lock = threading.Lock()
        self._sound: list[bytes] = []
        self._words: list[tuple[int, int, int]] = []
        self._heard = _Heard(self._hear)  # kept: libespeak calls it as long as it lives
        library.espeak_SetSynthCallback(self._heard)
        library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        library.espeak_Info.restype = ctypes.c_char_p
        self.version = library.espeak_Info(None).decode()
        self.files = {id: file for id, file in sorted(_voices(library)) if id not in UNUSABLE}
        """Language code -> the file that describes it, below the data's `lang` folder."""
        self.variants = tuple(sorted(os.listdir(self._data / "voices" / "!v")))  # noqa: PTH208 - no need of paths
        """As libespeak lists them, which reads every voice for it again: 5 ms."""
        self._made: dict[str, bytes] = {}

    def speak(self, utterance: Utterance) -> Speech:
        ssml, origins = _ssml(utterance)
        text = ssml.encode("utf-8", "replace")
        delivery, speak = utterance.delivery, self._library
        with self._lock:
            self._sound, self._words = [], []
            speak.espeak_ng_SetRandSeed(1)
            if speak.espeak_SetVoiceByFile(self._voice_file(utterance.voice.id)) != 0:
                raise EngineError(f"eSpeak can't use its voice '{utterance.voice.id}'; try another --voice")
            for parameter, value in (
                (_RATE, NORMAL_RATE * delivery.rate),
                (_PITCH, NORMAL_PITCH + STEPS_PER_OCTAVE * delivery.pitch / 12),
                (_VOLUME, NORMAL_VOLUME * 10 ** (delivery.volume / 20)),
            ):
                speak.espeak_SetParameter(parameter, round(value), 0)
            speak.espeak_Synth(text, len(text) + 1, 0, _CHARACTERS, 0, _UTF8 | _SSML, None, None)
            speak.espeak_Synchronize()
            sound, words = b"".join(self._sound), self._words
        return Speech(sound, self.rate, tuple(_marks(words, origins, utterance.text)))

    def _voice_file(self, id: str) -> bytes:
        """The path of our own description of a voice, written on first use."""
        if id not in self._made:
            language, _, variant = id.partition("+")
            lines = (self._data / "lang" / self.files[language]).read_text("utf-8").splitlines()
            if variant:
                of_variant = (self._data / "voices" / "!v" / variant).read_text("utf-8", "replace").splitlines()
                lines += [line for line in of_variant if line.partition(" ")[0] not in OF_LANGUAGES]
            path = Path(self._folder.name) / str(len(self._made))
            path.write_text("\n".join(lines) + STEADY, "utf-8")
            self._made[id] = os.fsencode(path)
        return self._made[id]

    def _hear(self, samples: int | None, count: int, events: Any) -> int:
        if samples and count:
            self._sound.append(ctypes.string_at(samples, 2 * count))
        for event in takewhile(lambda event: event.type != _EVENT_END, events):
            if event.type == _EVENT_WORD:
                self._words.append((event.text_position - 1, event.length, event.sample))
        return 0


def _short(path: Path, folder: Path) -> bytes:
    """The data path in as many characters as libespeak can hold, by a link in that folder where it is longer."""
    if len(os.fsencode(path)) > _LONGEST_PATH:
        link = folder / "data"
        try:
            link.symlink_to(path, target_is_directory=True)
        except OSError as error:
            raise EngineMissing(
                f"eSpeak NG can't use a folder of more than {_LONGEST_PATH} characters ({path}); "
                "install storycast in a shorter one"
            ) from error
        path = link
    return os.fsencode(path)


def _voices(library: Any) -> list[tuple[str, str]]:
    """Language code and identifier of all voices."""
    voices = [pointer.contents for pointer in takewhile(bool, library.espeak_ListVoices(None))]
    # `languages` is a list of (priority byte, name, NUL); the first name is the voice's own.
    return [(ctypes.string_at(voice.languages + 1).decode(), voice.identifier.decode()) for voice in voices]


def _speaker_of(language: str, languages: Iterable[str]) -> str | None:
    """The id that speaks a BCP 47 language: itself, a preferred one, its bare language, or any accent of it."""
    asked = language.lower()
    bare = asked.split("-")[0]
    candidates = [asked, PREFERRED.get(asked), PREFERRED.get(bare), bare]
    known = list(languages)
    return next((id for id in [*candidates, *(id for id in known if id.startswith(f"{bare}-"))] if id in known), None)


def _bcp47(id: str) -> str:
    """`en-us` -> `en-US`; longer parts are left as they are."""
    language, *rest = id.split("+", maxsplit=1)[0].split("-")
    return "-".join([language, *(part.upper() if len(part) == 2 else part for part in rest)])  # noqa: PLR2004 - a region


_LEVEL = {Emphasis.STRONG: "strong", Emphasis.MODERATE: "moderate", Emphasis.NONE: "none", Emphasis.REDUCED: "reduced"}


_MARKUP = frozenset("&<>\0")
"""Characters that can't be in SSML as they are."""


def _ssml(utterance: Utterance) -> tuple[str, Sequence[int]]:
    """The utterance as SSML, and for each of its characters the place in `utterance.text` that it stands for."""
    if not utterance.stresses and _MARKUP.isdisjoint(utterance.text):  # all but a few
        return utterance.text, range(len(utterance.text))
    opening = {stress.start: f'<emphasis level="{_LEVEL[stress.emphasis]}">' for stress in utterance.stresses}
    closing = {stress.end for stress in utterance.stresses}
    parts: list[str] = []
    origins: list[int] = []
    for place, character in enumerate([*utterance.text, ""]):
        tags = ("</emphasis>" if place in closing else "") + opening.get(place, "")
        part = tags + escape(character, quote=False).replace("\0", " ")
        parts.append(part)
        origins += [place] * len(part)
    return "".join(parts), origins


def _marks(words: Sequence[tuple[int, int, int]], origins: Sequence[int], text: str) -> list[WordMark]:
    """Word events as marks on the utterance's text: ascending, apart, inside it."""
    marks: list[WordMark] = []
    for position, length, sample in words:
        if not 0 <= position < len(origins):
            continue
        start, end = origins[position], origins[min(position + length, len(origins) - 1)]
        known = marks[-1].end if marks else 0
        if known <= start < end <= len(text):
            marks.append(WordMark(start, end, Samples(sample)))
    return marks
