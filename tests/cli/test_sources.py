"""What the command line reads: files, folders, web addresses."""

import json

from click.testing import CliRunner

from loopback import Site, serving
from storycast.cli import main

PAGE = (
    b"<!doctype html><html lang=en><head><title>The Last Ferry</title></head><body><nav><a href=/>Home</a></nav>"
    b"<article><h1>The Last Ferry</h1><p>The old ferry had crossed the river every morning for sixty years, and nobody "
    b"on either bank could say who had built it.</p><p>On the last day of March it did not come back.</p></article>"
)


def run(*words):
    return CliRunner().invoke(main, words)


def plan(source, tmp_path, *words):
    told = run("plan", source, "--json", "--voice", "tone", "--director", "plain", "--store", str(tmp_path), *words)
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def test_address(tmp_path):
    """A web address is fetched and read; a page that hasn't changed needs one 304."""
    site = Site()

    def answer(request):
        known = request.headers.get("If-None-Match") == '"one"'
        return (304, {}, b"") if known else (200, {"ETag": '"one"', "Content-Type": "text/html"}, PAGE)

    site.answers["/ferry"] = answer
    with serving(site) as home:
        first = plan(f"{home}/ferry", tmp_path, "--allow-private")
        assert site.paths == ["/robots.txt", "/ferry"]
        assert plan(f"{home}/ferry", tmp_path, "--allow-private") == first
        assert site.paths == ["/robots.txt", "/ferry", "/ferry"]
    spoken = " ".join(line["text"] for beat in first["beats"] for line in beat["lines"] if line["kind"] == "speech")
    assert "it did not come back" in spoken
    assert "Home" not in spoken


def test_private_address(tmp_path):
    """An address of this machine is refused unless it is meant; the world's fault, so exit code 1."""
    told = run("plan", "http://127.0.0.1:9/", "--store", str(tmp_path))
    assert told.exit_code == 1
    assert "--allow-private" in told.output


def test_folder(tmp_path):
    """A folder stands for the articles in it, by name; other files in it are left alone."""
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "b.txt").write_text("The Bridge\n\nIt stood.\n")
    (stories / "a.md").write_text("# The Ferry\n\nIt sank.\n")
    (stories / "cover.png").write_bytes(b"\x89PNG")
    (tmp_path / "out").mkdir()
    told = run("make", str(stories), "-o", str(tmp_path / "out"), "--voice", "tone", "--store", str(tmp_path / "store"))
    assert told.exit_code == 0, told.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.mp3", "b.mp3"]


def test_folder_without_articles(tmp_path):
    """A folder without articles is refused in one line."""
    told = run("make", str(tmp_path))
    assert told.exit_code == 2
    assert "a folder without articles" in told.output


def test_a_bad_article_does_not_keep_the_others_from_being_made(tmp_path, monkeypatch):
    """Each that can't be made is told of, the others are made, and the end is an error all the same."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("a.md", "The lamp went out."), ("b.md", ""), ("c.md", "Nobody rowed.")):
        (tmp_path / name).write_text(text)
    told = CliRunner(mix_stderr=False).invoke(main, ["make", str(tmp_path), "-o", "out/", "--voice", "tone"])
    assert told.exit_code == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.mp3", "c.mp3"]
    assert told.stdout.splitlines() == ["out/a.mp3", "out/c.mp3"]
    assert "b.md: empty; give a file with an article in it" in told.stderr
    assert told.stderr.splitlines()[-1].startswith("storycast: 1 of 3 not made: ")


def test_a_kept_voice_reads_its_own_language_only(tmp_path, monkeypatch):
    """An episode keeps its voice; an article in another language is read by one that speaks it, and that is told."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tale.md").write_text("The old ferry had crossed the river every morning for sixty years, they said.")
    assert run("make", "tale.md", "-o", "x.mp3", "--voice", "espeak:en-gb").exit_code == 0
    again = run("make", "tale.md", "-o", "x.mp3", "-v", "--force")
    assert "spoken by espeak:en-gb" in again.output
    (tmp_path / "tale.md").write_text("---\nlanguage: de\n---\nDie alte Fähre kam an diesem Morgen nicht zurück.")
    german = run("make", "tale.md", "-o", "x.mp3", "-v")
    assert "the voice before was espeak:en-gb; this article's language is de, so another reads it" in german.output
    assert "spoken by espeak:de" in german.output
    chinese = "---\nlanguage: zh\n---\n那艘老渡船每天早上都过河。"
    (tmp_path / "tale.md").write_text(chinese, encoding="utf-8")
    run("make", "tale.md", "-o", "x.mp3")
    assert "the voice before" not in run("make", "tale.md", "-o", "x.mp3", "-v", "--force").output  # cmn speaks zh


def test_what_an_annotated_article_leaves_out_is_told(tmp_path):
    """The marks go to standard output, and what is no part of the article is listed beside it."""
    page = tmp_path / "page.md"
    page.write_text("# Fish\n\nThe fish came in the night, all of them, and nobody saw it.\n\nAccept all cookies\n")
    told = CliRunner(mix_stderr=False).invoke(main, ["plan", str(page), "--annotate", "--voice", "tone"])
    assert "cookies" not in told.stdout
    assert "left out: Accept all cookies" in told.stderr
