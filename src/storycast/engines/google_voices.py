"""Google's voices: a language of its translation service, spoken with the accent of one of its domains."""

from __future__ import annotations

from typing import NamedTuple

from storycast.errors import UnknownVoice
from storycast.model import Voice

REGIONS = {
    ("en", "com.au"): "en-AU",
    ("en", "ca"): "en-CA",
    ("en", "co.uk"): "en-GB",
    ("en", "ie"): "en-IE",
    ("en", "co.in"): "en-IN",
    ("en", "com.ng"): "en-NG",
    ("en", "co.nz"): "en-NZ",
    ("en", "us"): "en-US",
    ("en", "co.za"): "en-ZA",
    ("es", "es"): "es-ES",
    ("es", "com.mx"): "es-MX",
    ("es", "us"): "es-US",
    ("fr", "fr"): "fr-FR",
}
"""Domains known to speak with an accent of their own (gTTS's documentation, "Localized accents")."""

BCP_47 = {"iw": "he", "jw": "jv", "tl": "fil", "pt": "pt-BR", "no": "nb"}
"""Where the service's own tag isn't the standard one."""

NEAREST = {
    "zh": "zh-CN",
    "zh-hans": "zh-CN",
    "zh-hant": "zh-TW",
    "zh-hk": "yue",
    "cmn": "zh-CN",
    "nn": "no",
    "pt": "pt",
}
"""Languages that are asked for by another name than they have here, in lower case."""


class Accent(NamedTuple):
    """What a request names: a language tag of the service's and the domain it is sent to."""

    language: str
    domain: str = "com"


def all_voices() -> tuple[Voice, ...]:
    """Every language, English first, each followed by its known accents. Asks no network."""
    languages = sorted(_languages(), key=lambda language: (language != "en", language))
    return tuple(voice for language in languages for voice in (_plain(language), *_accented(language)))


def voice_of(id: str) -> Voice:
    """The voice called `en`, `en-co.uk` or, by its region, `en-GB`. Raises `UnknownVoice`."""
    named = {voice.id.lower(): voice for voice in all_voices()}
    regional = {voice.language.lower(): voice for voice in reversed(all_voices())}
    wanted = id.lower()
    if wanted in named or wanted in regional:
        return named.get(wanted) or regional[wanted]
    language, _, domain = wanted.partition("-")
    if language in named and domain in _domains():
        return Voice("google", f"{language}-{domain}", named[language].language)
    raise UnknownVoice(
        f"Google has no voice 'google:{id}'. A voice is a language, as google:en, or a language and a domain of "
        "Google's, as google:en-co.uk; `storycast voices` lists them."
    )


def best_voice(language: str) -> Voice:
    """The voice nearest to a BCP 47 language. Raises `UnknownVoice`."""
    wanted = language.lower().replace("_", "-")
    for tag in (wanted, "-".join(wanted.split("-")[:2]), wanted.split("-")[0]):
        for voice in all_voices():
            if NEAREST.get(tag, tag).lower() in (voice.id.lower(), voice.language.lower()):
                return voice
    raise UnknownVoice(f"Google doesn't speak {language!r}; `storycast voices` lists the languages it speaks.")


def accent_of(voice: Voice) -> Accent:
    """What to ask the service for: `en-co.uk` -> `en` at `co.uk`."""
    if voice.id in _languages():
        return Accent(voice.id)
    language, _, domain = voice.id.partition("-")
    return Accent(language, domain)


def _plain(language: str) -> Voice:
    return Voice("google", language, BCP_47.get(language, language))


def _accented(language: str) -> tuple[Voice, ...]:
    return tuple(
        Voice("google", f"{language}-{domain}", region) for (of, domain), region in REGIONS.items() if of == language
    )


def _languages() -> dict[str, str]:
    from gtts.lang import tts_langs

    languages: dict[str, str] = tts_langs()
    return languages


def _domains() -> frozenset[str]:
    from gtts.accents import accents

    # gTTS writes one domain with a comma: com,uy
    return frozenset(domain.replace(",", ".") for domain in accents) | {domain for _, domain in REGIONS}
