"""What a writer asks for by hand that a voice can't do: named, so that nobody listens for it in vain."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from storycast.model import Article, Decibels, Delivery, Emphasis, Phonemes, Semitones, Stress, Utterance, Voice
from storycast.narration.directions import directed


def unheard(article: Article, voice: Voice, expressible: Callable[[Utterance], Utterance]) -> Iterator[str]:
    """A line for each direction that can't be done, and for each kind that this voice can't express."""
    clean, directions = directed(article)
    yield from clean.remarks[len(article.remarks) :]
    asked = Utterance(
        "word",
        voice,
        Delivery(1.2, Semitones(2.0), Decibels(3.0)),
        (Stress(0, 4, Emphasis.STRONG),),
        (Phonemes(0, 4, "wɜːd"),),
    )
    heard = expressible(asked)
    manners = directions.manners
    kinds = {
        "rate": any(manner.rate is not None for manner in manners) and heard.delivery.rate == 1,
        "pitch": any(manner.pitch is not None for manner in manners) and not heard.delivery.pitch,
        "volume": any(manner.volume is not None for manner in manners) and not heard.delivery.volume,
        "emphasis": _stresses(clean) > _stresses(article) and not heard.stresses,
        "ipa": bool(directions.phonemes or _sounds(article)) and not heard.phonemes,
    }
    for kind in (kind for kind, lost in kinds.items() if lost):
        yield f"{kind}: the voice {voice} knows none; what the article asks for is read plainly"


def _stresses(article: Article) -> int:
    return sum(len(block.stresses) for block in article.blocks)


def _sounds(article: Article) -> bool:
    return any(sound.startswith("/") and sound.endswith("/") for _, sound in article.lexicon)
