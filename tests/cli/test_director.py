"""`--director llm`: asked where the command line says, or told what is missing."""

import json

from click.testing import CliRunner

from fakes import STORIES
from model_standin import answering
from storycast.cli import main
from storycast.narration.directors import DIRECTORS

ONE_BEAT = '{"beats": [{"sentence": 1, "role": "climax", "why": "all of it"}], "pauses": []}'


def plan(tmp_path, *options, **environment):
    arguments = ["plan", str(STORIES[0]), "--json", "--voice", "tone", "--store", str(tmp_path), *options]
    return CliRunner().invoke(main, arguments, env={"STORYCAST_DIRECTOR_URL": None, **environment})


def test_a_model_directs(tmp_path):
    """Its marks are in the plan; a second plan asks nothing."""
    with answering(lambda _: ONE_BEAT) as at:
        options = ("--director", "llm", "--director-model", "small")
        first = plan(tmp_path, *options, "--director-url", at.url, STORYCAST_DIRECTOR_KEY="s3cret")
        asked = len(at.asked)
        second = plan(tmp_path, *options, STORYCAST_DIRECTOR_URL=at.url)
        assert len(at.asked) == asked > 0
        assert at.headers[0]["authorization"] == "Bearer s3cret"
    assert first.exit_code == second.exit_code == 0, first.output
    assert {beat["role"] for beat in json.loads(second.stdout)["beats"]} == {"climax"}


def test_what_is_missing_is_told(tmp_path):
    """An address and a model; the other directors are named."""
    told = plan(tmp_path, "--director", "llm")
    assert told.exit_code == 2
    assert "--director-url and --director-model" in told.output
    assert "editor" in told.output


def test_the_help_names_every_director():
    """Whoever looks for one finds it there."""
    told = " ".join(CliRunner().invoke(main, ["make", "--help"]).output.split())
    assert f"{', '.join(DIRECTORS)} or llm" in told
