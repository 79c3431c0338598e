"""What an editor hears at a gap, as named numbers: one column a feature, one row a gap.

Left is what was just said, right what comes next. Nearly all of it is local, so that an edit in one place leaves the
numbers of other places alone; the place in the text is told in tenths of its sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cache
from importlib.resources import files
from itertools import count
from operator import contains
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.json import decode
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from storycast.narration.gaps import Flags, Gaps, Numbers, Once
from storycast.narration.together import together

Column = NDArray[np.float64]
Named = tuple[str, Column | Flags | Numbers]

TOLD = (
    "comic", "body", "cognition", "danger", "death", "death now", "fear", "finality", "first person", "good fortune",
    "grand", "grief", "intensity", "joy", "knowing", "last things", "being", "modal", "money", "no", "number", "peril",
    "pronoun", "quantity", "senses", "sequence", "silence", "speech", "stillness", "superl", "surprise", "time", "turn",
    "violence",
)  # fmt: skip
"""Classes of words that are counted on both sides of a gap."""
OPENING = (
    "but", "and", "it", "that", "there", "they", "I", "we", "he or she", "what", "then", "turn", "sequence", "no",
    "pronoun", "first person", "conjunction", "relative", "subordinate", "pointing", "time", "question word", "number",
    "article", "determiner", "preposition", "being", "only", "when", "surprise", "common", "place",
)  # fmt: skip
"""Classes that count as the first word after a gap."""
DARK = ("death", "violence", "danger", "fear", "grief")
ENDING = ("death", "no", "finality", "silence", "joy", "violence", "danger", "grief", "surprise", "grand", "common")
FAR = 10**6


@cache
def cues() -> tuple[tuple[str, ...], dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """The names of the word classes, and for each word and each stem (`drown*`) the numbers of its classes."""
    table: dict[str, str] = decode(files("storycast.narration").joinpath("cues.json").read_bytes())
    words: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for number, listed in enumerate(table.values()):
        for word in listed.split():
            (stems if word.endswith("*") else words).setdefault(word.rstrip("*"), []).append(number)
    frozen = [{word: tuple(numbers) for word, numbers in kept.items()} for kept in (words, stems)]
    return tuple(table), frozen[0], frozen[1]


@cache
def _longest_stem() -> int:
    return max(map(len, cues()[2]))


def classes(word: str) -> frozenset[int]:
    """The numbers of a word's classes; a stem counts with up to five letters more."""
    _, words, stems = cues()
    found = set(words.get(word, ()))
    for length in range(max(3, len(word) - 5), min(len(word), _longest_stem()) + 1):
        found.update(stems.get(word[:length], ()))
    if word.endswith("n't"):
        found.update(words["not"])
    return frozenset(found)


def stem(word: str) -> str:
    """A word without its commonest endings, so that `watch` and `watched` are one."""
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:  # noqa: PLR2004 - as short as a stem may be
            return word[: -len(ending)]
    return word


def hash_of(word: str) -> int:
    """The same number for the same word, in every run."""
    return int.from_bytes(word.encode()[:7], "big")


def _is_figure(word: str) -> bool:
    return word[0].isdigit()


def _is_form_of(word: str, stems: Collection[str]) -> bool:
    return stem(word) in stems


class Counts:
    """How often something is so among the words from one place to another, for all gaps at once."""

    def __init__(self, flags: Flags | Numbers) -> None:
        self._sums = np.zeros(len(flags) + 1, np.int32)
        np.cumsum(flags, out=self._sums[1:])

    def __call__(self, start: Numbers, end: Numbers) -> Numbers:
        """The counts from each start to its end."""
        counts: Numbers = self._sums.take(end, mode="clip") - self._sums.take(start, mode="clip")
        return counts


