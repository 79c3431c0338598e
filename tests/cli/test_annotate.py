"""`plan --annotate`, then `make`: the very same MP3."""

import pytest
from click.testing import CliRunner

import marked
from fakes import STORIES
from storycast.cli import main


def run(*arguments, **settings):
    result = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False, **settings)
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize("story", [*STORIES, *marked.GOLD], ids=lambda story: story.stem)
def test_the_annotated_story_gives_the_same_bytes(story, tmp_path):
    """Byte for byte, for every story of our show and every marked text, each made in a store of its own."""
    common = ["--voice", "tone"]
    text = run("plan", story, "--annotate", *common).stdout
    (tmp_path / "annotated.md").write_text(text, encoding="utf-8")
    for source, name in ((story, "story"), (tmp_path / "annotated.md", "annotated")):
        run("make", source, "-o", tmp_path / f"{name}.mp3", "--store", tmp_path / name, *common)
    assert (tmp_path / "annotated.mp3").read_bytes() == (tmp_path / "story.mp3").read_bytes()


def test_a_second_voice_survives_annotation(tmp_path):
    """What people say keeps its voice in the annotated text, which names it in its front matter."""
    story = tmp_path / "story.md"
    story.write_text("---\nquote-voice: high\n---\n# Out\n\n“Go,” she said. “Now!” He went.\n", encoding="utf-8")
    low = ["--voice", "tone:low"]
    (tmp_path / "again.md").write_text(run("plan", story, "--annotate", *low).stdout, encoding="utf-8")
    made = []
    for source, voices in ((story, low), (tmp_path / "again.md", low), (story, [*low, "--quote-voice", "low"])):
        run("make", source, "-o", tmp_path / "out.mp3", "--force", "--store", tmp_path / "store", *voices)
        made.append((tmp_path / "out.mp3").read_bytes())
    assert made[0] == made[1] != made[2]
