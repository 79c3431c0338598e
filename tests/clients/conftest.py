"""A show that clients look at."""

import pytest

from published import build, show_folder
from serving import STORIES, serving


@pytest.fixture(scope="session")
def show(tmp_path_factory):
    """The folder of a built show; to be read only."""
    folder = show_folder(tmp_path_factory.mktemp("clients") / "show", STORIES)
    build(folder)
    return folder


@pytest.fixture(scope="session")
def feed(show):
    with serving(show) as address:
        yield address
