"""The director by default: hears where a story turns, from cues in its words, rhythm and layout.

Offline and deterministic. What it listens for is in `features`; how much each cue weighs was learned from marked texts
by `scripts/train-editor` and stands in `editor.json`. A mark is set wherever the cues weigh enough, whatever is marked
elsewhere: so a calm report gets few, and an edit leaves the marks of other places alone.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from msgspec import Struct

from storycast.model import Article, BeatStart, BlockKind, Hold, Marks, Place, Role
from storycast.narration.features import DARK, Column, View, features
from storycast.narration.gaps import WORD, Flags, Numbers, gaps, heard
from storycast.narration.reasons import WEIGHTY, reasons
from storycast.narration.recall import Recall, afresh, runs
from storycast.narration.roles import Outline, roles
from storycast.narration.scoring import scorers, sparing

APART = 3
"""Words between two holds at the least. In marked texts one hold in nine comes 3 to 8 words after another (a short line
with silence on both sides), hardly any sooner: with 6 the share found falls from 0.36 to 0.34, with 9 to 0.32."""
STRENGTHS = (0.6, 1.6)
"""Log odds above the threshold from which a hold has strength 2, and 3."""
STIRRING = 1.75
"""Words of people, surprise and darkness in a hundred, below which a text is calm. Of 83 marked stories one has fewer,
half have more than 7; a recipe, a product notice and a report have 0 to 1."""
CALMING = 0.9
"""Log odds by which the threshold of holds rises for each such word that a calm text lacks."""
QUOTED = 3
"""Words of the text in a hold's reason."""
WEIGHED = 40
"""Cues of a mark that are looked through for its reasons."""
PARAGRAPHS, ROWS = 48, 512
"""Paragraphs whose gaps are looked at together, usually, and gaps at the most: a book's features at once would fill the
memory, and an edit has those that it is among looked at anew."""
UNSAID = ("several small cues",)

Reasons = tuple[str, ...]
Starts = Mapping[int, tuple[Place, Reasons]]
"""First word of a beat -> where it starts, and why."""
Held = Sequence[tuple[int, Hold]]
"""The word after each hold, and the hold."""


class Asked(Struct, frozen=True):
    """How much each gap asks for a mark, in log odds; and why, for those above the threshold."""

    scores: Column
    why: Mapping[int, Reasons]
    """By the number of the gap."""


class Editor:
    """Marks beats and holds by what a good reader would hear."""

    name: ClassVar[str] = "editor"

    def direct(self, article: Article, recall: Recall = afresh) -> Marks:
        """Beats at chapters and wherever a new stretch opens; holds wherever silence would say something."""
        text = heard(article, recall)
        view = View(gaps(text), article.title)
        starts = _chapters(article, view)
        found = view.gaps
        if not len(found.at):
            return Marks(tuple(BeatStart(place, Role.SETUP, why) for place, why in starts.values()))
        beats, holds = _asked(view, recall)
        inside = np.array([word not in text.chapters for word in found.at.tolist()], bool)
        opening = np.flatnonzero(inside & (beats.scores >= scorers()["beats"].threshold)).tolist()
        starts |= {int(found.at[row]): (text.place(int(found.at[row])), beats.why[row]) for row in opening}
        held = _holds(view, np.flatnonzero(inside), holds)
        words = sorted(starts)
        return Marks(
            tuple(
                BeatStart(starts[word][0], role, starts[word][1])
                for word, role in zip(words, roles(_outlines(view, words, held)), strict=True)
            ),
            tuple(hold for _, hold in held),
        )


def _chapters(article: Article, view: View) -> dict[int, tuple[Place, tuple[str, ...]]]:
    """The start, and wherever the text itself marks a section: at the heading, or after the break."""
    starts: dict[int, tuple[Place, tuple[str, ...]]] = {}
    for word in sorted(view.text.chapters):
        at = view.text.place(word) if view.count else Place(0)
        block = at.block
        while block and article.blocks[block - 1].kind is BlockKind.HEADING:
            block -= 1
        why = "the start" if not starts else "a heading" if block < at.block else "a section break"
        starts[word] = (Place(0) if not starts else Place(block, 0 if block < at.block else at.offset), (why,))
    return starts or {0: (Place(0), ("the start",))}


def _asked(view: View, recall: Recall) -> tuple[Asked, Asked]:
    """What the gaps of a text ask for: beats, and holds."""
    told: list[list[Any]] = []
    for rows in _together(view):
        part = view.part(rows)
        told.append(recall("marks", part.decides, partial(_told, part)))
    return _joined([beats for beats, _ in told]), _joined([holds for _, holds in told])


def _together(view: View) -> Iterator[slice]:
    """The gaps that are looked at together: those of some paragraphs, or a part of a paragraph that has very many."""
    text = view.text
    opening = text.paragraph[view.gaps.at]
    borders = np.searchsorted(opening, np.arange(len(text.paragraphs)))
    keys = [" ".join(text.words[start:end]).encode() for start, end in pairwise(text.paragraphs.tolist())]
    for run in runs(keys, PARAGRAPHS):
        first, after = int(borders[run.start]), int(borders[run.stop])
        yield from (slice(row, min(row + ROWS, after)) for row in range(first, after, ROWS))


