"""gPodder subscribes to a show that is served here and downloads it, and never takes an episode for a new one."""

import os
import shutil
import subprocess

import pytest

from published import build
from serving import serving


@pytest.fixture
def gpo(tool, tmp_path):
    """gPodder on the command line, with a home of its own."""
    program = tool("gpo", "gpodder")

    def run(*arguments):
        environment = {**os.environ, "GPODDER_HOME": str(tmp_path / "gpodder"), "NO_PROXY": "*"}
        done = subprocess.run(
            [program, *arguments], env=environment, capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout

    return run


def episodes(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*.mp3")}


def test_what_an_app_downloads_is_what_was_made(gpo, feed, show, tmp_path):
    """Byte for byte, whatever the titles."""
    gpo("subscribe", feed)
    listed = gpo("episodes", feed)
    assert "The long watch" in listed
    assert "Salt" in listed
    gpo("download", feed)
    assert episodes(tmp_path / "gpodder/Downloads") == episodes(show / "site/episodes")
    assert len(episodes(show / "site/episodes")) == 3


def test_an_edited_episode_is_not_a_new_one(gpo, show, tmp_path):
    """Its file has another address, and it is the same episode."""
    shutil.copytree(show.parent, tmp_path / "copy", copy_function=shutil.copy2)
    folder = tmp_path / "copy/show"
    with serving(folder) as feed:
        gpo("subscribe", feed)
        before = gpo("episodes", feed)
        story = folder / "stories/salt.txt"
        story.write_text(story.read_text().replace("Nobody asks", "Nobody ever asks"))
        build(folder)
        gpo("update", feed)
        assert gpo("episodes", feed) == before