class Alike:
    """Texts in a row, of which many are alike: what is told of one is told of all of them."""

    def __init__(self, row: Sequence[str]) -> None:
        numbers: dict[str, int] = defaultdict(count().__next__)
        self.number = np.fromiter(map(numbers.__getitem__, row), np.int32, len(row))
        self.known = tuple(numbers)
        self._told: dict[tuple[object, ...], NDArray[Any]] = {}

    def each(self, told: Callable[..., object], *others: Hashable, kind: type = bool) -> NDArray[Any]:
        """What is told of each in the row, given `others`; asked once for all that are alike."""
        asked = (told, *others)
        if asked not in self._told:
            self._told[asked] = np.array([told(text, *others) for text in self.known], kind)
        return self._told[asked].take(self.number)

    def part(self, words: slice) -> Alike:
        """Some of the row."""
        part = copy(self)
        part.number = self.number[words]
        return part


class Words(Struct, frozen=True):
    """What is known of each word of a text."""

    known: Alike
    marks: Alike
    """What stands after each word."""
    kind: Numbers
    """Words of the same classes are of one kind."""
    ago: Numbers
    """How many words ago each was last said; `FAR` where it is new, 0 where it is too common to count. Beyond `REACH`,
    all is long ago."""
    opening: Flags
    """Whether it opens a paragraph; the end of the text counts as one."""
    inner: Flags
    """Whether it stands inside a sentence rather than at its start."""
    turns: Mapping[str, Flags]
    """Whether a turn of phrase begins there, by what it does."""

    def part(self, words: slice) -> Words:
        """Some of them."""
        return Words(
            self.known.part(words),
            self.marks.part(words),
            self.kind[words],
            self.ago[words],
            self.opening[words],
            self.inner[words],
            {name: flags[words] for name, flags in self.turns.items()},
        )


def _kinds(known: Alike) -> tuple[Numbers, Mapping[str, Flags]]:
    """The kind of each word, and for each class the kinds of words that are of it."""
    numbers: defaultdict[frozenset[int], int] = defaultdict(count().__next__)
    kind = known.each(lambda word: numbers[classes(word)], kind=np.int32)
    table = np.zeros((len(cues()[0]), len(numbers)), bool)
    for number, of in enumerate(numbers):
        table[list(of), number] = True
    return kind, dict(zip(cues()[0], table, strict=True))


def _last_said(known: Alike, common: Flags) -> Numbers:
    """How many words ago each was last said, in any form."""
    stems: defaultdict[str, int] = defaultdict(count().__next__)
    form = known.each(lambda word: stems[stem(word)], kind=np.int32)
    together = np.argsort(form, kind="stable")
    again = np.flatnonzero(form[together[1:]] == form[together[:-1]])
    ago = np.full(len(form), FAR)
    ago[together[again + 1]] = together[again + 1] - together[again]
    ago[common] = 0
    return ago


def _turned(words: Sequence[str], letters: Numbers) -> Iterator[tuple[str, Flags]]:
    """Where turns of phrase begin, by what they do."""
    said = " ".join(("", *words))  # a literal space to begin with is found far sooner than a border of words
    starts = np.cumsum(letters + 1) - letters - 1
    for name, pattern in _PHRASES.items():
        flags = np.zeros(len(words), bool)
        found = [match.start() for match in re.finditer(rf" (?:{pattern})\b", said)]
        flags[np.searchsorted(starts, found, "right") - 1] = True
        yield name, flags


REACH = 300
"""Words before and after a gap that are looked at, however short its sentences are."""
NEAR = 16
"""Sentences and paragraphs before and after a gap whose lengths are looked at, at the most."""


