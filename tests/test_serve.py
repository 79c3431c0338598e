"""A built site as clients get it: byte ranges, HEAD, ETags, right types, and nothing from outside the site."""

import http.client
import os
import socket
import threading
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shows import EPISODE, SHOW
from storycast import serve
from storycast.cli import serve as serving
from storycast.errors import OutputError
from storycast.model import Feed
from storycast.rendering.feed import render_feed

SOUND = bytes(range(256)) * 40
FILES = {
    "index.html": b"<!doctype html><title>Tides</title>",
    "feed.xml": b"<rss><channel><link>https://tides.net/a/index.html</link>"
    b'<atom:link href="https://tides.net/a/feed.xml" rel="self" type="application/rss+xml" />'
    b'<enclosure url="https://tides.net/a/episodes/salt-1.mp3"/></channel></rss>',
    "salt.html": "<!doctype html><title>Salt — 🎧</title>".encode(),
    "episodes/salt-1.mp3": SOUND,
    "episodes/salt-1.vtt": b"WEBVTT\n",
    "episodes/salt-1.srt": b"1\n",
    "episodes/salt-1.json": b"{}",
    "episodes/salt-1.chapters.json": b"{}",
    "episodes/salt-1.txt": b"Salt.\n",
    "covers/salt-1.jpg": b"\xff\xd8\xff",
    ".secret": b"hidden",
}


@contextmanager
def served(site, **asked):
    """The port of a server of that site."""
    running = serve.server(serve.Asked(site, **asked))
    with serve.listening("127.0.0.1", 0) as bound:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield bound.getsockname()[1]
        finally:
            running.should_exit = True
            thread.join(10)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shows") / "site"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder.parent / "show.toml").write_text("outside")
    (folder / "linked.txt").symlink_to(folder.parent / "show.toml")
    os.mkfifo(folder / "pipe")
    return folder


@pytest.fixture(scope="module")
def port(site):
    with served(site) as port:
        yield port


