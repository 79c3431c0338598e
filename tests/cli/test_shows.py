"""`init`, `build` and `check`: from nothing to a show, and what a directory would say of it."""

import io

import pytest
from click.testing import CliRunner
from PIL import Image

from storycast.cli import main


@pytest.fixture
def run(tmp_path):
    def run(*arguments, **settings):
        return CliRunner().invoke(
            main, list(map(str, arguments)), env={"STORYCAST_STORE": str(tmp_path / "s")}, **settings
        )

    return run


def picture(side=1400, mode="RGB", kind="JPEG"):
    file = io.BytesIO()
    Image.new(mode, (side, side), "teal").save(file, kind)
    return file.getvalue()


@pytest.fixture
def show(run, tmp_path):
    given = ("--title", "Tides", "--author", "Ada", "--email", "ada@tides.net", "--base-url", "https://tides.net/show")
    assert run("init", tmp_path / "show", *given, "--voice", "tone", "--description", "From the shore.").exit_code == 0
    (tmp_path / "show/stories/salt.md").write_text("# Salt\n\nThe sea leaves it. Nobody asks why.\n")
    return tmp_path / "show"


def test_a_new_show_is_built_and_a_directory_would_take_it(run, show):
    built = run("build", show)
    assert built.exit_code == 0, built.output
    assert f"{show}/site/feed.xml" in built.output.splitlines()
    assert "1 of 1 episodes made" in built.output
    checked = run("check", show)
    assert (checked.exit_code, checked.output) == (0, "nothing here that a directory would refuse\n")


def test_a_dry_run_says_what_would_be_done_and_does_nothing(run, show):
    told = run("build", show, "--dry-run")
    assert told.output == "would make stories/salt.md (new)\n0 of 1 stories are as they were\n"
    assert not (show / "site").exists()
    run("build", show)
    (show / "stories/salt.md").unlink()
    told = run("build", show, "--dry-run")
    assert "would remove salt.html" in told.output
    assert (show / "site/salt.html").exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("https://tides.net", "http://tides.net"), "which is not https"),
        (("https://tides.net/show/", ""), "base_url is not set"),
        (("https://tides.net", "https://localhost"), "leads to localhost"),
        (("ada@tides.net", ""), "email is missing"),
        (("disclosure_spoken", "disclosure = false\ndisclosure_spoken"), "disclosure is switched off"),
        (("# cover", "cover"), "cover: it is 500 x 500, not between 1400 and 3000 pixels"),
    ],
)
def test_what_a_directory_would_refuse_is_told(run, show, change, fault):
    settings = show / "show.toml"
    settings.write_text(settings.read_text().replace(*change))
    (show / "cover.jpg").write_bytes(picture(500))
    run("build", show)
    checked = run("check", show)
    assert checked.exit_code == 2
    assert fault in checked.output
    assert "to mend before a directory takes the show" in checked.output


def test_a_show_that_changed_since_it_was_built_is_told(run, show):
    assert "stories/salt.md is not in the site as it is now" in run("check", show).output
    run("build", show)
    (show / "stories/salt.md").write_text("# Salt\n\nGone.\n")
    assert "run storycast build" in run("check", show).output


def test_init_never_writes_over_a_show(run, show):
    before = (show / "show.toml").read_text()
    again = run("init", show, "--title", "Other", "--author", "Bo")
    assert again.exit_code == 2
    assert "there is a show already" in again.output
    assert (show / "show.toml").read_text() == before


@pytest.mark.parametrize("name", ["taken", "taken/show"])
def test_a_show_cannot_begin_in_a_file(run, tmp_path, name):
    (tmp_path / "taken").write_text("mine")
    refused = run("init", tmp_path / name, "--title", "Tides", "--author", "Ada")
    assert (refused.exit_code, len(refused.output.splitlines())) == (1, 1)
    assert f"{tmp_path / name}: no show can begin there" in refused.output


def test_init_asks_nothing_where_nobody_could_answer(run, tmp_path):
    refused = run("init", tmp_path / "show", "--author", "Ada")
    assert (refused.exit_code, refused.output) == (2, "storycast: a show needs --title\n")
    assert not (tmp_path / "show").exists()


def test_init_asks_a_person_until_the_answer_will_do(run, tmp_path, monkeypatch):
    monkeypatch.setattr("storycast.cli.init._at_a_terminal", lambda: True)
    answers = "Tides\nAda\nnowhere\nada@tides.net\n\nDocmentary\nDocumentary\n\n"
    asked = run("init", tmp_path / "show", input=answers)
    assert asked.exit_code == 0, asked.output
    assert "did you mean Documentary" in asked.output
    settings = (tmp_path / "show/show.toml").read_text()
    assert 'category = ["Society & Culture", "Documentary"]' in settings
    assert 'email = "ada@tides.net"' in settings


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (
            ("--category", "Docmentary"),
            "--category: 'Docmentary' is none of Apple's categories; did you mean Documentary",
        ),
        (("--base-url", "tides"), "--base-url: 'tides' is no address of a folder"),
        (("--email", "ada"), "--email: 'ada' is no address"),
        (("--language", "english!"), "--language: 'english!' is no language code"),
        (("--title", "\udcff"), "--title: holds bytes that are no UTF-8"),
        (("--description", "\udcff"), "--description: holds bytes that are no UTF-8"),
        (("--voice", "tone:\udcff"), "--voice: holds bytes that are no UTF-8"),
        (("--voice", "espaek:en-gb"), "No engine is called 'espaek'"),
    ],
)
def test_what_a_show_cannot_have_is_refused_with_the_option(run, tmp_path, options, complaint):
    refused = run("init", tmp_path / "show", "--title", "T", "--author", "A", *options)
    assert refused.exit_code == 2
    assert complaint in refused.output
    assert not (tmp_path / "show").exists()


def test_a_cover_is_taken_along_or_refused(run, tmp_path):
    given = ("--title", "T", "--author", "A", "--cover", tmp_path / "mine.png")
    (tmp_path / "mine.png").write_bytes(picture(1400, "RGBA", "PNG"))
    assert "its colours are RGBA" in run("init", tmp_path / "show", *given).output
    (tmp_path / "mine.png").write_bytes(picture(1400, "RGB", "PNG"))
    assert run("init", tmp_path / "show", *given).exit_code == 0
    assert (tmp_path / "show/cover.png").read_bytes() == (tmp_path / "mine.png").read_bytes()
    assert 'cover = "cover.png"' in (tmp_path / "show/show.toml").read_text()
