"""A run that has nothing to do says so at once, and only then."""

import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from storycast.cli import main

TEXT = "# A title\n\nOne sentence. Another one!\n\nAnd a third.\n"
HEAVY = {
    "numpy", "pydub", "mutagen", "soundfile", "soxr", "lameenc", "rich", "trafilatura", "PIL", "requests", "urllib3",
    "lxml", "markdown_it", "gtts", "jinja2", "yaml",
}  # fmt: skip
"""What takes long to import."""


@pytest.fixture
def make(tmp_path):
    """Makes `story.md`; what it said, without the seconds."""
    (tmp_path / "story.md").write_text(TEXT)

    def run(*options):
        where = ["--store", str(tmp_path / "store"), "-o", str(tmp_path / "story.mp3")]
        result = CliRunner().invoke(main, ["make", str(tmp_path / "story.md"), "--voice", "tone", *where, *options])
        assert result.exit_code == 0, result.output
        return re.sub(r", [0-9.]+ s\n", "\n", result.output)

    return run


def fast(monkeypatch):
    """From now on a run that reads an article fails."""

    def read(*_, **__):
        raise AssertionError("the article was read")

    monkeypatch.setattr("storycast.reading.formats.read", read)


def test_the_same_again_reads_nothing(make, tmp_path, monkeypatch):
    """Not the article, not the MP3; the file stays untouched, and what is told stays true."""
    first = make("--with", "vtt")
    stamp = (tmp_path / "story.mp3").stat()
    fast(monkeypatch)
    again = make("--with", "vtt")
    assert (tmp_path / "story.mp3").stat() == stamp
    assert "4 of 4 utterances spoken, 1 of 1 beats encoded" in first
    assert "0 of 4 utterances spoken, 0 of 1 beats encoded" in again
    assert first.splitlines()[-1] == again.splitlines()[-1] == str(tmp_path / "story.mp3")


CHANGES = {
    "the text": lambda folder: (folder / "story.md").write_text(TEXT + "\nMore."),
    "the MP3": lambda folder: (folder / "story.mp3").write_bytes(b"something else"),
    "the MP3's time": lambda folder: os.utime(folder / "story.mp3", (1, 1)),
    "a file beside it": lambda folder: (folder / "story.vtt").unlink(),
    "the store": lambda folder: [path.unlink() for path in folder.glob("store/finished/*/*")],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_has_changed_is_seen(change, make, tmp_path):
    """An edit, a file that is gone or another: the episode is made, and is what it would be from nothing."""
    make("--with", "vtt")
    change(tmp_path)
    make("--with", "vtt")
    made = (tmp_path / "story.mp3").read_bytes()
    make("--with", "vtt", "--force")
    assert (tmp_path / "story.mp3").read_bytes() == made
    assert (tmp_path / "story.vtt").exists()


@pytest.mark.parametrize("option", [("--pauses", "none"), ("--pace", "1.2"), ("--with", "srt"), ("--force",)])
def test_other_settings_are_other_runs(option, make, monkeypatch):
    """What any setting decides is worked out anew."""
    make()
    fast(monkeypatch)
    with pytest.raises(AssertionError, match="the article was read"):
        make(*option)


def test_a_voice_that_sounds_different_is_seen(make, monkeypatch):
    """An engine's new version or another model file: its fingerprint tells."""
    make()
    monkeypatch.setattr("storycast.engines.tone.Tone.fingerprint", lambda *_: "another")
    assert "4 of 4 utterances spoken" in make()


def test_remarks_are_told_each_time(make, tmp_path):
    """What was guessed or left out is said again by a run that has nothing to do."""
    (tmp_path / "story.md").write_bytes("# A title\n\nA café.\n".encode("latin-1"))
    first = make()
    assert "story.md: " in first
    assert [line for line in make().splitlines() if "story.md" in line] == [
        line for line in first.splitlines() if "story.md" in line
    ]


def imported(folder, *arguments):
    """What a run of the program has imported when it ends, by first names."""
    script = (
        "import sys; from storycast.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, *arguments]
    ended = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return set(ended.stderr.split())


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("make", "--help"), ("plan", "--help")])
def test_asking_about_the_program_imports_nothing_heavy(arguments, tmp_path):
    """`--version` and `--help` answer at once."""
    assert not imported(tmp_path, *arguments) & (HEAVY | {"asyncio", "email", "platformdirs", "ctypes"})


def test_planning_a_text_imports_nothing_that_makes_sound(tmp_path):
    """A plan of plain text needs no sound, no network and no page reader."""
    (tmp_path / "story.txt").write_text("It was the end of the day, and they were not at all tired. " * 20)
    plan = ("plan", "--voice", "tone", "--director", "plain", "story.txt")
    assert not imported(tmp_path, *plan) & HEAVY


def test_a_run_with_nothing_to_do_imports_nothing_heavy(tmp_path):
    """It hashes the text, looks at the files, and ends."""
    (tmp_path / "story.md").write_text(TEXT)
    make = ("make", "--voice", "tone", "--store", "store", "story.md")
    assert imported(tmp_path, *make) & HEAVY
    assert not imported(tmp_path, *make) & HEAVY