@pytest.fixture
def ask(port):
    def ask(path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, dict(answer.headers), body

    return ask


def said(port, words, *, timeout=10):
    """What the server answers to raw bytes before it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        connection.sendall(words)
        answer = b""
        try:
            while more := connection.recv(65536):
                answer += more
        except ConnectionResetError:
            pass
        return answer


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/salt.html", "text/html; charset=utf-8"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/episodes/salt-1.mp3", "audio/mpeg"),
        ("/episodes/salt-1.vtt", "text/vtt; charset=utf-8"),
        ("/episodes/salt-1.srt", "application/x-subrip"),
        ("/episodes/salt-1.json", "application/json"),
        ("/episodes/salt-1.chapters.json", "application/json+chapters"),
        ("/episodes/salt-1.txt", "text/plain; charset=utf-8"),
        ("/covers/salt-1.jpg", "image/jpeg"),
    ],
)
def test_each_file_has_its_type_and_head_tells_what_get_would(ask, path, kind):
    status, headers, body = ask(path)
    assert (status, headers["content-type"], int(headers["content-length"])) == (200, kind, len(body))
    status, head, nothing = ask(path, "HEAD")
    assert (status, nothing) == (200, b"")
    assert {k: v for k, v in head.items() if k != "date"} == {k: v for k, v in headers.items() if k != "date"}


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("0-1", 0, 2), ("100-", 100, len(SOUND)), ("-5", len(SOUND) - 5, len(SOUND)), ("0-999999", 0, len(SOUND))],
)
def test_a_range_is_answered_with_just_that(ask, asked, start, end):
    status, headers, body = ask("/episodes/salt-1.mp3", Range=f"bytes={asked}")
    assert (status, body) == (206, SOUND[start:end])
    assert headers["content-range"] == f"bytes {start}-{end - 1}/{len(SOUND)}"


def test_several_ranges_come_as_one_answer(ask):
    status, headers, body = ask("/episodes/salt-1.mp3", Range="bytes=0-1,300-301")
    assert status == 206
    assert headers["content-type"].startswith("multipart/byteranges")
    assert body.count(b"Content-Range") + body.count(b"content-range") == 2


def test_a_range_past_the_end_is_told_the_length(ask):
    status, headers, _ = ask("/episodes/salt-1.mp3", Range=f"bytes={len(SOUND)}-")
    assert (status, headers["content-range"]) == (416, f"bytes */{len(SOUND)}")


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-2",
        "bytes=a-b",
        "bytes=",
        "lines=0-1",
        "bytes=--1",
        "bytes",
        "bytes=" + "0-1," * 3000,
        "bytes=9" + "9" * 400 + "-",
    ],
)
def test_a_senseless_range_harms_nothing(ask, asked):
    status, _, body = ask("/episodes/salt-1.mp3", Range=asked)
    assert status in {200, 206, 400, 416}
    assert len(body) <= len(SOUND) + 1000
    assert ask("/")[0] == 200


def test_what_a_client_has_is_not_sent_again(ask):
    _, headers, _ = ask("/episodes/salt-1.mp3")
    for told in (
        {"If-None-Match": headers["etag"]},
        {"If-None-Match": f'"x", W/{headers["etag"]}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": headers["last-modified"]},
    ):
        status, again, body = ask("/episodes/salt-1.mp3", **told)
        assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    assert ask("/episodes/salt-1.mp3", **{"If-None-Match": '"x"'})[0] == 200
    assert ask("/episodes/salt-1.mp3", **{"If-Modified-Since": "yesterday"})[0] == 200


def test_a_range_of_a_file_that_changed_meanwhile_is_the_whole_file(ask):
    status, _, body = ask("/episodes/salt-1.mp3", Range="bytes=0-1", If_Range='"of another one"')
    assert (status, body) == (200, SOUND)


@pytest.mark.parametrize("path", ["/feed.xml", "/episodes/salt-1.vtt", "/episodes/salt-1.chapters.json"])
def test_players_on_other_sites_may_read_along(ask, path):
    assert ask(path)[1]["access-control-allow-origin"] == "*"


def test_pages_are_not_for_scripts_of_other_sites(ask):
    assert "access-control-allow-origin" not in ask("/salt.html")[1]


def test_the_feed_tells_the_address_that_it_was_asked_at(ask, port):
    feed = ask("/feed.xml")[2].decode()
    assert "tides.net" not in feed
    assert f'url="http://127.0.0.1:{port}/episodes/salt-1.mp3"' in feed
    assert f"<link>http://localhost:{port}/index.html</link>" in ask("/feed.xml", Host=f"localhost:{port}")[2].decode()


def test_a_feed_that_moves_while_it_is_served_is_still_told_as_ours(tmp_path):
    """Under --watch, a build may give it another address."""
    with served(tmp_path) as port:
        for address in ("https://tides.net/a/", "https://tides.net/b/", "https://tales.net/"):
            show = replace(SHOW, base_url=address)
            (tmp_path / "feed.xml").write_text(render_feed(Feed(show, (EPISODE,))), "utf-8")
            told = said(port, b"GET /feed.xml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert address.encode() not in told
            assert b'url="http://localhost/episodes/keeper-1f2e3d.mp3"' in told


def test_a_feed_without_an_address_of_its_own_gets_one():
    feed = '<rss><link>index.html</link><atom:link href="feed.xml" rel="self"/><e url="a.mp3"/><g href="https://x.net/a"/></rss>'
    assert serve._at_home(feed, "http://127.0.0.1:80/") == (
        '<rss><link>http://127.0.0.1:80/index.html</link><atom:link href="http://127.0.0.1:80/feed.xml" rel="self"/>'
        '<e url="http://127.0.0.1:80/a.mp3"/><g href="https://x.net/a"/></rss>'
    )


@pytest.mark.parametrize(
    "path",
    [
        "/../show.toml",
        "/%2e%2e/show.toml",
        "/..%2fshow.toml",
        "/episodes/../../show.toml",
        "/..%5cshow.toml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/linked.txt",
        "/pipe",
        "/.secret",
        "/episodes/.salt.mp3",
        "/episodes",
        "/episodes/",
        "/no-such-file",
        "/%00",
        "/salt.html%00.mp3",
        "/salt.html/",
        "/" + "x" * 5000,
        "/%ff%fe",
    ],
)
def test_nothing_but_files_of_the_site_is_served(ask, path):
    status, _, body = ask(path)
    assert status == 404
    assert b"outside" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(ask, method):
    status, headers, _ = ask("/", method)
    assert (status, {*headers["allow"].split(", ")}) == (405, {"GET", "HEAD"})


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", "127.0.0.1.evil.example", "[::1"])
def test_a_name_of_somebody_elses_leads_nowhere(ask, host):
    """So that no page on the web can read what is served to this machine alone."""
    assert ask("/", Host=host)[0] == 421


def test_the_name_that_was_asked_for_is_ours(site):
    """`serve --host studio.lan` is reached as http://studio.lan, in whatever case."""
    with served(site, host="Studio.lan") as port:
        for name in (b"studio.lan", b"Studio.LAN:8000"):
            assert said(port, b"GET / HTTP/1.1\r\nConnection: close\r\nHost: " + name + b"\r\n\r\n")[9:12] == b"200"
        assert said(port, b"GET / HTTP/1.1\r\nConnection: close\r\nHost: evil.lan\r\n\r\n")[9:12] == b"421"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "192.168.1.20:8000", "[::1]:8000"])
def test_this_machine_may_be_called_by_its_numbers(ask, host):
    assert ask("/", Host=host)[0] == 200