def _told(view: View) -> list[Any]:
    """For beats and for holds: the scores of the gaps, and the reasons of those that may be marked."""
    told = features(view)
    return [_of_kind(name, told, allowed) for name, allowed in (("beats", view.gaps.between), ("holds", None))]


def _of_kind(name: str, told: Mapping[str, Column], allowed: Flags | None) -> list[Any]:
    """Log odds, none where a mark isn't allowed, packed; and for rows over the threshold their number and reasons."""
    scorer = scorers()[name]
    places = scorer.placed(told)
    scores = scorer.scores(places)
    if allowed is not None:
        scores[~allowed] = -np.inf
    rows = np.flatnonzero(scores >= scorer.threshold)
    why = _why(told, rows, scorer.moved(places.of(rows), tuple(told)))
    return [b64encode(scores.tobytes()).decode(), list(zip(rows.tolist(), why, strict=True))]


def _joined(parts: Sequence[Sequence[Any]]) -> Asked:
    """One after the other, as if they had been looked at together."""
    columns = [np.frombuffer(b64decode(scores)) for scores, _ in parts]
    firsts = np.cumsum([0, *map(len, columns)]).tolist()
    why = {first + row: tuple(said) for first, (_, told) in zip(firsts, parts, strict=False) for row, said in told}
    return Asked(np.concatenate(columns), why)


def _holds(view: View, rows: Numbers, asked: Asked) -> Held:
    """The gaps that ask for a hold."""
    scorer, scores = scorers()["holds"], (asked.scores - calm(view))[rows]
    above = scores - scorer.threshold
    asking = np.flatnonzero((above >= 0) & (above >= sparing(scores, view.count, scorer.usual)))
    kept = asking[_apart(view.gaps.at[rows[asking]].tolist(), above[asking].tolist())]
    words = view.gaps.at[rows[kept]].tolist()
    strengths = 1 + np.searchsorted(STRENGTHS, above[kept], "right")
    return [
        (word, Hold(view.text.place(word), strength, f"{', '.join(asked.why[row])}: before '{_quoted(view, word)}'"))
        for word, strength, row in zip(words, strengths.tolist(), rows[kept].tolist(), strict=True)
    ]


def calm(view: View) -> float:
    """How much more than usual it takes for a hold, in log odds: a text where hardly anyone acts or fears is calm."""
    stirring = sum(int(view.in_class[name].sum()) for name in ("people", "surprise", *DARK))
    return CALMING * max(0.0, STIRRING - round(400 * stirring / view.count) / 4)


def _apart(words: Sequence[int], asked: Sequence[float]) -> list[int]:
    """Which of these words are held before, in order; of two that are too close, the one that is asked for more."""
    kept: list[int] = []
    for number in sorted(range(len(words)), key=lambda number: -asked[number]):
        place = bisect_left(kept, number)
        if all(abs(words[number] - words[other]) >= APART for other in kept[max(0, place - 1) : place + 1]):
            kept.insert(place, number)
    return kept


def _why(told: Mapping[str, Column], rows: Numbers, moved: Column) -> Iterator[Reasons]:
    """The reasons for marks at those rows, by how much each feature moved them."""
    names = tuple(told)
    row, number = np.nonzero(moved >= WEIGHTY)
    weightiest = np.lexsort((number, -moved[row, number], row))  # mark by mark, first what moved it most
    row, number = row[weightiest], number[weightiest]
    for first, after in pairwise(np.searchsorted(row, np.arange(len(rows) + 1)).tolist()):
        cues = (names[cue] for cue in number[first : min(after, first + WEIGHED)].tolist())
        yield reasons((name, float(told[name][rows[row[first]]])) for name in cues) or UNSAID


def _quoted(view: View, word: int) -> str:
    """The first words after a hold, as they are written."""
    text = view.text
    last = min(word + QUOTED, int(text.sentences[text.sentence[word] + 1])) - 1
    written = text.article.blocks[text.blocks[word]].text
    first, end = (WORD.search(written, text.offsets[at]) for at in (word, last))
    return written[first.start() : end.end()] if first and end else ""


def _outlines(view: View, words: Sequence[int], held: Held) -> list[Outline]:
    """What the roles are chosen by."""
    borders = np.array([*words, view.count])
    starts, ends = borders[:-1], borders[1:]
    sizes = np.maximum(ends - starts, 1)
    dark = sum(view.counts[name](starts, ends) for name in DARK) / sizes
    present, past = (view.counts[name](starts, ends) for name in ("present", "past"))
    strengths = np.zeros(view.count + 1)
    for word, hold in held:
        strengths[word] = hold.strength
    return [
        Outline(
            place=round(10 * view.text.sentence[start] / len(view.lengths)) / 10 if view.count else 0.0,
            drama=float(strengths[start:end].sum()),
            dark=float(dark[number]),
            reflects=bool(present[number] > past[number]),
        )
        for number, (start, end) in enumerate(pairwise(borders))
    ]
