"""What people type and what they read: results on stdout, all else on stderr, one line for every error."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from mutagen.id3 import ID3

from fakes import INTERRUPTIBLE, STORIES
from storycast import __version__
from storycast.cli import Commands, main

TEXTS = Path(__file__).parent / "data" / "texts"
STORY = "A short tale\n\nHe came home. Nobody was there.\n\nThen the door opened!\n"
MP3 = b"ID3"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs storycast in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYCAST_STORE", str(tmp_path / "store"))
    Path("tale.txt").write_text(STORY, "utf-8")
    runner = CliRunner(mix_stderr=False)
    return lambda *arguments, **named: runner.invoke(main, arguments, prog_name="storycast", **named)


def test_the_path_goes_to_stdout_and_the_truth_to_stderr(run):
    """A script can use the one, a person reads the other."""
    done = run("make", "tale.txt", "--voice", "tone")
    assert done.stdout == "tale.mp3\n"
    assert re.fullmatch(r"4 of 4 utterances spoken, \d+ of \d+ beats encoded, \d+\.\d s\n", done.stderr)
    assert Path("tale.mp3").read_bytes()[:3] == MP3
    again = run("make", "tale.txt", "--voice", "tone")
    assert again.stderr.startswith("0 of 4 utterances spoken, 0 of ")
    assert run("make", "tale.txt", "--voice", "tone", "--quiet").stderr == ""


def test_an_edit_speaks_one_sentence(run):
    """The line after the run says so."""
    run("make", "tale.txt", "--voice", "tone", "--director", "plain")
    Path("tale.txt").write_text(STORY.replace("Nobody", "No one"), "utf-8")
    done = run("make", "tale.txt", "--voice", "tone", "--director", "plain")
    assert done.stderr.startswith("1 of 4 utterances spoken, 1 of 1 beats encoded")


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are UTF-16 or UTF-8 there")
def test_a_name_in_bytes_that_are_not_utf_8(run):
    """Old disks have them: the episode has the same bytes in its name, and a title that can be read and said."""
    named = os.fsdecode("Café".encode("latin-1"))
    Path(f"{named}.txt").write_text("He came home. Nobody was there.\n", "utf-8")
    done = run("make", f"{named}.txt", "--voice", "tone")
    assert (done.exit_code, done.stdout_bytes) == (0, b"Caf\xe9.mp3\n")
    assert ID3(f"{named}.mp3")["TIT2"].text == ["Café"]
    assert run("make", f"{named}.txt", "--voice", "tone").stderr.startswith("0 of ")


def test_standard_input_is_named_by_its_title(run):
    """`-` reads from a pipe."""
    done = run("make", "-", "--voice", "tone", input=STORY)
    assert done.stdout == "a-short-tale.mp3\n"


@pytest.mark.parametrize(
    ("out", "expected"),
    [("x.mp3", "x.mp3"), ("new/x.mp3", "new/x.mp3"), ("there", "there/tale.mp3"), ("new/", "new/tale.mp3")],
)
def test_out_is_a_file_or_a_folder(run, out, expected):
    """A folder that is there, or a name that ends in a slash, gets the file."""
    Path("there").mkdir()
    assert run("make", "tale.txt", "--voice", "tone", "-o", out).stdout == f"{Path(expected)}\n"
    assert Path(expected).exists()


def test_several_sources_make_several_episodes(run):
    """One call, one line each on stdout."""
    Path("other.txt").write_text("Another\n\nSomething else.\n", "utf-8")
    assert run("make", "tale.txt", "other.txt", "--voice", "tone").stdout == "tale.mp3\nother.mp3\n"


def test_the_plan_as_json_is_json_alone(run):
    """Nothing else on stdout; what is spoken is the text."""
    plan = json.loads(run("plan", "tale.txt", "--json", "--voice", "tone").stdout)
    lines = [line for beat in plan["beats"] for line in beat["lines"]]
    assert [line["text"] for line in lines if line["kind"] == "speech"] == [
        "A short tale", "He came home.", "Nobody was there.", "Then the door opened!"
    ]  # fmt: skip
    assert {"kind", "ms", "why", "reason"} == set(next(line for line in lines if line["kind"] == "pause"))
    assert (plan["utterances"], plan["in_store"]) == (4, 0)


def test_planning_speaks_nothing(run):
    """It says what is in the store, and leaves it as it was."""
    assert "0 of them in the store" in run("plan", "tale.txt", "--voice", "tone").stdout
    assert not Path("store").exists()
    run("make", "tale.txt", "--voice", "tone")
    assert "4 utterances, 4 of them in the store" in run("plan", "tale.txt", "--voice", "tone").stdout


def test_what_is_left_out_is_listed(run):
    """On stderr when making, in the plan; and read after all when asked for."""
    page = str(TEXTS / "pasted-page.txt")
    made = run("make", page, "--voice", "tone", "-o", "page.mp3")
    assert "top of page" in made.stderr
    plan = json.loads(run("plan", page, "--json", "--voice", "tone").stdout)
    assert "top of page" in [left["text"].strip() for left in plan["left_out"]]
    assert json.loads(run("plan", page, "--json", "--voice", "tone", "--keep-everything").stdout)["left_out"] == []


def errors():
    """(what is typed, exit code, what the one line says)."""
    return [
        (["make", "nowhere.txt"], 2, "nowhere.txt: no such file"),
        (["make", "folder"], 2, "folder: a folder"),
        (["make", "empty.txt"], 2, "empty.txt: empty"),
        (["make", "blank.txt"], 2, "blank.txt: empty"),
        (["make", "binary.txt"], 2, "binary.txt: "),
        (["make", "front.md"], 2, "front.md: "),
        (["make", "marks.txt"], 2, "marks.txt: "),
        (["make", "tale.txt", "--voice", "nobody"], 2, "nobody"),
        (["make", "tale.txt", "--voice", "espeak:klingon"], 2, "klingon"),
        (["make", "tale.txt", "--voice", "tone:deep"], 2, "deep"),
        (["make", "tale.txt", "--voice", "espeak", "--language", "xx"], 2, "'xx'"),
        (["make", "tale.txt", "--director", "nobody"], 2, "no director is called 'nobody'"),
        (["make", "tale.txt", "--voice", "tone", "--language", "The king's"], 2, "'The king's' is no language code"),
        (["plan", "language.md", "--voice", "tone"], 2, "language.md: 'no language at all' is no language code"),
        (
            ["make", "pauses.md", "--voice", "tone"],
            2,
            "pauses.md: pauses: 'many' means nothing; it can be none, light, full",
        ),
        (["make", "pace.md", "--voice", "tone"], 2, "pace.md: pace: 'fast' is not a number"),
        (["make", "tale.txt", "--voice", "tone", "-o", "tale.txt"], 2, "is the article itself"),
        (["make", "tale.txt", "--voice", "tone", "-o", "tale.txt/x.mp3"], 1, "can't write tale.txt/x.mp3"),
        (["make", "tale.txt", "--voice", "tone", "--store", "full/store"], 1, "full/store"),
        (["make", "tale.txt", "--voice", "tone", "-o", os.devnull], 2, "is no file, and stays what it is"),
        (["make", "y" * 5000], 2, "can't be read (File name too long)"),
        (
            ["make", "tale.txt", "--voice", "tone", "-o", "y" * 300 + ".mp3"],
            1,
            "(File name too long); check its folder",
        ),
        (["make", "tale.txt", "empty.txt", "--voice", "tone", "-o", "y" * 300 + ".mp3"], 2, "one file, 2 articles"),
        (["voices", "--sample", "tone", "-o", "y" * 300], 1, "(File name too long); check its folder"),
        (["make", "huge.txt"], 2, "huge.txt: over 100 MB"),
        (["make", "tale.txt", "--pauses", "loud"], 2, "--pauses"),
        (["make", "tale.txt", "--jobs", "0"], 2, "--jobs"),
        (["make", "tale.txt", "--pace", "9"], 2, "--pace"),
        (["make"], 2, "SOURCE"),
        (["make", ""], 2, "an empty name; name a file"),
        (["make", "tale.txt", "front.md", "-o", "one.mp3"], 2, "one.mp3: one file, 2 articles; give a folder"),
        (["make", "tale.txt", "folder/tale.txt", "-o", "out/"], 2, "would both become out/tale.mp3"),
        (["make", "tale.txt", "--voice", "tone", "-o", "tale.wav"], 2, "tale.wav: what is made is an MP3"),
        (["store", "prune"], 2, "say how far"),
        (["store", "prune", "--older-than", "soon"], 2, "soon"),
        (["sing"], 2, "sing"),
    ]


@pytest.mark.parametrize(("arguments", "code", "says"), errors(), ids=lambda value: str(value)[:60])
def test_every_error_is_one_line_and_a_code(run, arguments, code, says):
    """What, where, what to do; 2 for the user's mistakes, 1 for the world's; no traceback, nothing half-written."""
    Path("folder").mkdir()
    Path("full").write_text("not a folder")
    Path("empty.txt").touch()
    with Path("huge.txt").open("wb") as huge:
        huge.truncate(100_000_001)
    Path("blank.txt").write_text(" \n\n \n")
    Path("marks.txt").write_text("***\n\n---\n")
    Path("binary.txt").write_bytes(bytes(range(256)) * 40)
    Path("front.md").write_text("---\ntitle: [unclosed\n---\nText.\n")
    Path("pauses.md").write_text("---\npauses: many\n---\nSome text.\n")
    Path("language.md").write_text("---\nlanguage: no language at all\n---\nSome text.\n")
    Path("pace.md").write_text("---\npace: fast\n---\nSome text.\n")
    before = sorted(Path().rglob("*"))
    done = run(*arguments)
    assert done.exit_code == code, done.stderr
    assert isinstance(done.exception, SystemExit)
    last = done.stderr.rstrip("\n").splitlines()[-1]
    assert says in last
    assert "Traceback" not in done.stderr
    assert [path for path in sorted(Path().rglob("*")) if path not in before and "store" not in path.parts] == []


def test_an_error_leaves_the_good_episode(run):
    """An MP3 that was made stays as it was."""
    run("make", "tale.txt", "--voice", "tone")
    good = Path("tale.mp3").read_bytes()
    Path("tale.txt").write_text("")
    assert run("make", "tale.txt", "--voice", "tone").exit_code == 2
    assert Path("tale.mp3").read_bytes() == good


def test_a_store_that_can_only_be_read_is_used(run, monkeypatch):
    """What is in it needs no writing; what isn't ends in one line."""
    run("make", "tale.txt", "--voice", "tone")

    def refused(_path):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("storycast.store._replacing", refused)
    done = run("make", "tale.txt", "--voice", "tone", "-o", "again.mp3")
    assert (done.exit_code, done.stdout) == (0, "again.mp3\n"), done.stderr
    assert Path("again.mp3").read_bytes() == Path("tale.mp3").read_bytes()
    done = run("make", "tale.txt", "--voice", "tone:high")
    assert done.exit_code == 1
    assert "store can't be written (Read-only file system); check its permissions, or give" in done.stderr


