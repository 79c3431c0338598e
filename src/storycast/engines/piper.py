"""Piper's voices: neural, offline, each a model file of its own."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace

from storycast.errors import EngineError, EngineMissing, EngineUnreachable, UnknownVoice
from storycast.model import Hertz, Semitones, Speech, Utterance, Voice

if TYPE_CHECKING:
    from piper import PiperVoice

INSTALL = "pip install 'storycast[piper]'"
FETCH = "storycast voices --download en_US-lessac-medium"
MISNAMED = "{!r} can't be a Piper voice; one is called like en_US-lessac-medium."
MODEL, DESCRIPTION = ".onnx", ".onnx.json"


class Piper:
    """Speaks with the model files in a folder, or with one named by its path. Rate, volume and phonemes are honoured.

    The same words always give the same samples: the noise with which Piper varies its delivery is switched off.
    """

    name: ClassVar[str] = "piper"
    online: ClassVar[bool] = False
    longest: ClassVar[int] = 400

    def __init__(self, voices_folder: Path) -> None:
        self._folder = voices_folder
        self._loaded: dict[Path, PiperVoice] = {}
        self._fingerprints: dict[Path, str] = {}
        self._loading = Lock()
        # A sentence is computed on one core, and one core is left to those who encode.
        self._at_once = BoundedSemaphore(max(1, (os.cpu_count() or 1) - 1))

    def voices(self) -> Sequence[Voice]:
        """The voices in the folder, by name. Raises `EngineMissing` where there is none, or Piper isn't installed."""
        if find_spec("piper") is None:
            raise EngineMissing(f"Piper isn't installed; run: {INSTALL}")
        models = [model for model in sorted(self._folder.glob(f"*{MODEL}")) if _description_of(model).is_file()]
        if not models:
            raise EngineMissing(f"no Piper voice in {self._folder} yet; run: {FETCH}")
        return [Voice("piper", model.stem, _language(_described(model))) for model in models]

    def voice(self, id: str | None, language: str) -> Voice:
        """The voice of that name or model file, or the first in the folder for a language. Raises `UnknownVoice`."""
        if id is not None:
            model = self._model(id)
            return Voice("piper", self._id(model), _language(_described(model)))
        wanted = language.lower()
        known = self.voices()
        for tag in (wanted, wanted.split("-")[0]):
            for voice in known:
                if tag in (voice.language.lower(), voice.language.lower().split("-")[0]):
                    return voice
        raise UnknownVoice(
            f"No Piper voice for {language!r} in {self._folder} (there are {', '.join(voice.id for voice in known)}); "
            f"fetch one as with: {FETCH}"
        )

    def fingerprint(self, voice: Voice) -> str:
        """The content of the model and its description."""
        model = self._model(voice.id)
        with self._loading:
            if model not in self._fingerprints:
                content = blake2b(digest_size=16)
                for file in (model, _description_of(model)):
                    content.update(file.read_bytes())
                self._fingerprints[model] = f"piper 1 {content.hexdigest()}"
            return self._fingerprints[model]

    def expressible(self, utterance: Utterance) -> Utterance:
        """All but pitch and stresses."""
        return replace(utterance, delivery=replace(utterance.delivery, pitch=Semitones(0.0)), stresses=())

    def speak(self, utterance: Utterance) -> Speech:
        """The utterance at the model's own rate. Raises `EngineError`, `EngineMissing`."""
        voice = self._voice(self._model(utterance.voice.id))
        with _translated("Piper failed"):
            from piper import SynthesisConfig

            settings = SynthesisConfig(
                length_scale=voice.config.length_scale / utterance.delivery.rate,
                noise_scale=0.0,
                noise_w_scale=0.0,
                normalize_audio=False,  # else every sentence is as loud as its loudest sound
                volume=10 ** (utterance.delivery.volume / 20),
            )
            with self._at_once:
                chunks = [chunk.audio_int16_bytes for chunk in voice.synthesize(_marked_up(utterance), settings)]
        if not any(chunks):
            raise EngineError("Piper has no sound for it; respell it or choose another --voice")
        return Speech(b"".join(chunks), Hertz(voice.config.sample_rate))

    def download(self, name: str) -> Path:
        """The model file of a voice, fetched by Piper's own downloader into the folder, whole or not there.

        Raises `UnknownVoice` for a name that can't be one, `EngineUnreachable` where it can't be fetched.
        """
        if find_spec("piper") is None:
            raise EngineMissing(f"Piper isn't installed; run: {INSTALL}")
        if Path(name).name != name:
            raise UnknownVoice(MISNAMED.format(name))
        from piper.download_voices import download_voice

        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".download-") as aside:
            try:
                download_voice(name, Path(aside))
                _described(Path(aside, f"{name}{MODEL}"))
            except ValueError as misnamed:
                raise UnknownVoice(MISNAMED.format(name)) from misnamed
            except OSError as failed:
                raise EngineUnreachable(f"The Piper voice {name!r} could not be fetched: {failed}.") from failed
            for file in (f"{name}{DESCRIPTION}", f"{name}{MODEL}"):
                Path(aside, file).replace(self._folder / file)
        return self._folder / f"{name}{MODEL}"

    def _model(self, id: str) -> Path:
        """The model file that a voice's id names: one in the folder, else a path."""
        name = id.removesuffix(MODEL)
        for model in (self._folder / f"{name}{MODEL}", Path(f"{name}{MODEL}").expanduser().absolute()):
            if model.is_file():
                return model
        known = [file.stem for file in sorted(self._folder.glob(f"*{MODEL}"))]
        near = get_close_matches(name, known, n=1)
        hint = (
            f"Did you mean {near[0]}?" if near else f"`storycast voices --download {name}` fetches it if there is one."
        )
        raise UnknownVoice(f"No Piper voice {id!r}, neither in {self._folder} nor as a model file. {hint}")

    def _id(self, model: Path) -> str:
        return model.stem if model.parent == self._folder else str(model)

    def _voice(self, model: Path) -> PiperVoice:
        """The model, loaded once."""
        with self._loading:
            if model not in self._loaded:
                self._loaded[model] = _load(model)
            return self._loaded[model]


