"""The sentence that tells listeners that nobody stood before the microphone.

Apple asks shows whose voice is made by a machine to say so, in the audio and in the metadata (content guidelines,
support page 891).
"""

from __future__ import annotations

from collections.abc import Mapping

from storycast.model import Show, primary

SENTENCES: Mapping[str, str] = {
    "ar": "قُرئت هذه الحلقة بصوت اصطناعي.",
    "ca": "Aquest episodi ha estat llegit per una veu sintètica.",
    "cs": "Tuto epizodu přečetl syntetický hlas.",
    "da": "Dette afsnit er læst op af en syntetisk stemme.",
    "de": "Diese Folge wurde von einer künstlichen Stimme gelesen.",
    "el": "Αυτό το επεισόδιο διαβάστηκε από συνθετική φωνή.",
    "en": "This episode was read by a synthetic voice.",
    "es": "Este episodio ha sido leído por una voz sintética.",
    "fi": "Tämän jakson luki synteettinen ääni.",
    "fr": "Cet épisode a été lu par une voix de synthèse.",
    "hi": "यह एपिसोड कृत्रिम आवाज़ में पढ़ा गया।",
    "hu": "Ezt az epizódot szintetikus hang olvasta fel.",
    "id": "Episode ini dibacakan oleh suara sintetis.",
    "it": "Questo episodio è stato letto da una voce sintetica.",
    "ja": "このエピソードは合成音声で読み上げられました。",
    "ko": "이 에피소드는 합성 음성으로 낭독되었습니다.",
    "nb": "Denne episoden er lest av en syntetisk stemme.",
    "nl": "Deze aflevering is voorgelezen door een synthetische stem.",
    "pl": "Ten odcinek przeczytał głos syntetyczny.",
    "pt": "Este episódio foi lido por uma voz sintética.",
    "ro": "Acest episod a fost citit de o voce sintetică.",
    "ru": "Этот выпуск прочитан синтезированным голосом.",
    "sv": "Det här avsnittet har lästs av en syntetisk röst.",
    "tr": "Bu bölüm yapay bir ses tarafından okundu.",
    "uk": "Цей випуск прочитано синтезованим голосом.",
    "vi": "Tập này được đọc bằng giọng tổng hợp.",
    "zh": "本集由合成语音朗读。",
}
"""By language; a show in another one writes its own."""


def disclosure(language: str) -> str:
    """Our sentence in that language (BCP 47), or in English."""
    return SENTENCES.get(primary(language), SENTENCES["en"])


def disclosed(show: Show, language: str) -> str:
    """The show's sentence for an episode in that language; a sentence of its own stays as it is."""
    return disclosure(language) if show.disclosure == disclosure(show.language) else show.disclosure


def spoken_disclosure(show: Show, language: str) -> str:
    """What an episode in that language says of it at its end; nothing where our sentence isn't in that language.

    No voice reads a language that isn't its own so that anybody follows; the notes and the page say it in English.
    """
    sentence = disclosed(show, language)
    return "" if sentence == SENTENCES["en"] and primary(language) != "en" else sentence