def test_an_article_cannot_write_on_the_terminal(run):
    """Escape sequences are made visible."""
    Path("evil.txt").write_text(
        "Share\n\nTitle\n\nWords \x1b]0;owned\x07 and \u202emore. Words.\n\nComments\n", "utf-8"
    )
    for command in ("plan", "make"):
        done = run(command, "evil.txt", "--voice", "tone")
        assert not {"\x1b", "\u202e"} & {*done.stdout, *done.stderr}


def test_the_store_can_be_seen_pruned_and_cleared(run):
    """Its place, its size, and the ways to make it smaller."""
    run("make", "tale.txt", "--voice", "tone")
    shown = run("store").stdout.splitlines()
    assert shown[0] == str(Path("store").absolute())
    assert [line.split()[0] for line in shown[1:]] == [
        "clips",
        "covers",
        "finished",
        "narration",
        "segments",
        "shelves",
    ]
    assert shown[1].split()[1] == "4"
    entries = sum(int(line.split()[1]) for line in shown[1:])
    assert run("store", "prune", "--down-to", "0k").stdout.startswith(f"{entries} entries removed")
    run("make", "tale.txt", "--voice", "tone")
    assert run("store", "clear").exit_code == 0
    assert run("store").stdout.splitlines()[1:] == []


def test_version_and_help_list_everything(run):
    """Each command is listed, and its help says what it does."""
    assert run("--version").stdout == f"storycast {__version__}\n" or run("--version").stdout.endswith(
        f" {__version__}\n"
    )
    listed = run("--help").stdout
    for name, (_, line) in Commands.listed.items():
        assert f"{name} " in listed
        assert line in " ".join(listed.split())
        assert run(name, "--help").exit_code == 0