class View:
    """A text's gaps with what the features need to know about its words."""

    def __init__(self, found: Gaps, title: str) -> None:
        text, known = found.heard, Alike(found.heard.words)
        kind, self._of_kinds = _kinds(known)
        ago = _last_said(known, self._of_kinds["common"].take(kind))
        opening, inner = np.zeros(len(text.words) + 1, bool), np.ones(len(text.words), bool)
        opening[text.paragraphs] = True
        inner[text.sentences[:-1]] = False
        turns = dict(_turned(text.words, known.each(len, kind=np.int64)))
        self.lengths = np.diff(text.sentences)
        """How many words each sentence has."""
        self.heads = known.each(hash_of, kind=np.int64)[text.sentences[:-1]]
        """The same number for the same word, for the first of each sentence."""
        self.sentences_in = np.diff(np.searchsorted(text.sentences[:-1], text.paragraphs))
        """How many sentences each paragraph has."""
        self._title = frozenset(map(stem, re.findall(r"\w+", title.lower())))
        self._look_at(found, Words(known, Alike(text.marks), kind, ago, opening, inner, turns))

    def part(self, rows: Numbers | slice) -> View:
        """Those gaps; of the words, the part has those that its gaps have to do with."""
        found = self.gaps.rows(rows)
        words, part = self._around(found), copy(self)
        part._look_at(found.among(words), self.words.part(words))  # noqa: SLF001 - one of our own
        return part

    @property
    def decides(self) -> bytes:
        """All that the features of the gaps depend on: where it is the same, they are the same."""
        text, words, found = self.text, self.words, self.gaps
        first, last = int(self.before.min()), int(self.number.max())
        here, there = int(text.paragraph[found.at[0] - 1]), int(text.paragraph[found.at[-1]])
        sentences = slice(max(0, first - NEAR), last + NEAR + 1)
        paragraphs = slice(max(0, here - NEAR), there + NEAR + 1)
        ago = np.where(words.ago < FAR, np.minimum(words.ago, REACH), FAR)
        ends = np.array([here, there - len(text.paragraphs), last - len(self.lengths)]).clip(-NEAR, NEAR)
        arrays = (
            *(text.capital, text.quoted, ago, words.opening, words.inner, *words.turns.values()),
            *(found.between, found.at, found.left, found.right, found.clause_left, found.clause_right, self.place),
            *(text.sentences[sentences], self.heads[sentences], self.number - sentences.start),
            *(text.paragraphs[paragraphs], self.sentences_in[paragraphs], ends),
        )
        texts = "\0".join((*text.words, "", *text.marks, "", *sorted(self._title)))
        return b"".join((texts.encode(), *(b"\0%d\0%b" % (len(array), array.tobytes()) for array in arrays)))

    def _around(self, found: Gaps) -> slice:
        first, last = int(found.at[0]), int(found.at[-1])
        opens = min(first - REACH, int(found.left.min()), int(found.clause_left.min())) - 1
        closes = self.text.sentences[min(self.text.sentence[last] + 2, len(self.lengths))]
        return slice(max(0, opens), max(last + REACH, int(closes)) + 1)

    def _look_at(self, found: Gaps, words: Words) -> None:
        """From now on these gaps, among these words."""
        self.gaps, self.text, self.words = found, found.heard, words
        self.count = len(self.text.words)
        self.number = self.text.sentence[found.at]
        """The sentence that the word after the gap is in."""
        self.before = np.where(found.between, self.number - 1, self.number)
        """The sentence that the word before the gap is in."""
        of_kinds = self._of_kinds
        in_class: Mapping[str, Flags] = Once(lambda name: of_kinds[name].take(words.kind))
        self.in_class = in_class  # nothing here refers to the view, so it is gone when it is done with
        """For each class of words, which words are of it."""
        self.counts: Mapping[str, Counts] = Once(lambda name: Counts(in_class[name]))
        """How many words of each class there are from one place to another."""

    @property
    def place(self) -> Column:
        """Where in the text each gap lies: in tenths of its sentences."""
        return _rounded(10 * self.number / len(self.lengths))

    @property
    def dark(self) -> Counts:
        """How much death, danger, fear and grief there is from one place to another."""
        return Counts(np.stack([self.in_class[name] for name in DARK]).sum(axis=0))

    @property
    def letters(self) -> Numbers:
        """How many letters each word has."""
        return self.words.known.each(len, kind=np.int64)

    @property
    def digits(self) -> Flags:
        """Words that are figures."""
        return self.words.known.each(_is_figure)

    @property
    def name(self) -> Flags:
        """Words with a capital that don't open a sentence."""
        return self.text.capital & self.words.inner & ~self.in_class["I"]

    @property
    def echo(self) -> Flags:
        """Words of the title, in any form, but for the commonest."""
        return self.words.known.each(_is_form_of, self._title) & ~self.in_class["common"]

    def marked(self, mark: str) -> Counts:
        """How often a mark stands after a word."""
        return Counts(self.words.marks.each(contains, mark))

    def ends(self, *endings: str) -> Flags:
        """Words that end so."""
        return self.words.known.each(str.endswith, endings)

    def of(self, values: NDArray[np.generic], places: Numbers, default: float = 0) -> Column:
        """The values at those places; `default` where a place is outside."""
        inside = (places >= 0) & (places < len(values))
        return np.where(inside, values[np.clip(places, 0, len(values) - 1)].astype(float), default)

    def words_in(self, sentence: Numbers) -> Column:
        """How many words the sentences of those numbers have; 0 outside the text."""
        return self.of(self.lengths, sentence)

    def span(self, sentence: Numbers) -> tuple[Numbers, Numbers]:
        """First word and end of the sentences of those numbers; empty outside the text."""
        last = len(self.text.sentences) - 1
        return self.text.sentences[np.clip(sentence, 0, last)], self.text.sentences[np.clip(sentence + 1, 0, last)]


