"""The table of engines: from a voice's name to the engine and the voice that speak it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from storycast.engines.base import Engine
from storycast.errors import EngineError, EngineMissing, UnknownVoice
from storycast.model import Speech, Utterance, Voice, primary

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "storycast.engines"
"""Other packages bring engines by this entry point: `name = "package.module:EngineClass"`, made without arguments."""

BUILT_IN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "espeak": ("storycast.engines.espeak:Espeak", ()),
    "google": ("storycast.engines.google:Google", ("decode", "jobs")),
    "piper": ("storycast.engines.piper:Piper", ("voices_folder",)),
    "tone": ("storycast.engines.tone:Tone", ()),
}
"""Our engines: where the class stands (imported when first asked for), and which `Supplies` it is made with."""


class Supplies(Struct, frozen=True):
    """What engines get from outside, made once at the door."""

    decode: Callable[[bytes], Speech]
    """The sound of an MP3; raises `ValueError` where there is none."""
    voices_folder: Path
    """Where downloaded voices are."""
    jobs: int = 4
    """The most requests an online engine has under way at once."""


class Listed(Struct, frozen=True):
    """An engine as `storycast voices` shows it: what it can speak with, or what is missing."""

    name: str
    online: bool
    voices: tuple[Voice, ...] = ()
    missing: str = ""
    """Why it can't speak now, and the line that mends it."""


class Registry(Struct, dict=True):
    """All engines, ours and others', each made when it is first asked for and then kept."""

    supplies: Supplies
    plugins: Iterable[EntryPoint] | None = None
    """Others' engines; None for those that are installed."""

    def __post_init__(self) -> None:
        self._made: dict[str, Engine] = {}
        self._making = RLock()

    @cached_property
    def _plugins(self) -> dict[str, EntryPoint]:
        """Others' engines by name, looked for when one is asked for that isn't ours."""
        plugins = _installed() if self.plugins is None else self.plugins
        return {plugin.name: plugin for plugin in plugins if plugin.name not in BUILT_IN}

    def names(self) -> tuple[str, ...]:
        """Every engine's name, ours first. Imports none of them."""
        return (*BUILT_IN, *sorted(self._plugins))

    def engine(self, name: str) -> Engine:
        """The engine of that name. Raises `UnknownVoice`, or `EngineMissing` where a plug-in can't be loaded."""
        with self._making:
            if name not in self._made:
                self._made[name] = self._make(name)
            return self._made[name]

    def voice_named(self, name: str, language: str) -> tuple[Engine, Voice]:
        """The engine and voice for `espeak:en-us`, or for `espeak` alone: its best voice for the language.

        Raises `UnknownVoice`, naming what there is.
        """
        engine_name, _, voice_id = name.strip().partition(":")
        engine = self.engine(engine_name)
        return engine, engine.voice(voice_id or None, language)

    def fingerprint(self, voice: Voice) -> str:
        """What changes whenever the voice sounds different. Raises `UnknownVoice`, `EngineMissing`."""
        return self.engine(voice.engine).fingerprint(voice)

    def reference(self, utterance: Utterance) -> Speech | None:
        """The utterance as the embedded voice says it, which knows its words' times; None where it can't say it."""
        espeak = self.engine("espeak")
        try:
            return espeak.speak(replace(utterance, voice=espeak.voice(None, utterance.voice.language)))
        except (UnknownVoice, EngineError):
            return None

    def listed(self) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
        """Every engine with its voices, and a warning for each plug-in that could not be asked."""
        listed, warnings = [], []
        for name in self.names():
            try:
                listed.append(_listed(self.engine(name)))
            except EngineMissing as missing:
                warnings.append(str(missing))
            except Exception as broken:
                if name in BUILT_IN:
                    raise
                warnings.append(f"{_whose(self._plugins[name])} can't list its voices: {_told(broken)}")
        return tuple(listed), tuple(warnings)

    def _make(self, name: str) -> Engine:
        if name in BUILT_IN:
            where, needs = BUILT_IN[name]
            module, _, engine = where.partition(":")
            made = getattr(import_module(module), engine)(**{need: getattr(self.supplies, need) for need in needs})
            return cast("Engine", made)
        if name in self._plugins:
            return _loaded(self._plugins[name])
        from difflib import get_close_matches

        near = get_close_matches(name, self.names(), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise UnknownVoice(f"No engine is called {name!r}; there are {', '.join(self.names())}.{hint}")


def _installed() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def _loaded(plugin: EntryPoint) -> Engine:
    """A plug-in's engine. Its faults are its own: whatever it raises becomes one line that names it."""
    try:
        return cast("Engine", plugin.load()())
    except Exception as broken:
        raise EngineMissing(
            f"{_whose(plugin)} can't be loaded: {_told(broken)}. Mend or uninstall it, or choose another voice."
        ) from broken


def _listed(engine: Engine) -> Listed:
    try:
        return Listed(engine.name, engine.online, tuple(engine.voices()))
    except EngineMissing as missing:
        return Listed(engine.name, engine.online, missing=str(missing))


def _whose(plugin: EntryPoint) -> str:
    package = f" of the package {plugin.dist.name}" if plugin.dist else ""
    return f"The engine {plugin.name!r}{package}"


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def speaks(engine: Engine, voice: Voice, language: str) -> bool:
    """Whether that is a voice for the language, by whatever code its engine knows it, as `cmn` for `zh`."""
    codes = [language]
    with suppress(UnknownVoice, EngineMissing):
        codes.append(engine.voice(None, language).language)
    return primary(voice.language) in map(primary, codes)
