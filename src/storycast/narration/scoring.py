"""How strongly the features speak for a mark: steps and small trees over named features, kept as readable JSON.

A step adds a weight by where one feature lies; a tree adds one by several together. The sum is in log odds. Both say
which features moved it, so that every mark can give its reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from msgspec import Struct
from msgspec.json import decode
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


class Steps(Struct, frozen=True):
    """What one feature's value counts for: `weights[i]` where `i` of the cuts lie below it."""

    feature: str
    cuts: Column
    """In order: where the weight changes, or a tree divides."""
    weights: Column
    usual: float
    """The weight at the middle of the edges, against which a value moves the sum."""


class Forest(Struct, frozen=True):
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


class Scorer(Struct, frozen=True):
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
        number = {name: at for at, name in enumerate(kept["steps"])}
        levels = _levels(kept["trees"], number)
        cuts = _cuts([(number[name], edge) for name, step in kept["steps"].items() for edge in step["edges"]], levels)
        weights = [kept["steps"][name]["weights"] if name in kept["steps"] else [0.0] for name in number]
        firsts = cuts.owners.searchsorted(np.arange(len(number) + 1))
        owners = np.repeat(np.arange(len(number)), np.diff(firsts) + 1)  # one weight more than cuts, for each feature
        edges = np.append(0, np.cumsum(cuts.edges))
        weighed = np.concatenate(weights)[edges[np.arange(len(owners)) - owners] + owners]
        steps = tuple(
            Steps(name, cuts.places[first:end], weighed[first + at : end + at + 1], _middle(own))
            for (name, at), own, (first, end) in zip(number.items(), weights, pairwise(firsts.tolist()), strict=True)
        )
        return cls(kept["bias"], steps, _forest(len(kept["trees"]), levels, cuts), kept["threshold"], kept["usual"])

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


class Level(NamedTuple):
    """The nodes and leaves that are equally far down in their trees, from left to right."""

    parts: NDArray[np.bool_]
    """Which of them are nodes; each has two of the next level below it."""
    looks: Numbers
    """The numbers of the features that the nodes look at."""
    limits: Column
    """Up to which a node sends a row to the left."""
    trees: Numbers
    firsts: Numbers
    """The leaf of its tree at which it begins."""
    sizes: Numbers
    """How many leaves it holds; a leaf is one."""
    means: Column
    """The weight of a leaf; of a node, the mean of its two sides' means."""

    def below(self, most: int) -> Numbers:
        """The leaves that each holds, one after another, where every tree has room for so many."""
        before = np.cumsum(self.sizes) - self.sizes
        starts: Numbers = np.repeat(self.trees * most + self.firsts - before, self.sizes)
        return starts + np.arange(len(starts))


def _levels(trees: Sequence[Any], number: dict[str, int]) -> list[Level]:
    """Trees in their nested form, `[feature, limit, at most, above]` or a number for a leaf, level by level.

    A feature without a number gets one. All trees are gone through at once: node by node, and leaf by leaf, the two
    scorers took 45 ms to build, and take 17.
    """
    rows: list[tuple[NDArray[np.bool_], list[Any], list[float]]] = []
    below = trees
    while below:
        nodes = [tree for tree in below if isinstance(tree, list)]
        leaves = [tree for tree in below if not isinstance(tree, list)]
        rows.append((np.array([isinstance(tree, list) for tree in below]), nodes, leaves))
        below = [side for node in nodes for side in node[2:]]
    sizes, means = [np.zeros(0, np.intp)], [np.zeros(0)]
    for parts, _, leaves in reversed(rows):  # from the leaves up
        size, mean = np.ones(len(parts), np.intp), np.empty(len(parts))
        size[parts] = sizes[-1][::2] + sizes[-1][1::2]
        mean[parts], mean[~parts] = (means[-1][::2] + means[-1][1::2]) / 2, leaves
        sizes.append(size)
        means.append(mean)
    levels = []
    at, firsts = np.arange(len(trees)), np.zeros(len(trees), np.intp)
    for parts, nodes, _ in rows:  # and from the roots down
        looks = np.array([number.setdefault(node[0], len(number)) for node in nodes], np.intp)
        limits = np.array([node[1] for node in nodes], float)
        levels.append(Level(parts, looks, limits, at, firsts, sizes.pop(), means.pop()))
        at, firsts = np.repeat(at[parts], 2), np.repeat(firsts[parts], 2)
        firsts[1::2] += sizes[-1][::2]
    return levels


