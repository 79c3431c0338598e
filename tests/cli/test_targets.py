"""Where what is made goes: to a file of its own, and never over an article."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from loopback import Site, serving
from storycast.audio.tags import VOICE, noted
from storycast.cli import main

FERRY = (
    b"<html lang=en><head><title>The Last Ferry</title></head><body><article><h1>The Last Ferry</h1>"
    b"<p>The old ferry had crossed the river every morning for sixty years, and nobody on either bank could say who "
    b"had built it.</p><p>On the last day of March it did not come back.</p></article></body></html>"
)


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Runs `storycast make` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYCAST_STORE", str(tmp_path / "store"))
    runner = CliRunner(mix_stderr=False)
    return lambda *arguments: runner.invoke(main, ["make", "--voice", "tone", *arguments])


def test_two_addresses_of_one_title_make_no_file_twice(make, tmp_path):
    """The second is refused in one line and the run goes on; the first episode stays what it is."""
    site = Site()
    site.answers["/one"] = site.answers["/two"] = (200, {"Content-Type": "text/html"}, FERRY)
    (tmp_path / "a.md").write_text("The lamp went out.")
    with serving(site) as home:
        told = make("--allow-private", f"{home}/one", f"{home}/two", "a.md")
    assert told.exit_code == 2
    assert told.stdout.splitlines() == ["the-last-ferry.mp3", "a.mp3"]
    assert f"{home}/one and {home}/two would both become the-last-ferry.mp3" in told.stderr
    assert told.stderr.splitlines()[-1].startswith("storycast: 1 of 3 not made: ")


def test_an_address_never_takes_the_name_of_a_file(make, tmp_path):
    """Nor does it take the voice of the episode that the file has become."""
    site = Site()
    site.answers["/one"] = (200, {"Content-Type": "text/html"}, FERRY)
    (tmp_path / "the-last-ferry.md").write_text("The lamp went out.")
    with serving(site) as home:
        told = make("--allow-private", f"{home}/one", "the-last-ferry.md")
    assert told.exit_code == 2
    assert told.stdout.splitlines() == ["the-last-ferry.mp3"]
    assert f"the-last-ferry.md and {home}/one would both become the-last-ferry.mp3" in told.stderr
    assert noted(Path("the-last-ferry.mp3"), VOICE) == "tone:low"


def test_what_stands_beside_two_episodes_has_names_of_its_own(make, tmp_path):
    """The transcript of one must not be the chapters of another; nothing is made before that is known."""
    for name in ("a.md", "a.chapters.md"):
        (tmp_path / name).write_text("The lamp went out.")
    told = make("a.md", "a.chapters.md", "--with", "json,chapters")
    assert told.exit_code == 2
    assert "a.md and a.chapters.md would both become a.chapters.json" in told.stderr
    assert not (tmp_path / "a.mp3").exists()


@pytest.mark.parametrize("linked", [False, True])
def test_nothing_is_written_over_any_article_of_the_run(make, tmp_path, linked):
    """Neither its own nor another's, by whatever name; nothing is made before that is known."""
    (tmp_path / "a.md").write_text("The lamp went out.")
    (tmp_path / "b.vtt").write_text("Nobody rowed.")
    other = "b.vtt"
    if linked:
        os.link("b.vtt", "a.vtt")
    else:
        other = str((tmp_path / "b.vtt").replace(tmp_path / "a.vtt"))
    told = make("a.md", other, "--with", "vtt", "-o", "." + os.sep)
    assert told.exit_code == 2
    assert told.stderr == "storycast: a.vtt is read in this run; give another -o\n"
    assert (tmp_path / "a.vtt").read_text() == "Nobody rowed."
    assert not (tmp_path / "a.mp3").exists()


def test_transcripts_of_a_folder_are_no_articles(make, tmp_path):
    """Made again, a folder has the same articles, and nothing is made."""
    (tmp_path / "a.md").write_text("The lamp went out.")
    (tmp_path / "b.txt").write_text("Nobody saw it.")
    assert make("a.md", "--with", "txt,html").exit_code == 0
    again = make(".")
    assert again.stdout.splitlines() == ["a.mp3", "b.mp3"]
    assert again.stderr.startswith("0 of 2 utterances spoken")


def test_an_mp3_of_others_stays(make, tmp_path):
    """Unless it is named: nobody said that this one was to go."""
    (tmp_path / "interview.txt").write_text("The lamp went out.")
    (tmp_path / "interview.mp3").write_bytes(b"an hour with the keeper")
    told = make("interview.txt")
    assert (told.exit_code, (tmp_path / "interview.mp3").read_bytes()) == (2, b"an hour with the keeper")
    assert "isn't storycast's" in told.stderr
    assert make("interview.txt", "-o", "interview.mp3").exit_code == 0
    assert make("interview.txt").exit_code == 0, "now it is"


def test_the_music_is_not_written_over(make, tmp_path):
    """An episode that were its own music would grow with each run."""
    (tmp_path / "a.md").write_text("The lamp went out.")
    assert make("a.md", "-o", "a.mp3").exit_code == 0
    told = make("a.md", "-o", "a.mp3", "--intro", "a.mp3")
    assert told.exit_code == 2
    assert "is read in this run" in told.stderr


@pytest.mark.parametrize("asked", [(), ("a.md", "--bogus"), ("a.md", "--pace", "9"), ("a.md", "--cover", "nope.png")])
def test_what_was_typed_wrong_is_told_in_one_line(make, tmp_path, asked):
    """With where to read on."""
    (tmp_path / "a.md").write_text("The lamp went out.")
    told = make(*asked)
    assert told.exit_code == 2
    assert told.stderr.startswith("storycast: ")
    assert told.stderr.endswith("make --help\n")
    assert told.stderr.count("\n") == 1