# --- groups of features -----------------------------------------------------------------------------------------------

_KINDS = (
    ("ellipsis", re.compile(r"…|\.\.\.")),
    ("question", re.compile(r"\?")),
    ("exclamation", re.compile("!")),
    ("stop", re.compile(r"\.")),
    ("dash", re.compile(r"—|–|--|\s-\s")),
    ("semicolon", re.compile(";")),
    ("colon", re.compile(":")),
    ("comma", re.compile(",")),
)


def _kind(mark: str) -> str:
    return next((name for name, pattern in _KINDS if pattern.search(mark)), "none")


def marks(view: View) -> Iterator[Named]:
    """Which mark stands in the gap, and how what follows will end."""
    kinds = Alike(view.gaps.mark).each(_kind, kind=str)
    paragraph = view.text.paragraph
    yield "paragraph ends", paragraph[view.gaps.at] != paragraph[view.gaps.at - 1]
    yield "sentence ends", view.gaps.between
    for name, _ in _KINDS:
        yield f"mark: {name}", kinds == name
    last = [view.text.marks[end - 1] for end in view.gaps.right]
    yield "right asks", np.array(["?" in mark for mark in last], bool)
    yield "right exclaims", np.array(["!" in mark for mark in last], bool)


def voices(view: View) -> Iterator[Named]:
    """Speech and narration around the gap."""
    here, there = view.text.quoted[view.gaps.at - 1], view.text.quoted[view.gaps.at]
    yield "speech goes on", here & there
    yield "speech ends", here & ~there
    yield "speech begins", ~here & there
    yield "quotation closes", np.array(["”" in mark or '"' in mark for mark in view.gaps.mark], bool)
    speech = Counts(view.text.quoted)
    yield "speech in 60 words before", speech(view.gaps.at - 60, view.gaps.at)
    yield "speech in 60 words after", speech(view.gaps.at, view.gaps.at + 60)
    yield "speech shift", speech(view.gaps.at, view.gaps.at + 40) - speech(view.gaps.at - 40, view.gaps.at)


def lengths(view: View) -> Iterator[Named]:
    """How long the parts are, by themselves and against one another."""
    left, right = view.gaps.at - view.gaps.left, view.gaps.right - view.gaps.at
    before, after = view.words_in(view.before - 1), view.words_in(view.number + 1)
    yield "left words", left
    yield "right words", right
    yield "left clause words", view.gaps.at - view.gaps.clause_left
    yield "right clause words", view.gaps.clause_right - view.gaps.at
    yield "sentence before words", before
    yield "sentence after words", after
    yield "two before words", view.words_in(view.before - 2)
    yield "two after words", view.words_in(view.number + 2)
    yield "right to left", np.log((right + 1) / (left + 1))
    yield "left to before", np.log((left + 1) / (before + 1))
    yield "right to after", np.log((right + 1) / (after + 1))
    usual = sum(view.words_in(view.before - back) for back in (1, 2, 3)) / 3
    yield "left to usual", np.log((left + 1) / (usual + 1))
    yield "right to usual", np.log((right + 1) / (usual + 1))
    yield "sentence words", view.words_in(view.number)
    whole = view.words_in(view.number)
    yield "place in sentence", np.where(view.gaps.between, 0, left / np.maximum(whole, 1))
    yield "last clause", ~view.gaps.between & (view.gaps.clause_right == view.gaps.right)