def test_every_option_has_a_help_text():
    """Nothing is left to guess."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command.help
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or parameter.help, (name, parameter.name)


def test_interrupting_leaves_no_half_file(tmp_path):
    """Ctrl-C ends at once, keeps what was spoken, touches no file; the next run goes on from there."""
    text = "\n\n".join(f"Sentence number {n} of a long story, with some words in it." for n in range(3000))
    (tmp_path / "long.txt").write_text(f"Long\n\n{text}", "utf-8")
    surroundings = {**os.environ, "STORYCAST_STORE": str(tmp_path / "store")}
    command = [*INTERRUPTIBLE, "make", "long.txt", "--voice", "tone"]
    running = subprocess.Popen(command, cwd=tmp_path, env=surroundings, stderr=subprocess.PIPE, text=True)
    while len(list((tmp_path / "store").glob("clips/*/*"))) < 20 and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    told = running.communicate(timeout=60)[1]
    assert running.returncode == 130, told
    assert "stopped; what was spoken is kept" in told
    assert "Traceback" not in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.txt", "store"]
    assert not list((tmp_path / "store").rglob("*.part"))


def test_the_embedded_voice_tells_a_story(run):
    """The README's first command, with the README's first voice."""
    done = run("make", str(next(path for path in STORIES if path.stem == "the-second-stroke")), "--voice", "espeak")
    assert done.exit_code == 0, done.stderr
    assert Path("the-second-stroke.mp3").stat().st_size > 1_000_000
