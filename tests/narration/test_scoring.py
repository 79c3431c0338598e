"""A scorer's sum is that of its steps and trees, each gone through by hand; and what moved it adds up."""

import numpy as np
import pytest

from storycast.narration.scoring import Scorer

STEPS = {
    "first": {"edges": [-1.5, 0.5, 2.0], "weights": [0.0, 0.25, -0.5, 1.0]},
    "second": {"edges": [0.0], "weights": [0.0, 2.0]},
}
LOPSIDED = ["first", -2.0, 0.125, ["second", 0.5, ["first", 1.0, -1.0, ["third", 0.0, 4.0, 0.5]], -0.25]]
EVEN = ["third", 1.0, ["first", 0.5, 1.0, 2.0], ["second", 0.0, 3.0, -4.0]]
LEAF = 0.75
PLACES = (-3.0, -2.0, -1.5, -0.5, 0.0, 0.5, 1.0, 2.0, 9.0)
"""On the cuts, which belong to what lies below them, and between them."""
ROWS = [{"first": a, "second": b, "third": c} for a in PLACES for b in PLACES for c in PLACES]


def walked(tree, row):
    while isinstance(tree, list):
        feature, limit, at_most, above = tree
        tree = at_most if row[feature] <= limit else above
    return tree


def stepped(name, value):
    return STEPS[name]["weights"][sum(value > edge for edge in STEPS[name]["edges"])]


@pytest.mark.parametrize("trees", [[LOPSIDED, EVEN, LEAF], [EVEN], [LEAF, LEAF], []], ids=str)
def test_a_score_is_what_the_steps_and_trees_give(trees):
    """Whatever the shapes of the trees, those of a single leaf and none among them."""
    scorer = Scorer.of({"bias": -0.5, "threshold": 0.0, "usual": 0.0, "steps": STEPS, "trees": trees})
    columns = {name: np.array([row[name] for row in ROWS]) for name in ROWS[0]}
    steps = [sum(stepped(name, row[name]) for name in STEPS) for row in ROWS]
    leaves = [sum(walked(tree, row) for tree in trees) for row in ROWS]
    assert scorer(columns).tolist() == [-0.5 + step + leaf for step, leaf in zip(steps, leaves, strict=True)]

    moved = scorer.moved(scorer.placed(columns), ("first", "second", "third"))
    means = moved.sum(axis=1) - scorer(columns)
    assert moved.shape[1] == 3
    assert np.allclose(means, means[0])  # all that a row isn't moved by is the same for every row