def _load(model: Path) -> PiperVoice:
    try:
        from onnxruntime import InferenceSession, SessionOptions
        from piper import PiperVoice
        from piper.config import PiperConfig
    except ImportError as missing:
        raise EngineMissing(f"Piper isn't installed; run: {INSTALL}") from missing
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with _translated(f"The Piper voice {model} can't be loaded; fetch it anew"):
        session = InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        return PiperVoice(session, PiperConfig.from_dict(dict(_described(model))), download_dir=model.parent)


@contextmanager
def _translated(what: str) -> Iterator[None]:
    """Piper's and onnxruntime's errors, which have no kind in common, as ours."""
    try:
        yield
    except EngineError:
        raise
    except Exception as vendors:
        raise EngineError(f"{what} ({type(vendors).__name__}: {vendors})") from vendors


def _marked_up(utterance: Utterance) -> str:
    """The text with its phonemes in the double brackets that Piper reads them in; brackets of the text's own apart."""
    parts, done = [], 0
    for sounding in utterance.phonemes:
        parts += [_plain(utterance.text[done : sounding.start]), f"[[{sounding.ipa}]]"]
        done = sounding.end
    return "".join([*parts, _plain(utterance.text[done:])])


def _plain(text: str) -> str:
    """Text without what Piper would take for phonemes, or for its end."""
    return text.replace("[[", "[ [").replace("\0", " ")


def _description_of(model: Path) -> Path:
    return model.with_name(f"{model.stem}{DESCRIPTION}")


def _described(model: Path) -> Mapping[str, Any]:
    """What stands beside a model. Raises `EngineMissing` where it is absent or broken."""
    file = _description_of(model)
    try:
        description = json.loads(file.read_text("utf-8"))
    except OSError as absent:
        raise EngineMissing(f"A Piper voice is two files; {file} is missing beside its model.") from absent
    except ValueError as broken:
        raise EngineMissing(f"{file} is no description of a Piper voice; fetch it anew.") from broken
    if not isinstance(description, dict):
        raise EngineMissing(f"{file} is no description of a Piper voice; fetch it anew.")
    return description


def _language(description: Mapping[str, Any]) -> str:
    """BCP 47, from `en_US` or, in older descriptions, from the eSpeak voice that pronounces it."""
    code = description.get("language", {}).get("code") or description.get("espeak", {}).get("voice", "und")
    language, _, region = str(code).replace("_", "-").partition("-")
    return f"{language}-{region.upper()}" if region else language
