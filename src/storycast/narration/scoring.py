"""How strongly the features speak for a mark: steps and small trees over named features, kept as readable JSON.

A step adds a weight by where one feature lies; a tree adds one by several together. The sum is in log odds. Both say
which features moved it, so that every mark can give its reasons.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from storycast.narration.features import Column
from storycast.narration.gaps import Numbers

Leaves = NDArray[np.int32]
"""For each row and tree, the leaf that the row comes to."""
Ranks = NDArray[np.uint16]
"""How many of a feature's cuts lie below its value: where two values have one rank, no scorer tells them apart."""


TOGETHER = 128
"""Rows whose ways through the forest are gone at once: as many as the processor's cache holds."""
LOUDEST = 40
"""Places in a thousand words by which a text's loudness is told; readers hold in about twelve."""
SPARING, MORE_SPARING = 0.4, 1.2
"""Log odds that a mark takes more for each by which its text is louder than usual, and from `LOUD` on."""
LOUD = 0.5
"""Where one text in seven lies. Beyond it a text is loud all through, and at `SPARING` it would be held in every twenty
words; readers hold in such a text as often as in others, every sixty."""


def loudness(scores: Column, words: int) -> float:
    """How much a text asks for marks: the mean score of its loudest places."""
    return float(np.sort(scores)[-max(1, LOUDEST * words // 1000) :].mean())


def sparing(scores: Column, words: int, usual: float) -> float:
    """How much more than usual a mark takes in a text of these scores, in log odds.

    A hold's power comes from rarity: who writes short, hard lines throughout gets hardly more of them than others.
    """
    louder = max(0.0, loudness(scores, words) - usual) if len(scores) else 0.0
    return min(louder, SPARING * min(louder, LOUD) + MORE_SPARING * max(0.0, louder - LOUD))


@dataclass(frozen=True, slots=True)
class Steps:
    """What one feature's value counts for: `weights[i]` where `i` of the cuts lie below it."""

    feature: str
    cuts: Column
    """In order: where the weight changes, or a tree divides."""
    weights: Column
    usual: float
    """The weight at the middle of the edges, against which a value moves the sum."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees, each a row of leaves from left to right, and of nodes in any order.

    A row comes to the first leaf that no node shuts off, so all rows pass the same node of all trees at once and none
    walks down a tree (Lucchese et al., "QuickScorer", SIGIR 2015).
    """

    looks: Numbers
    """Nodes x trees: the number of the feature that the node looks at."""
    limits: Ranks
    """Nodes x trees x 1: a row of a higher rank comes to none of the leaves that the node shuts off."""
    shut: NDArray[np.unsignedinteger[Any]]
    """Nodes x trees x 1: those leaves, as bits."""
    leaves: int
    """The most that a tree has."""
    values: Column
    """The weights of the leaves: trees x leaves, laid end to end."""
    depths: Numbers
    """How many nodes are on the way to each leaf."""
    passed: Numbers
    """For each depth and leaf, the feature of the node on the way to it; any where it is reached already."""
    turned: Column
    """How far the mean of the leaves below moved there."""

    def reached(self, ranks: Ranks) -> Leaves:
        """The leaves that each row comes to."""
        one = self.shut.dtype.type(1)
        shut = np.zeros((self.looks.shape[1], ranks.shape[1]), self.shut.dtype)
        for looked_at, limits, shutting in zip(self.looks, self.limits, self.shut, strict=True):
            shut |= (ranks[looked_at] > limits) * shutting
        lowest_open = (~shut & (shut + one)).astype(np.float32)
        first_open = np.frexp(lowest_open)[1] - 1  # its exponent
        first_leaves = np.arange(0, len(self.values), self.leaves, dtype=np.int32)
        return np.ascontiguousarray((first_open + first_leaves[:, None]).T)

    def add_turns(self, moved: Column, leaves: Leaves, own: Numbers) -> None:
        """Add to each row what moved it on the ways to its leaves, where `own` has the column of each feature."""
        row, leaf = np.repeat(np.arange(len(moved)), leaves.shape[1]), leaves.ravel()
        for depth, (passed, turned) in enumerate(zip(self.passed, self.turned, strict=True)):
            on_the_way = self.depths[leaf] > depth
            row, leaf = row[on_the_way], leaf[on_the_way]
            cells = row * moved.shape[1] + own[passed[leaf]]
            moved += np.bincount(cells, turned[leaf], moved.size).reshape(moved.shape)


class Places(NamedTuple):
    """Where rows lie in a scorer's steps and trees."""

    ranks: Ranks
    """Features x rows."""
    leaves: Leaves

    def of(self, rows: Numbers) -> Places:
        """Some of the rows."""
        return Places(self.ranks[:, rows], self.leaves[rows])


@dataclass(frozen=True, slots=True)
class Scorer:
    """Log odds of a mark at each row, and what they are made of."""

    bias: float
    steps: tuple[Steps, ...]
    """Of every feature that counts; a forest knows them by their number."""
    forest: Forest
    threshold: float
    """Log odds from which a mark is set."""
    usual: float
    """How loud a text usually is, as `loudness` tells it."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The scorer kept as JSON."""
        grown = [_grown(tree) for tree in kept["trees"]]
        edges = {name: step["edges"] for name, step in kept["steps"].items()}
        cuts: dict[str, set[float]] = {name: set(places) for name, places in edges.items()}
        for node in (node for nodes, _ in grown for node in nodes):
            cuts.setdefault(node.feature, set()).add(node.limit)
        ordered = {name: sorted(places) for name, places in cuts.items()}
        steps = []
        for name, places in ordered.items():
            weights = kept["steps"][name]["weights"] if name in edges else [0.0]
            passed = accumulate((place in edges.get(name, ()) for place in places), initial=0)
            steps.append(Steps(name, np.array(places), np.array([weights[edge] for edge in passed]), _middle(weights)))
        return cls(kept["bias"], tuple(steps), _forest(grown, ordered), kept["threshold"], kept["usual"])

    def __call__(self, columns: Mapping[str, Column]) -> Column:
        """The log odds, row by row."""
        return self.scores(self.placed(columns))

    def placed(self, columns: Mapping[str, Column]) -> Places:
        """Where the rows lie among all cuts and in all trees, of which the log odds and their reasons are read off."""
        ranks = self._ranks(columns)
        return Places(ranks, self.forest.reached(ranks))

    def scores(self, places: Places) -> Column:
        """The log odds, row by row."""
        total = np.full(len(places.leaves), self.bias)
        for steps, rank in zip(self.steps, places.ranks, strict=True):
            total += steps.weights[rank]
        total += self.forest.values[places.leaves].sum(axis=1)
        return total

    def moved(self, places: Places, names: Sequence[str]) -> Column:
        """How much each of these features moved the log odds of each row: rows x features."""
        columns = {name: number for number, name in enumerate(names)}
        own = np.array([columns[steps.feature] for steps in self.steps], np.intp)
        moved = np.zeros((len(places.leaves), len(names)))
        for number, steps, rank in zip(own.tolist(), self.steps, places.ranks, strict=True):
            moved[:, number] = steps.weights[rank] - steps.usual
        for first in range(0, len(moved), TOGETHER):
            self.forest.add_turns(moved[first : first + TOGETHER], places.leaves[first : first + TOGETHER], own)
        return moved

    def _ranks(self, columns: Mapping[str, Column]) -> Ranks:
        """Where the values of each feature lie among its cuts: features x rows."""
        ranks = np.empty((len(self.steps), len(next(iter(columns.values())))), np.uint16)
        for rank, steps in zip(ranks, self.steps, strict=True):
            rank[:] = steps.cuts.searchsorted(columns[steps.feature])
        return ranks


def _middle(weights: Sequence[float]) -> float:
    """The median; numpy takes as long for it as for all else of a scorer."""
    ordered, half = sorted(weights), len(weights) // 2
    return (ordered[half] + ordered[~half]) / 2


class Node(NamedTuple):
    """Where a tree divides: rows up to the limit go to the leaves from `first` on, others to those from `middle` on."""

    feature: str
    limit: float
    depth: int
    first: int
    middle: int
    end: int
    low: float
    """How far the mean of the leaves moves on the way to the first ones."""
    high: float


def _grown(tree: Any) -> tuple[list[Node], list[float]]:
    """The nodes and leaves of a tree in its nested form: `[feature, limit, at most, above]`, or a number for a leaf."""
    nodes: list[Node] = []
    leaves: list[float] = []

    def mean(tree: Any, depth: int) -> float:
        """Of the two sides' means; the nodes and leaves are noted on the way."""
        if not isinstance(tree, list):
            leaves.append(tree)
            return float(tree)
        feature, limit, at_most, above = tree
        first = len(leaves)
        low = mean(at_most, depth + 1)
        middle = len(leaves)
        high = mean(above, depth + 1)
        both = (low + high) / 2
        nodes.append(Node(feature, limit, depth, first, middle, len(leaves), low - both, high - both))
        return both

    mean(tree, 0)
    return nodes, leaves


def _forest(grown: Sequence[tuple[Sequence[Node], Sequence[float]]], cuts: Mapping[str, Sequence[float]]) -> Forest:
    """The trees side by side; short ones end in nodes that shut nothing off and leaves that nothing comes to."""
    number = {name: at for at, name in enumerate(cuts)}
    rank = {(name, cut): at for name, places in cuts.items() for at, cut in enumerate(places)}
    most = max((len(leaves) for _, leaves in grown), default=1)
    depth = max((node.depth + 1 for nodes, _ in grown for node in nodes), default=0)
    looks, limits, shut = ([[0] * len(grown) for _ in range(most - 1)] for _ in range(3))
    passed = [[0] * (len(grown) * most) for _ in range(depth)]
    turned = [[0.0] * (len(grown) * most) for _ in range(depth)]
    depths = [0] * (len(grown) * most)
    for tree, (nodes, _) in enumerate(grown):
        for place, (name, limit, level, first, middle, end, low, high) in enumerate(nodes):
            looks[place][tree], limits[place][tree] = number[name], rank[name, limit]
            shut[place][tree] = (1 << middle) - (1 << first)
            at, then, stop = (leaf + tree * most for leaf in (first, middle, end))
            passed[level][at:stop] = [number[name]] * (stop - at)
            turned[level][at:stop] = [low] * (then - at) + [high] * (stop - then)
            depths[at:stop] = [max(level + 1, deep) for deep in depths[at:stop]]
    return Forest(
        np.array(looks, np.intp).reshape(most - 1, -1),
        np.array(limits, np.uint16)[..., None],
        np.array(shut, np.min_scalar_type(2**most - 1))[..., None],
        most,
        np.array([weight for _, leaves in grown for weight in [*leaves, *[0.0] * (most - len(leaves))]], float),
        np.array(depths, np.intp),
        np.array(passed, np.intp),
        np.array(turned, float),
    )


@cache
def scorers() -> dict[str, Scorer]:
    """The learned scorers, `beats` and `holds`."""
    kept = json.loads(files("storycast.narration").joinpath("editor.json").read_text("utf-8"))
    return {name: Scorer.of(kept[name]) for name in ("beats", "holds")}
