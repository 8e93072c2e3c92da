"""Adding up what small decision trees say."""

from __future__ import annotations

import json
from importlib.resources import files
from math import exp, log

import pytest

from interviewer.score.trees import FEATURES, Trees, fitted, parsed

TREES = parsed(
    {
        "base": 0.0,
        "trees": [
            [[0, -5.0, 1, 2], [-1.0], [1, 0.5, 3, 4], [0.25], [2.0]],
            [[log(3.0)]],
        ],
    }
)


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        pytest.param((-6.0, 1.0), -1.0, id="left"),
        pytest.param((-5.0, 1.0), -1.0, id="a value at the edge goes left"),
        pytest.param((-4.9, 0.5), 0.25, id="right, then left"),
        pytest.param((-4.9, 0.6), 2.0, id="right, then right"),
    ],
)
def test_the_answers_of_all_trees_add_up(values: tuple[float, ...], answer: float) -> None:
    assert TREES.probability(values) == pytest.approx(1 / (1 + exp(-answer - log(3.0))))


def test_without_a_tree_it_is_the_base() -> None:
    assert Trees(0.0, ()).probability(()) == 0.5


def test_the_fitted_trees_ask_for_what_they_are_given_and_every_branch_ends() -> None:
    data = json.loads(files("interviewer.score").joinpath("trees.json").read_text(encoding="utf-8"))
    assert data["features"] == list(FEATURES)
    for tree in fitted().trees:
        for index, node in enumerate(tree):
            if node.feature is not None:
                assert 0 <= node.feature < len(FEATURES)
                assert index < node.left < len(tree)
                assert index < node.right < len(tree)