def rhythm(view: View) -> Iterator[Named]:
    """Runs of short and long sentences, and repeated openings."""
    short = view.lengths <= 8  # noqa: PLR2004 - as in narration.md 2.3
    run = Counts(short)
    yield "short sentences before", run(view.before - 2, view.before + 1)
    yield "short sentences after", run(view.number, view.number + 3)
    yield "longest of three before", np.max([view.words_in(view.before - back) for back in range(3)], axis=0)
    right = view.gaps.right - view.gaps.at
    yield "longer ones before", np.sum([view.words_in(view.before - back) > right for back in range(4)], axis=0)
    comma = view.marked(",")
    yield "left commas", comma(view.gaps.left, view.gaps.at - 1)
    yield "right commas", comma(view.gaps.at, view.gaps.right - 1)
    dash = view.marked("—")
    yield "dashes near", dash(view.gaps.at - 60, view.gaps.at + 60)
    exclaims = view.marked("!")
    yield "exclamations near", exclaims(view.gaps.at - 60, view.gaps.at + 60)
    own, last, following = (view.of(view.heads, view.number + step, -1) for step in (0, -1, 1))
    yield "same opening as before", view.gaps.between & (own == last)
    yield "same opening as after", view.gaps.between & (own == following)


def paragraphs(view: View) -> Iterator[Named]:
    """Where the gap stands in its paragraph, and what that paragraph is like."""
    text, at = view.text, view.gaps.at
    here, there = text.paragraph[at - 1], text.paragraph[at]
    words = np.diff(text.paragraphs)
    holds = view.sentences_in
    yield "paragraph before words", words[here]
    yield "paragraph after words", words[there]
    yield "paragraph before sentences", np.minimum(holds[here], 8)
    yield "paragraph after sentences", np.minimum(holds[there], 8)
    yield "words into paragraph", at - text.paragraphs[here]
    left = text.paragraphs[there + 1] - at
    yield "words left in paragraph", left
    yield "place in paragraph", np.where(here == there, (at - text.paragraphs[here]) / words[here], 1.0)
    last = np.searchsorted(text.sentences, text.paragraphs[there + 1])
    yield "sentences left in paragraph", np.minimum(last - view.number, 6) - ~view.gaps.between
    first = np.searchsorted(text.sentences, text.paragraphs[here])
    yield "sentences into paragraph", np.minimum(view.before - first + 1, 6)
    yield "next paragraph one sentence", holds[np.minimum(there + 1, len(holds) - 1)] == 1
    yield "paragraph two after words", view.of(words, there + 1)


def manner(view: View) -> Iterator[Named]:
    """How the text is written hereabouts: the length of its sentences and paragraphs, how much of it is speech."""
    text, count = view.text, len(view.lengths)
    words = Counts(view.lengths)
    near = np.clip(view.number - 12, 0, count), np.clip(view.number + 13, 0, count)
    yield "usual sentence", _rounded(words(*near) / (near[1] - near[0]))
    sizes = np.diff(text.paragraphs)
    there = text.paragraph[view.gaps.at]
    around = np.clip(there - 4, 0, len(sizes)), np.clip(there + 5, 0, len(sizes))
    yield "usual paragraph", _rounded(Counts(sizes)(*around) / (around[1] - around[0]), 5)
    short = Counts(sizes <= 30)  # noqa: PLR2004 - a line or two
    yield "short paragraphs near", short(*around)
    wide = view.gaps.at - 300, view.gaps.at + 300
    size = np.clip(wide[1], 0, view.count) - np.clip(wide[0], 0, view.count)
    yield "speech hereabouts", _rounded(10 * Counts(text.quoted)(*wide) / size)
    yield "dark hereabouts", _rounded(50 * view.dark(*wide) / size)
    yield "people hereabouts", _rounded(50 * view.counts["people"](*wide) / size)