@pytest.mark.parametrize(
    "words",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000,
        b"GET /" + b"x" * 100_000,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\r\n\r\n\r\n nonsense\r\n\r\n",
        b"GET / HTTP/1.0\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_nonsense_ends_the_connection_and_nothing_else(port, ask, words):
    answer = said(port, words)
    assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 200"))
    assert ask("/")[0] == 200


def test_who_does_not_finish_asking_is_dropped(site, monkeypatch):
    """Byte by byte or not at all: a connection is worth a request, in time."""
    monkeypatch.setattr(serve, "SECONDS_TO_ASK", 0.2)
    with served(site) as port:
        assert said(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ") == b""
        assert said(port, b"") == b""


def test_many_at_once_are_served_or_turned_away(port, ask):
    waiting = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(serve.MOST_CONNECTIONS + 5)]
    assert ask("/")[0] == 503
    for connection in waiting:
        connection.close()
    statuses = [ask("/")[0] for _ in range(50)]
    assert statuses[-1] == 200


def test_under_watch_pages_look_for_a_newer_self(site):
    with served(site, reloading=True) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/salt.html")
        answer = connection.getresponse()
        page = answer.read()
        assert page.startswith(FILES["salt.html"])
        assert b'fetch(location.pathname, { method: "HEAD"' in page
        before = answer.headers["etag"]
        (site / "salt.html").write_bytes(b"<!doctype html><title>Salt, again</title>")
        connection.request("HEAD", "/salt.html")
        answer = connection.getresponse()
        answer.read()
        assert answer.headers["etag"] != before
        connection.close()
        (site / "salt.html").write_bytes(FILES["salt.html"])


def test_a_port_that_is_taken_is_told():
    with serve.listening("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
        with pytest.raises(OutputError, match=f"can't listen at 127.0.0.1:{port} .* give another --port"):
            serve.listening("127.0.0.1", port)


NUMBER = st.integers(-1, len(SOUND) + 2).map(str) | st.text("0123456789-,=; ", max_size=9) | st.just(str(10**30))
RANGE = st.builds("{}={}".format, st.sampled_from(("bytes", "Bytes", "lines", "")), st.lists(NUMBER).map("-".join))
LINES = st.builds("{}-{}".format, NUMBER, NUMBER)
ANY_RANGE = RANGE | st.lists(LINES, min_size=1, max_size=30).map(lambda spans: f"bytes={','.join(spans)}")
FUZZED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZED
@given(asked=ANY_RANGE)
def test_whatever_range_is_asked_for_what_comes_is_of_the_file(port, asked):
    """All of it, the part that was asked for, or that there is none; never anything else, never a failure."""
    words = f"GET /episodes/salt-1.mp3 HTTP/1.1\r\nHost: localhost\r\nRange: {asked}\r\nConnection: close\r\n\r\n"
    head, _, body = said(port, words.encode()).partition(b"\r\n\r\n")
    status = int(head.split()[1])
    assert status in (200, 206, 400, 416), (asked, head)
    if status == 200:
        assert body == SOUND
    if status == 206 and b"multipart/byteranges" not in head.lower():
        assert body in SOUND


@FUZZED
@given(path=st.binary(max_size=60), headers=st.lists(st.tuples(st.binary(max_size=30), st.binary(max_size=60))))
def test_whatever_is_sent_the_server_stays_up_and_inside(port, ask, path, headers):
    """Bytes for a path, bytes for headers: an answer or a closed connection, and the next client is served."""
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in [*headers, (b"Connection", b"close")])
    answer = said(port, b"GET /" + path + b" HTTP/1.1\r\nHost: localhost\r\n" + lines + b"\r\n")
    assert b"outside" not in answer
    assert b"hidden" not in answer
    assert b" 500 " not in answer.partition(b"\r\n")[0]
    assert ask("/covers/salt-1.jpg")[0] == 200


def test_everything_that_a_build_may_read_is_watched_and_nothing_that_it_writes(tmp_path):
    """Music and pictures may lie in folders of their own."""
    read = {"show.toml", "cover.png", "music/intro.wav", "stories/salt.md", "stories/salt.jpg"}
    written = {"site/feed.xml", "site/episodes/salt.mp3", "published.toml", "store/clips/ab/abcd", ".git/index"}
    for name in read | written:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it is")
    assert set(serving._seen(tmp_path, tmp_path / "store")) == {str((tmp_path / name).resolve()) for name in read}


def test_what_is_saved_while_the_first_build_runs_is_built_next(tmp_path, monkeypatch):
    """What was seen is what that build may have read, not what stood there at its end."""
    story, built = tmp_path / "a.md", threading.Event()
    story.write_text("At first.")
    seen = serving._seen(tmp_path, tmp_path / "store")
    story.write_text("Edited meanwhile.")
    monkeypatch.setattr(serving, "_build", lambda *_: built.set())
    with serving._watching(tmp_path, tmp_path / "store", seen):
        assert built.wait(10)
