"""The director by default: hears where a story turns, from cues in its words, rhythm and layout.

Offline and deterministic. What it listens for is in `features`; how much each cue weighs was learned from marked texts
by `scripts/train-editor` and stands in `editor.json`. A mark is set wherever the cues weigh enough, whatever is marked
elsewhere: so a calm report gets few, and an edit leaves the marks of other places alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import ClassVar

import numpy as np

from storycast.model import Article, BeatStart, BlockKind, Hold, Marks, Place, Role
from storycast.narration.features import DARK, Column, View, features
from storycast.narration.gaps import WORD, Numbers, gaps, heard
from storycast.narration.reasons import WEIGHTY, reasons
from storycast.narration.roles import Stretch, roles
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
ROWS = 512
"""Gaps that are looked at together: a book's features at once would fill the memory."""
UNSAID = ("several small cues",)

Starts = Mapping[int, tuple[Place, tuple[str, ...]]]
"""First word of a beat -> where it starts, and why."""
Held = Sequence[tuple[int, Hold]]
"""The word after each hold, and the hold."""


class Editor:
    """Marks beats and holds by what a good reader would hear."""

    name: ClassVar[str] = "editor"

    def direct(self, article: Article) -> Marks:
        """Beats at chapters and wherever a new stretch opens; holds wherever silence would say something."""
        text = heard(article)
        view = View(gaps(text), article.title)
        starts = _chapters(article, view)
        found = view.gaps
        if not len(found.at):
            return Marks(tuple(BeatStart(place, Role.SETUP, why) for place, why in starts.values()))
        scores = [_scores(part) for part in view.parts(np.arange(len(found.at)), ROWS)]
        beats, holds = (np.concatenate(columns) for columns in zip(*scores, strict=True))
        inside = ~np.isin(found.at, list(text.chapters))
        starts |= _stretches(view, np.flatnonzero(inside & (beats >= scorers()["beats"].threshold)))
        held = _holds(view, np.flatnonzero(inside), (holds - calm(view))[inside])
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


def _scores(view: View) -> tuple[Column, Column]:
    """How much each gap asks for a beat and for a hold, in log odds; none for a beat inside a sentence."""
    told = features(view)
    beats = np.full(len(view.gaps.at), -np.inf)
    beats[view.gaps.between] = scorers()["beats"]({name: told[name][view.gaps.between] for name in told})
    return beats, scorers()["holds"](told)


def _stretches(view: View, rows: Numbers) -> Starts:
    """The sentences that open a new stretch of the story."""
    return {
        word: (view.text.place(word), why)
        for word, why in zip(view.gaps.at[rows].tolist(), _why("beats", view, rows), strict=True)
    }


def _holds(view: View, rows: Numbers, scores: Column) -> Held:
    """The gaps that ask for a hold."""
    scorer = scorers()["holds"]
    above = scores - scorer.threshold
    asking = np.flatnonzero((above >= 0) & (above >= sparing(scores, view.count, scorer.usual)))
    kept = asking[_apart(view.gaps.at[rows[asking]].tolist(), above[asking].tolist())]
    words = view.gaps.at[rows[kept]].tolist()
    strengths = 1 + np.searchsorted(STRENGTHS, above[kept], "right")
    return [
        (word, Hold(view.text.place(word), strength, f"{', '.join(why)}: before '{_quoted(view, word)}'"))
        for word, strength, why in zip(words, strengths.tolist(), _why("holds", view, rows[kept]), strict=True)
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


def _why(name: str, view: View, rows: Numbers) -> Iterator[tuple[str, ...]]:
    """The reasons for marks at those rows: only there are they worked out."""
    scorer = scorers()[name]
    for part in view.parts(rows, ROWS):
        told = features(part)
        names, moved = scorer.moved(told)
        values = np.column_stack(list(told.values()))
        row, number = np.nonzero(moved >= WEIGHTY)
        weightiest = np.lexsort((number, -moved[row, number], row))  # mark by mark, first what moved it most
        row, number = row[weightiest], number[weightiest]
        cues = list(zip(map(names.__getitem__, number.tolist()), values[row, number].tolist(), strict=True))
        for first, after in pairwise(np.searchsorted(row, np.arange(len(moved) + 1)).tolist()):
            yield reasons(cues[first : min(after, first + WEIGHED)]) or UNSAID


def _quoted(view: View, word: int) -> str:
    """The first words after a hold, as they are written."""
    text = view.text
    last = min(word + QUOTED, int(text.sentences[text.sentence[word] + 1])) - 1
    written = text.article.blocks[text.blocks[word]].text
    first, end = (WORD.search(written, text.offsets[at]) for at in (word, last))
    return written[first.start() : end.end()] if first and end else ""


def _outlines(view: View, words: Sequence[int], held: Held) -> list[Stretch]:
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
        Stretch(
            place=round(10 * view.text.sentence[start] / len(view.lengths)) / 10 if view.count else 0.0,
            drama=float(strengths[start:end].sum()),
            dark=float(dark[number]),
            reflects=bool(present[number] > past[number]),
        )
        for number, (start, end) in enumerate(pairwise(borders))
    ]