def _rounded(values: NDArray[np.generic], step: int = 1) -> Column:
    """To whole steps, so that an edit hardly ever moves it."""
    return np.asarray(np.round(np.asarray(values, float) / step) * step, float)


def position(view: View) -> Iterator[Named]:
    """Where in the text."""
    yield "place in text", view.place
    there = view.text.paragraph[view.gaps.at]
    yield "last paragraph", there == len(view.text.paragraphs) - 2
    yield "first paragraph", view.text.paragraph[view.gaps.at - 1] == 0
    yield "last sentence", view.number == len(view.lengths) - 1


def meanings(view: View) -> Iterator[Named]:
    """Classes of words on both sides."""
    found = view.gaps
    sides = (("left", found.left, found.at), ("right", found.at, found.right), ("after", *view.span(view.number + 1)))
    for name in TOLD:
        counts = view.counts[name]
        for side, start, end in sides:
            yield f"{side}: {name}", np.minimum(counts(start, end), 4)
        yield f"left share: {name}", counts(found.left, found.at) / (found.at - found.left + 2)
        yield f"right share: {name}", counts(found.at, found.right) / (found.right - found.at + 2)
        yield f"left clause: {name}", np.minimum(counts(found.clause_left, found.at), 2)
        yield f"right clause: {name}", np.minimum(counts(found.at, found.clause_right), 2)
    dark = view.dark
    yield "dark left", dark(found.left, found.at)
    yield "dark right", dark(found.at, found.right)
    yield "dark last words left", dark(found.at - 3, found.at)
    yield "dark last words right", dark(found.right - 3, found.right)
    yield "dark 50 words before", dark(found.at - 50, found.at)
    yield "dark 50 words after", dark(found.at, found.at + 50)
    yield "dark near", dark(found.at - 100, found.at + 50)


def openings(view: View) -> Iterator[Named]:
    """How what follows opens, how what was said opened, and how each ends."""
    found = view.gaps
    for name in OPENING:
        yield f"opens with: {name}", view.in_class[name][found.at]
    yield "opens with -ing", view.ends("ing")[found.at]
    yield "opens with -ly", view.ends("ly")[found.at]
    yield "opens with a name", view.text.capital[found.at] & ~view.in_class["common"][found.at]
    second = np.minimum(found.at + 1, view.count - 1)
    for name in ("being", "turn", "past", "auxiliary", "no"):
        yield f"second word: {name}", view.in_class[name][second]
    for name in ("turn", "and", "only", "when", "then", "I", "it", "he or she", "subordinate", "time"):
        yield f"left opened with: {name}", view.in_class[name][found.left]
    start, end = view.span(view.number + 1)
    for name in ("turn", "pronoun", "when", "time", "I", "being"):
        yield f"after opens with: {name}", np.where(end > start, view.of(view.in_class[name], start), -1)
    for name in ENDING:
        yield f"left ends with: {name}", view.in_class[name][found.at - 1]
        yield f"right ends with: {name}", view.in_class[name][found.right - 1]
    yield "left last word letters", view.letters[found.at - 1]
    yield "right last word letters", view.letters[found.right - 1]
    yield "left waits", view.counts["waiting"](np.maximum(found.left, found.at - 12), found.at)
    yield "left asks itself", view.counts["asking"](np.maximum(found.left, found.at - 14), found.at)
    yield "right only", view.counts["only"](found.at, np.minimum(found.right, found.at + 6))


_PHRASES = {
    "promise": r"what (?:they|he|she|i|we|it|nobody|no one)|one thing|this is (?:how|what|why|the)|here's|here is|"
    r"there was (?:one|only|a)|the (?:answer|reason|question|truth|trouble|problem|catch|result|secret|news)|something|"
    r"someone|no one knew|nobody knew|(?:did not|didn't|don't|do not) know|no idea|about to|was to (?:be|come)|until|"
    r"(?:at|for) (?:that|this|a) moment|just then|all at once|at once|for an instant|so (?:that|much|many)",
    "reveal": r"it (?:was|is)|it's|they were|there (?:was|were|stood|lay|is)|this was|that was|(?:he|she) was|"
    r"nothing but|only the|none other|turned out|was (?:a|the)|is (?:a|the)",
    "last word": r"never again|for ever|forever|no more|the last time|too late|at last|that(?: was| is|'s) (?:all|it)|"
    r"the end|nothing (?:more|else|left)|not (?:one|a single|even)|no one|nobody|to this day|ever (?:since|again)|"
    r"the first time|once more|for good|all over|was gone|were gone|is gone|dead",
    "irony": r"except|of course|instead|at least|or so|in fact|as it happened|merely|which (?:was|is)|if not|but not|"
    r"not that|rather|as usual|as though|as if|even|only",
}  # fmt: skip
"""Turns of phrase: what is announced and held back, what brings it, what closes, what undercuts."""


