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
    assert told.stderr == "storycast: a.vtt is an article of this run; give another -o\n"
    assert (tmp_path / "a.vtt").read_text() == "Nobody rowed."
    assert not (tmp_path / "a.mp3").exists()