class Cuts(NamedTuple):
    """Where the features' weights change or a tree divides, each place once: feature by feature, in order."""

    owners: Numbers
    """The number of the feature."""
    places: Column
    edges: NDArray[np.bool_]
    """Whether the weight changes there."""
    ranks: Numbers
    """For the nodes of one level after another: how many cuts of its feature lie below its limit."""


def _cuts(edges: Sequence[tuple[int, float]], levels: Sequence[Level]) -> Cuts:
    """All cuts, from the edges of features by their numbers, and from the nodes."""
    owners = np.concatenate([np.array([at for at, _ in edges], np.intp), *(level.looks for level in levels)])
    places = np.concatenate([np.array([edge for _, edge in edges], float), *(level.limits for level in levels)])
    order = np.lexsort((places, owners))
    owner, place = owners[order], places[order]
    anew = np.append(True, (owner[1:] != owner[:-1]) | (place[1:] != place[:-1]))[: len(order)]
    cut = np.empty(len(order), np.intp)
    cut[order] = np.cumsum(anew) - 1
    is_edge = np.zeros(int(anew.sum()), bool)
    is_edge[cut[: len(edges)]] = True
    owner = owner[anew]
    return Cuts(owner, place[anew], is_edge, (cut - owner.searchsorted(owners))[len(edges) :])


def _forest(trees: int, levels: Sequence[Level], cuts: Cuts) -> Forest:
    """The trees side by side; short ones end in nodes that shut nothing off and leaves that nothing comes to."""
    most = int(levels[0].sizes.max()) if levels else 1
    depth = max(len(levels) - 1, 0)
    looks, limits = np.zeros((most - 1, trees), np.intp), np.zeros((most - 1, trees), np.uint16)
    shut = np.zeros((most - 1, trees), np.min_scalar_type(2**most - 1))
    values, depths = np.zeros(trees * most), np.zeros(trees * most, np.intp)
    passed, turned = np.zeros((depth, trees * most), np.intp), np.zeros((depth, trees * most))
    one, ranks = np.uint64(1), cuts.ranks
    for level in levels:
        leaves = ~level.parts
        values[level.trees[leaves] * most + level.firsts[leaves]] = level.means[leaves]
    for deep, (level, next_level) in enumerate(pairwise(levels)):
        nodes = np.flatnonzero(level.parts)
        middle = next_level.firsts[1::2]
        place = middle - 1, level.trees[nodes]  # no two nodes of a tree have the same middle
        looks[place] = level.looks
        limits[place], ranks = ranks[: len(nodes)], ranks[len(nodes) :]
        shut[place] = (one << middle.astype(np.uint64)) - (one << level.firsts[nodes].astype(np.uint64))
        below = next_level.below(most)
        passed[deep, below] = np.repeat(np.repeat(level.looks, 2), next_level.sizes)
        turned[deep, below] = np.repeat(next_level.means - np.repeat(level.means[nodes], 2), next_level.sizes)
        depths[below] = deep + 1
    return Forest(looks, limits[..., None], shut[..., None], most, values, depths, passed, turned)


@cache
def scorers() -> dict[str, Scorer]:
    """The learned scorers, `beats` and `holds`."""
    kept = decode(files("storycast.narration").joinpath("editor.json").read_bytes())
    return {name: Scorer.of(kept[name]) for name in ("beats", "holds")}