def phrases(view: View) -> Iterator[Named]:
    """Turns of phrase on both sides."""
    found = view.gaps
    for name in _PHRASES:
        turns = Counts(view.words.turns[name])
        yield f"left tells: {name}", turns(np.maximum(found.left, found.at - 14), found.at)
        yield f"right opens: {name}", turns(found.at, np.minimum(found.right, found.at + 4))
        yield f"right tells: {name}", turns(found.at, found.right)


def news(view: View) -> Iterator[Named]:
    """What is new, what was said before, and how far back."""
    found, ago = view.gaps, view.words.ago
    size = found.right - found.at + 1
    new, near = Counts(ago == FAR), Counts((ago > 0) & (ago <= 30))  # noqa: PLR2004 - a breath or two
    middle, far = Counts((ago > 30) & (ago <= 150)), Counts((ago > 150) & (ago < FAR))  # noqa: PLR2004
    yield "right new words", new(found.at, found.right)
    yield "right new share", new(found.at, found.right) / size
    yield "left new share", new(found.left, found.at) / (found.at - found.left + 1)
    yield "right just said", near(found.at, found.right)
    yield "right said lately", middle(found.at, found.right)
    yield "right said long ago", far(found.at, found.right)
    yield "right ends new", ago[found.right - 1] == FAR
    named = Counts(view.name)
    yield "right names", named(found.at, found.right)
    yield "right new names", Counts(view.name & (ago == FAR))(found.at, found.right)
    echo = Counts(view.echo)
    yield "left echoes title", echo(found.left, found.at)
    yield "right echoes title", echo(found.at, found.right)
    figures = Counts(view.digits)
    yield "left figures", figures(found.left, found.at)
    yield "right figures", figures(found.at, found.right)


def tenses(view: View) -> Iterator[Named]:
    """Tense, finite verbs and the make of the words."""
    found, counts = view.gaps, view.counts
    left, right = (found.left, found.at), (found.at, found.right)
    past = Counts(view.ends("ed") | view.in_class["irregular past"])
    finite = Counts(view.ends("ed") | view.in_class["irregular past"] | view.in_class["auxiliary"])
    for side, span in (("left", left), ("right", right)):
        size = span[1] - span[0] + 1
        yield f"{side} present", counts["present"](*span)
        yield f"{side} was", counts["past"](*span)
        yield f"{side} deeds share", past(*span) / size
        yield f"{side} finite verbs", finite(*span)
        yield f"{side} prepositions share", counts["preposition"](*span) / size
        yield f"{side} letters", Counts(view.letters)(*span) / size
    yield "right short words share", Counts(view.letters <= 4)(*right) / (found.right - found.at)  # noqa: PLR2004
    yield "right fragment", finite(*right) == 0
    yield "left fragment", finite(*left) == 0
    here, there = counts["present"], counts["past"]
    yield "to present", (there(*left) > 0) & (here(*right) > 0)
    yield "to past", (here(*left) > 0) & (there(*right) > 0)
    ahead, behind = (found.at, found.at + 40), (found.at - 40, found.at)
    yield "present shift", here(*ahead) - here(*behind)
    yield "past shift", there(*ahead) - there(*behind)
    yield "deeds shift", past(*ahead) - past(*behind)
    yield "first person shift", counts["first person"](*ahead) - counts["first person"](*behind)


