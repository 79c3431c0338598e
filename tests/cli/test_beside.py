"""`make --with`: the files beside an episode."""

import io
import json

import pytest
from click.testing import CliRunner
from mutagen.id3 import ID3
from PIL import Image

from storycast.cli import main
from storycast.rendering.beside import BESIDE

STORY = "# Salt\n\nThe sea leaves it. Nobody asks why.\n\nThen, one morning, the sea was gone.\n"


@pytest.fixture
def run(tmp_path):
    def run(*arguments):
        return CliRunner().invoke(main, ["make", "--voice", "tone", "--store", str(tmp_path / "store"), *arguments])

    return run


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "salt.md"
    path.write_text(STORY)
    return path


def test_the_files_asked_for_stand_beside_the_mp3(run, story, tmp_path):
    ran = run(str(story), "-o", str(tmp_path / "out/salt.mp3"), "--with", ",".join(BESIDE))
    assert ran.exit_code == 0, ran.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "salt.mp3",
        *(f"salt{kind.ending}" for kind in BESIDE.values()),
    }
    assert "the sea was gone" in (tmp_path / "out/salt.txt").read_text()
    chapters = json.loads((tmp_path / "out/salt.chapters.json").read_text())["chapters"]
    assert chapters[0]["startTime"] == 0


def test_no_two_kinds_share_a_name_or_a_type():
    assert len({kind.ending for kind in BESIDE.values()}) == len({kind.type for kind in BESIDE.values()}) == len(BESIDE)


def test_a_kind_that_there_is_none_of_is_refused_by_name(run, story):
    ran = run(str(story), "--with", "vtt,pdf")
    assert ran.exit_code == 2
    assert "'pdf' is none of vtt, srt" in ran.output


def test_an_article_is_never_overwritten_by_its_own_transcript(run, tmp_path):
    story = tmp_path / "salt.txt"
    story.write_text(STORY)
    ran = run(str(story), "-o", str(tmp_path / "salt.mp3"), "--with", "txt")
    assert ran.exit_code == 2
    assert "is the article itself" in ran.output
    assert story.read_text() == STORY


def test_what_is_the_same_is_not_written_again(run, story, tmp_path):
    arguments = (str(story), "-o", str(tmp_path / "out/salt.mp3"), "--with", "vtt,html")
    run(*arguments)
    before = (tmp_path / "out/salt.vtt").stat().st_mtime_ns
    run(*arguments)
    assert (tmp_path / "out/salt.vtt").stat().st_mtime_ns == before


def test_a_cover_of_ones_own_rides_in_the_tag(run, story, tmp_path):
    """Small, and made anew when it changes; what is no picture is one line and exit code 2."""
    out, picture = tmp_path / "salt.mp3", tmp_path / "cover.png"
    Image.new("RGB", (1500, 1500), "#a02020").save(picture)
    assert run(str(story), "-o", str(out), "--cover", str(picture)).exit_code == 0
    shown = Image.open(io.BytesIO(ID3(out).getall("APIC")[0].data))
    assert shown.size == (600, 600)
    red, green, _ = shown.getpixel((300, 300))
    assert red > 2 * green
    picture.write_bytes(b"no picture")
    ran = run(str(story), "-o", str(out), "--cover", str(picture))
    assert ran.exit_code == 2
    assert "not a picture that can be read" in ran.output


def test_an_article_names_no_music(run, story, tmp_path):
    """Nothing that it says is used as a path; who writes it is told what is."""
    story.write_text(f"---\nintro: /etc/passwd\n---\n{STORY}")
    ran = run(str(story), "-o", str(tmp_path / "salt.mp3"))
    assert ran.exit_code == 0
    assert "intro is for --intro or show.toml to name" in ran.output
