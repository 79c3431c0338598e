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
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from storycast.narration.features import Column
from storycast.narration.gaps import Numbers

Leaves = NDArray[np.int32]
"""For each row and tree, the leaf that the row comes to."""


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
    """A weight for each stretch of one feature's values: `weights[i]` counts up to and including `edges[i]`."""

    feature: str
    edges: Column
    weights: Column
    usual: float
    """The weight at the middle of the edges, against which a value moves the sum."""

    def __call__(self, column: Column) -> Column:
        """The weight of each value."""
        weights: Column = self.weights[np.searchsorted(self.edges, column, side="left")]
        return weights


class Node(NamedTuple):
    """Where a tree divides: rows whose feature is above the limit come to none of the leaves below it on one side."""

    tree: int
    feature: str
    limit: float
    shut: int
    """Those leaves, as bits."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees, each a row of leaves from left to right.

    A row comes to the first leaf that no node shuts off, so all rows pass a node at once and none walks down a tree
    (Lucchese et al., "QuickScorer", SIGIR 2015).
    """

    features: tuple[str, ...]
    nodes: tuple[Node, ...]
    leaves: int
    """The most that a tree has."""
    values: Column
    """The weights of the leaves: trees x leaves, laid end to end."""
    passed: Numbers
    """For each depth and leaf, the feature of the node on the way to it; any where it is reached already."""
    turned: Column
    """How far the mean of the leaves below moved there."""

    def reached(self, columns: Mapping[str, Column]) -> Leaves:
        """The leaves that each row comes to."""
        if not self.nodes:
            return np.zeros((len(next(iter(columns.values()))), 0), np.int32)
        trees, rows = len(self.values) // self.leaves, len(columns[self.features[0]])
        bits = np.min_scalar_type(2**self.leaves - 1)
        shut = np.zeros((trees, rows), bits)
        for node in self.nodes:
            shut[node.tree] |= (columns[node.feature] > node.limit) * bits.type(node.shut)
        first_open = np.frexp(~shut & (shut + bits.type(1)))[1] - 1  # the exponent of the lowest bit not set
        first_leaves = np.arange(0, len(self.values), self.leaves, dtype=np.int32)
        return np.ascontiguousarray((first_open + first_leaves[:, None]).T)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Log odds of a mark at each row, and what they are made of."""

    bias: float
    steps: tuple[Steps, ...]
    forest: Forest
    threshold: float
    """Log odds from which a mark is set."""
    usual: float
    """How loud a text usually is, as `loudness` tells it."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The scorer kept as JSON."""
        steps = tuple(
            Steps(
                name,
                np.array(step["edges"], float),
                np.array(step["weights"], float),
                _middle(step["weights"]),
            )
            for name, step in kept["steps"].items()
        )
        return cls(kept["bias"], steps, _forest(kept["trees"]), kept["threshold"], kept["usual"])

    def __call__(self, columns: Mapping[str, Column], leaves: Leaves) -> Column:
        """The log odds, row by row; `leaves` is what the rows reach in the forest."""
        total = np.full(len(next(iter(columns.values()))), self.bias)
        for steps in self.steps:
            total += steps(columns[steps.feature])
        total += self.forest.values[leaves].sum(axis=1)
        return total

    def moved(self, columns: Mapping[str, Column], leaves: Leaves) -> tuple[tuple[str, ...], Column]:
        """How much each feature moved the log odds of each row: their names, and rows x features."""
        names = {name: number for number, name in enumerate(columns)}
        moved = np.zeros((len(next(iter(columns.values()))), len(names)))
        for steps in self.steps:
            moved[:, names[steps.feature]] += steps(columns[steps.feature]) - steps.usual
        own = np.array([names[name] for name in self.forest.features], np.intp)
        rows = np.arange(len(moved))[:, None] * len(names)
        for passed, turned in zip(self.forest.passed, self.forest.turned, strict=True):
            cells = (rows + own[passed[leaves]]).ravel()
            moved += np.bincount(cells, turned[leaves].ravel(), moved.size).reshape(moved.shape)
        return tuple(names), moved


def _middle(weights: Sequence[float]) -> float:
    """The median; numpy takes as long for it as for all else of a scorer."""
    ordered, half = sorted(weights), len(weights) // 2
    return (ordered[half] + ordered[~half]) / 2


def _forest(trees: Sequence[Sequence[Any]]) -> Forest:
    """Trees from their nested form: `[feature, limit, at most, above]`, or a number for a leaf."""
    names: dict[str, int] = {}
    nodes: list[Node] = []
    grown: list[list[tuple[float, list[tuple[int, float]]]]] = []

    def grow(tree: Any, number: int, first: int) -> tuple[float, list[tuple[float, list[tuple[int, float]]]]]:
        """The mean of a tree whose leaves are counted from `first`; and its leaves, each with the way to it."""
        if isinstance(tree, int | float):
            return tree, [(tree, [])]
        feature = names.setdefault(tree[0], len(names))
        low, left = grow(tree[2], number, first)
        high, right = grow(tree[3], number, first + len(left))
        nodes.append(Node(number, tree[0], tree[1], (2 ** len(left) - 1) << first))
        mean = (low + high) / 2
        ways = ((left, low - mean), (right, high - mean))
        return mean, [(leaf, [(feature, turn), *way]) for leaves, turn in ways for leaf, way in leaves]

    for number, tree in enumerate(trees):
        grown.append(grow(tree, number, 0)[1])
    leaves = max((len(tree) for tree in grown), default=1)
    depth = max((len(way) for tree in grown for _, way in tree), default=0)
    size = len(grown) * leaves
    values = [0.0] * size
    passed, turned = [[0] * size for _ in range(depth)], [[0.0] * size for _ in range(depth)]
    for number, tree in enumerate(grown):
        for place, (value, way) in enumerate(tree, number * leaves):
            values[place] = value
            for level, (feature, turn) in enumerate(way):
                passed[level][place], turned[level][place] = feature, turn
    return Forest(tuple(names), tuple(nodes), leaves, np.array(values), np.array(passed, np.int64), np.array(turned))


@cache
def scorers() -> dict[str, Scorer]:
    """The learned scorers, `beats` and `holds`."""
    kept = json.loads(files("storycast.narration").joinpath("editor.json").read_text("utf-8"))
    return {name: Scorer.of(kept[name]) for name in ("beats", "holds")}
