"""Texts of others marked by readers, which are kept beside the project: tests that need them skip where they aren't."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("STORYCAST_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = sorted(SHARED.glob("gold/texts/*.txt"))
"""Texts with the marks that most of their readers agree on."""
ALL = sorted(SHARED.glob("gold/**/texts/*.txt"))
"""These, and those with one reader's marks."""


def table(*path):
    """The text of a file beside the project; skips the test where it isn't there."""
    file = SHARED.joinpath(*path)
    if not file.exists():
        pytest.skip(f"no {file}: set STORYCAST_SHARED to the folder that holds {path[0]}/")
    return file.read_text("utf-8")
