"""`plan --annotate`, then `make`: the very same MP3."""

import pytest
from click.testing import CliRunner

from fakes import STORIES
from storycast.cli import main


def run(*arguments, **settings):
    result = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False, **settings)
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_the_annotated_story_gives_the_same_bytes(story, tmp_path):
    """Byte for byte, for every story of our show."""
    common = ["--voice", "tone", "--store", tmp_path / "store"]
    text = run("plan", story, "--annotate", *common).stdout
    (tmp_path / "annotated.md").write_text(text, encoding="utf-8")
    run("make", story, "-o", tmp_path / "story.mp3", *common)
    run("make", tmp_path / "annotated.md", "-o", tmp_path / "annotated.mp3", *common)
    assert (tmp_path / "annotated.mp3").read_bytes() == (tmp_path / "story.mp3").read_bytes()
