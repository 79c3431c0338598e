"""Which blocks of an article are page furniture: where it may stand, and what it must stand beside.

Furniture stands before the first sentence and after the last one, seldom between. Nothing is left out for being short:
a signature, a title and the last line of a poem are short too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from storycast.model import Block, BlockKind
from storycast.reading.dates import date_of
from storycast.reading.furniture import Furniture, Judged, is_advert, judged
from storycast.reading.lines import author_of, is_prose

OPENS_REST = frozenset({Furniture.COMMENTS, Furniture.RELATED, Furniture.NEWSLETTER})
"""After such a label at the end come its contents, teasers and readers' words, and nothing of the article."""
MOST_AT_HEAD = 80
"""Blocks before the first sentence that are looked at."""
MOST_STRAY = 3
"""Lines in a row at the end that may stand among furniture without being any (the name of a site, another title)."""
ENOUGH_EVERYDAY = 3
"""Everyday labels that together are as good as a certain one."""
LONGEST_TEASER = 40
"""Words of a teaser or reader's comment."""
MOST_AFTER = 0.3
"""Share of all words that may follow the label which opens the rest."""
STRAY = "among page furniture"


def furniture_of(blocks: Sequence[Block]) -> dict[int, str]:
    """The blocks that are page furniture, by index, with the reason for leaving each out."""
    head = at_head(blocks)
    first = max(head, default=-1) + 1
    reasons = {index: kind.value for index, kind in head.items()}
    reasons |= {index: Furniture.ADVERT.value for index, block in enumerate(blocks) if _is_advert(block)}
    return reasons | _at_tail(blocks, first)


def at_head(blocks: Sequence[Block]) -> dict[int, Furniture]:
    """The furniture before the first sentence; among it a date is the page's, not the story's."""
    seen: dict[int, Judged] = {}
    dates, others = [], []
    for index, block in enumerate(islice(blocks, MOST_AT_HEAD)):
        found = judged(block.text)
        if found:
            seen[index] = found
        elif is_prose(block.text):
            break
        elif date_of(block.text):
            dates.append(index)
        elif block.text:
            others.append(block.text)
    if not _enough(seen.values()):
        return {}
    if not any(author_of(text) is None for text in others):
        seen = _without_title(blocks, seen)
    return {index: found.kind for index, found in seen.items()} | dict.fromkeys(dates, Furniture.STAMP)


def _without_title(blocks: Sequence[Block], seen: Mapping[int, Judged]) -> dict[int, Judged]:
    """All but the first label that may as well be the title, where nothing else can be."""
    alone = len(seen) == 1
    titles = (
        i
        for i, found in seen.items()
        if found.kind not in {Furniture.COUNTER, Furniture.ADVERT, Furniture.STAMP}
        and (not found.certain or (alone and " " not in blocks[i].text))
    )
    title = next(titles, None)
    return {index: found for index, found in seen.items() if index != title}


def _at_tail(blocks: Sequence[Block], first: int) -> dict[int, str]:
    start = _last_labels(blocks[: _rest(blocks, first)], first)
    reasons = {}
    for index in range(start, len(blocks)):
        if blocks[index].text:
            found = judged(blocks[index].text)
            reasons[index] = found.kind.value if found else STRAY
    return reasons


def _last_labels(blocks: Sequence[Block], first: int) -> int:
    """Where the labels after the last sentence begin; the number of blocks where there are none."""
    seen: dict[int, Judged] = {}
    stray = 0
    for index in range(len(blocks) - 1, first - 1, -1):
        found = judged(blocks[index].text)
        if found:
            seen[index] = found
            stray = 0
            continue
        stray += bool(blocks[index].text)
        if is_prose(blocks[index].text) or stray > MOST_STRAY:
            break
    return min(seen) if _enough(seen.values()) else len(blocks)


def _rest(blocks: Sequence[Block], first: int) -> int:
    """Where a label stands that opens what isn't the article any more; the number of blocks where there is none."""
    counts = [len(block.text.split()) for block in blocks]
    room = MOST_AFTER * sum(counts)
    certain = 0
    start = len(blocks)
    for index in range(len(blocks) - 1, first - 1, -1):
        room -= counts[index]
        if counts[index] > LONGEST_TEASER or room < 0:
            break
        found = judged(blocks[index].text)
        if found and found.certain and certain and found.kind in OPENS_REST:
            start = index
        certain += bool(found and found.certain)
    return start


def _enough(found: Collection[Judged]) -> bool:
    return any(one.certain for one in found) or len(found) >= ENOUGH_EVERYDAY


def _is_advert(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and is_advert(block.text)
