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
from itertools import pairwise
from typing import Any, Self

import numpy as np

from storycast.narration.features import Column
from storycast.narration.gaps import Numbers

BATCH = 256
"""Rows that walk through the trees together: few enough to stay in the processor's cache."""


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


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees laid end to end; one entry a node.

    A node asks whether its feature is at most its limit, and leads on; a leaf leads to itself.
    """

    features: tuple[str, ...]
    roots: Numbers
    feature: Numbers
    limit: Column
    yes: Numbers
    """Where a node leads if its feature is at most the limit."""
    no: Numbers
    """Where it leads if not."""
    values: Column
    """Of a leaf, its weight; of a node, the mean of the two below."""
    depth: int

    def __call__(self, columns: Mapping[str, Column]) -> Column:
        """The sum of the leaves that each row comes to."""
        count = len(columns[self.features[0]])
        parts = (
            self.paths({name: columns[name][start : start + BATCH] for name in self.features})
            for start in range(0, count, BATCH)
        )
        return np.concatenate([self.values[passed[-1]].sum(axis=1) for passed in parts])

    def paths(self, columns: Mapping[str, Column]) -> list[Numbers]:
        """The nodes passed by each row in each tree: for each depth, rows x trees."""
        table = np.column_stack([columns[name] for name in self.features])
        first = np.arange(len(table))[:, None] * table.shape[1]
        flat = table.ravel()
        passed = [np.broadcast_to(self.roots, (len(table), len(self.roots)))]
        for _ in range(self.depth):
            at = passed[-1]
            below = flat[first + self.feature[at]] <= self.limit[at]
            passed.append(np.where(below, self.yes[at], self.no[at]))
        return passed


@dataclass(frozen=True, slots=True)
class Scorer:
    """Log odds of a mark at each row, and what they are made of."""

    bias: float
    steps: tuple[Steps, ...]
    forest: Forest
    threshold: float
    """Log odds from which a mark is set."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The scorer kept as JSON."""
        steps = tuple(
            Steps(
                name,
                np.array(step["edges"], float),
                np.array(step["weights"], float),
                float(np.median(step["weights"])),
            )
            for name, step in kept["steps"].items()
        )
        return cls(kept["bias"], steps, _forest(kept["trees"]), kept["threshold"])

    def __call__(self, columns: Mapping[str, Column]) -> Column:
        """The log odds, row by row."""
        total = np.full(len(next(iter(columns.values()))), self.bias)
        for steps in self.steps:
            total += steps(columns[steps.feature])
        if len(self.forest.roots) and len(total):
            total += self.forest(columns)
        return total

    def moved(self, columns: Mapping[str, Column]) -> tuple[tuple[str, ...], Column]:
        """How much each feature moved the log odds of each row: their names, and rows x features."""
        names = {name: number for number, name in enumerate(columns)}
        moved = np.zeros((len(next(iter(columns.values()))), len(names)))
        for steps in self.steps:
            moved[:, names[steps.feature]] += steps(columns[steps.feature]) - steps.usual
        if len(self.forest.roots):
            own = np.array([names[name] for name in self.forest.features])
            passed = self.forest.paths(columns)
            rows = np.arange(len(moved))[:, None] * len(names)
            for here, there in pairwise(passed):
                cells = (rows + own[self.forest.feature[here]]).ravel()
                weights = (self.forest.values[there] - self.forest.values[here]).ravel()
                moved += np.bincount(cells, weights, moved.size).reshape(moved.shape)
        return tuple(names), moved


def _forest(trees: Sequence[Sequence[Any]]) -> Forest:
    """Trees from their nested form: `[feature, limit, at most, above]`, or a number for a leaf."""
    names: dict[str, int] = {}
    feature: list[int] = []
    limit: list[float] = []
    yes: list[int] = []
    no: list[int] = []
    values: list[float] = []
    roots: list[int] = []

    def plant(tree: Any) -> tuple[float, int]:
        here = len(no)
        for kept in (feature, limit, yes, no, values):
            kept.append(0)
        if isinstance(tree, int | float):
            yes[here], no[here], values[here] = here, here, tree
            return tree, 0
        feature[here], limit[here] = names.setdefault(tree[0], len(names)), tree[1]
        yes[here] = len(no)
        low, low_depth = plant(tree[2])
        no[here] = len(no)
        high, high_depth = plant(tree[3])
        values[here] = (low + high) / 2
        return values[here], 1 + max(low_depth, high_depth)

    depth = 0
    for tree in trees:
        roots.append(len(no))
        depth = max(depth, plant(tree)[1])
    return Forest(
        tuple(names),
        np.array(roots, np.int64),
        np.array(feature, np.int64),
        np.array(limit, float),
        np.array(yes, np.int64),
        np.array(no, np.int64),
        np.array(values, float),
        depth,
    )


@cache
def scorers() -> dict[str, Scorer]:
    """The learned scorers, `beats` and `holds`."""
    kept = json.loads(files("storycast.narration").joinpath("editor.json").read_text("utf-8"))
    return {name: Scorer.of(kept[name]) for name in ("beats", "holds")}
