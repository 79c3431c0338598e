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
