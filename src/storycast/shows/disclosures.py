"""The sentence that tells listeners that nobody stood before the microphone.

Apple asks shows whose voice is made by a machine to say so, in the audio and in the metadata (content guidelines,
support page 891).
"""

from __future__ import annotations

from collections.abc import Mapping

from storycast.model import Show, primary

SENTENCES: Mapping[str, str] = {
    "de": "Diese Folge wurde von einer künstlichen Stimme gelesen.",
    "en": "This episode was read by a synthetic voice.",
    "es": "Este episodio ha sido leído por una voz sintética.",
    "fr": "Cet épisode a été lu par une voix de synthèse.",
    "it": "Questo episodio è stato letto da una voce sintetica.",
    "nl": "Deze aflevering is voorgelezen door een synthetische stem.",
    "pl": "Ten odcinek przeczytał głos syntetyczny.",
    "pt": "Este episódio foi lido por uma voz sintética.",
    "sv": "Det här avsnittet har lästs av en syntetisk röst.",
}
"""By language; a show in another one writes its own."""


def disclosure(language: str) -> str:
    """Our sentence in that language (BCP 47), or in English."""
    return SENTENCES.get(primary(language), SENTENCES["en"])


def disclosed(show: Show, language: str) -> str:
    """The show's sentence for an episode in that language; a sentence of its own stays as it is."""
    return disclosure(language) if show.disclosure == disclosure(show.language) else show.disclosure