_TIME = re.compile(
    r"\b(?:(?:the )?(?:next|following|same|other|first|last) (?:day|morning|night|evening|afternoon|week|month|year|"
    r"summer|spring|winter)|that (?:night|day|morning|evening)|one (?:day|morning|night|evening)|early in|"
    r"(?:a few|several|some|\w+) (?:minutes|hours|days|weeks|months|years) (?:later|ago|after)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|"
    r"november|december|in (?:1[5-9]|20)\d\d|at (?:dawn|noon|midnight|night|daybreak|sunset)|meanwhile|later|"
    r"soon after|by the time|since then|at \w+ o'clock|yesterday|tomorrow|half an hour|"
    r"in the (?:morning|evening|afternoon|night|meantime)|by (?:morning|night|noon|evening|then)|"
    r"after (?:that|this|a|the|some)|for (?:two|three|several|some|many|a few) (?:days|weeks|months|years|hours)|now|"
    r"at last|at length|finally|then|suddenly|when|once|ever since|about \w+ (?:days|weeks|months|years|o'clock))\b"
)
"""Narration.md 2.2: a phrase of time opens a new section 3.6 times as often as any other sentence."""
_OF_TIME = re.compile(
    r"\b(?:day|morning|night|evening|afternoon|week|month|year|summer|spring|winter|minutes|hours|days|weeks|months|years|"
    r"early|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|(?:1[5-9]|20)\d\d|dawn|noon|midnight|daybreak|sunset|meanwhile|later|soon|time|since|"
    r"clock|yesterday|tomorrow|hour|meantime|then|after|now|last|length|finally|suddenly|when|once)\b"
)
"""What every such phrase has one of."""


def _is_of_time(word: str) -> bool:
    return _OF_TIME.search(word) is not None


def scenes(view: View) -> Iterator[Named]:
    """Cues that a new stretch of the story opens: time, place, names, and words not used of late."""
    found = view.gaps
    opens = found.between & (Counts(view.words.known.each(_is_of_time))(found.at, found.at + 14) > 0)
    first = [
        " ".join(view.text.words[at : at + 14]) if told else ""
        for at, told in zip(found.at.tolist(), opens.tolist(), strict=True)
    ]
    told = [match.start() if (match := _TIME.search(words)) else FAR for words in first]
    yield "time phrase", np.array(told) < FAR
    yield "opens with time phrase", np.array(told) < 4  # noqa: PLR2004 - characters
    yield "name in 8 words", Counts(view.name)(found.at + 1, found.at + 8) > 0
    pronouns = view.counts["pronoun"]
    yield "pronouns in 10 words", pronouns(found.at, found.at + 10)
    ago = view.words.ago
    last = np.where(ago > 0, np.arange(view.count) - ago, -FAR)
    following = np.pad(last, (0, 60), "edge")  # past the end, the last word counts again
    for window, reach in ((60, 120), (40, 40)):
        known = sliding_window_view(following, window)[found.at] - found.at[:, None]
        yield f"words of the last {reach} kept", ((known < 0) & (known >= -reach)).sum(axis=1) / window
    starts = Counts(view.words.opening)
    for reach in (20, 60, 100):
        yield f"paragraph opened in {reach} before", starts(found.at - reach, found.at) > 0
        yield f"paragraph opens in {reach} after", starts(found.at + 1, found.at + reach + 1) > 0


GROUPS: tuple[Callable[[View], Iterable[Named]], ...] = (
    marks,
    voices,
    lengths,
    rhythm,
    paragraphs,
    manner,
    position,
    meanings,
    openings,
    phrases,
    news,
    tenses,
    scenes,
)
"""What is heard, by kind; the ablation leaves out one at a time."""


KEPT = {"b": np.bool_, "i": np.int32, "f": np.float64}
"""What each kind of number is kept as: a book has forty thousand gaps, with four hundred numbers each."""


def features(view: View) -> dict[str, NDArray[Any]]:
    """All features of the gaps, by name."""
    named = (feature for group in GROUPS for feature in group(view))
    told: dict[str, NDArray[Any]] = {name: column.astype(KEPT[column.dtype.kind], copy=False) for name, column in named}
    return told | dict(together(told))
