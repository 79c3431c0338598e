"""Fetching: one page, politely and warily. All servers here are on the loopback."""

import gzip
import socket
import ssl
import time
import zlib

import pytest
import trustme

from loopback import PAGE, Site, serving
from storycast.errors import FetchError
from storycast.fetch import Limits, fetch, is_public


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def home(site):
    with serving(site) as address:
        yield address


class Shelf(dict):
    """A cache in memory."""

    def put(self, key, value):
        self[key] = value


def get(address, **settings):
    return fetch(address, allow_private=True, **settings)


def refusal(address, **settings):
    with pytest.raises(FetchError) as refused:
        fetch(address, **({"allow_private": True} | settings))
    said = str(refused.value)
    assert "\n" not in said
    return said


def test_page(site, home):
    """A page comes with its type and its address; the fragment is nobody's business."""
    site.answers["/a?b=c"] = (200, {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "a=b"}, PAGE)
    page = get(f"{home}/a?b=c#part")
    assert (page.content, page.type, page.address) == (PAGE, "text/html; charset=utf-8", f"{home}/a?b=c")


def test_who_asks(site, home):
    """The program says truthfully what it is, and sends no cookies, whatever it was given."""
    site.answers["/a"] = (302, {"Location": "/", "Set-Cookie": "a=b"}, b"")
    get(f"{home}/a")
    assert site.paths == ["/robots.txt", "/a", "/robots.txt", "/"]
    for _, headers in site.asked:
        assert headers["User-Agent"].startswith("storycast")
        assert "Cookie" not in headers
        assert "Referer" not in headers


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hosts",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "example.org",
        "",
        "http://",
        "//a/b",
        "http://[x",
    ],
)
def test_only_http(address):
    """Nothing but http and https is opened."""
    assert "address" in refusal(address)


def test_no_credentials():
    """A name and password in an address are not sent."""
    assert "user name or password" in refusal("http://me:secret@127.0.0.1/")


def test_no_escape_sequences():
    """What an address holds beside letters is shown, never sent to the terminal."""
    assert "\x1b" not in refusal("http://example.org/\x1b[31m")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "0"])
def test_private_addresses_are_refused(host):
    """An address of this machine or network is refused, however it is written, unless it is meant."""
    said = refusal(f"http://{host}:9/", allow_private=False)
    assert "private" in said
    assert "--allow-private" in said


def test_the_address_connected_to_is_checked(site, home):
    """A public name that leads to a private address is refused at the moment of connecting; nothing is sent."""
    port = int(home.rpartition(":")[2])

    def resolve(_host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    assert "127.0.0.1, a private address" in refusal(
        f"http://public.example:{port}/", allow_private=False, resolve=resolve
    )
    assert site.asked == []


def test_redirects_are_checked_again(site, home):
    """A redirect to another kind of address is refused like the address itself."""
    site.answers["/a"] = (302, {"Location": "file:///etc/hosts"}, b"")
    assert "not an http or https address" in refusal(f"{home}/a")
    site.answers["/b"] = (302, {"Location": "http://[x"}, b"")
    assert "not a web address" in refusal(f"{home}/b")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("ff02::1", False),
    ],
)
def test_public_addresses(address, public):
    """What is of the open Internet, and what only looks so."""
    assert is_public(address) is public


def test_redirects_are_followed_and_counted(site, home):
    """Five redirects are followed, six are too many."""
    site.answers |= {f"/{n}": (301, {"Location": f"{n - 1}"}, b"") for n in range(1, 7)}
    site.answers["/0"] = (200, {}, PAGE)
    assert get(f"{home}/5").address == f"{home}/0"
    assert "more than 5 redirects" in refusal(f"{home}/6")


def test_a_circle_of_redirects_ends(site, home):
    """A page that leads to itself is given up."""
    site.answers["/a"] = (302, {"Location": "/a"}, b"")
    assert "redirects" in refusal(f"{home}/a")


@pytest.mark.parametrize("declared", [True, False])
def test_too_large(site, home, declared):
    """More than the limit is refused, whether the server says so beforehand or not."""
    headers = {} if declared else {"Content-Length": "", "Connection": "close"}
    site.answers["/"] = (200, headers, b"a" * 200_001)
    assert "larger than 0.2 MB" in refusal(home, limits=Limits(size=200_000))


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_packed(site, home, encoding, pack):
    """What is packed for the way is unpacked, and counted as unpacked."""
    site.answers["/"] = (200, {"Content-Encoding": encoding}, pack(PAGE))
    assert get(home).content == PAGE
    site.answers["/"] = (200, {"Content-Encoding": encoding}, pack(b"a" * 50_000_000))
    assert "larger than 10 MB" in refusal(home)


def test_damaged_packing(site, home):
    """A page that can't be unpacked is said to be damaged."""
    site.answers["/"] = (200, {"Content-Encoding": "gzip"}, b"no gzip at all")
    assert "damaged" in refusal(home)


def dripping(*parts, every=0.05):
    """An answer that comes in small parts, for ever."""

    def answer(request):
        request.wfile.write(parts[0])
        for _ in range(200):
            time.sleep(every)
            try:
                request.wfile.write(parts[1])
                request.wfile.flush()
            except OSError:
                return

    return answer


@pytest.mark.parametrize(
    "parts",
    [
        (b"HTTP/1.0 200 OK\r\n\r\n", b"a"),
        (b"HTTP/1.0 200 OK\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (b"", b""),
    ],
    ids=["body", "headers", "chunks", "silence"],
)
def test_too_slow(site, home, parts):
    """The time counts from first to last: a server that never quite stops is left all the same."""
    site.answers["/"] = dripping(*parts)
    began = time.monotonic()
    assert "not here within 0.3 seconds" in refusal(home, limits=Limits(seconds=0.3))
    assert time.monotonic() - began < 5


def test_cut_short(site, home):
    """Half a page is no page."""
    site.answers["/"] = (200, {"Content-Length": "1000"}, PAGE)
    assert "no answer that makes sense" in refusal(home)


def test_nobody_there():
    """A port where nobody listens, a host that doesn't exist."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "no answer" in refusal(f"http://127.0.0.1:{port}/")

    def resolve(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    assert "no such host" in refusal("http://nowhere.example/", resolve=resolve)


def test_nonsense(site, home):
    """A server that doesn't speak HTTP is named so."""
    site.answers["/"] = lambda request: request.wfile.write(b"\x00\x1b[31mhello\r\n\r\n") and None
    said = refusal(home)
    assert "no answer that makes sense" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "log-in"),
        (402, "payment"),
        (403, "refuses programs"),
        (404, "no such page"),
        (410, "gone"),
        (418, "answered 418"),
        (429, "asks to wait"),
        (451, "legal"),
        (500, "trouble (500)"),
        (503, "trouble (503)"),
    ],
)
def test_refusals_are_named(site, home, status, says):
    """What the server answers instead of the page is named, with what to do."""
    site.answers["/"] = (status, {}, b"<p>Sorry</p>")
    said = refusal(home)
    assert says in said
    assert ";" in said


def test_robots(site, home):
    """What a site closes to programs is not opened."""
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n")
    assert get(home).content == PAGE
    assert "robots.txt" in refusal(f"{home}/private/a")
    assert "/private/a" not in site.paths


def test_robots_of_a_redirect(site, home):
    """A redirect into what is closed is not followed."""
    site.answers |= {
        "/robots.txt": (200, {}, b"User-agent: storycast\nDisallow: /private\n"),
        "/a": (302, {"Location": "/private"}, b""),
    }
    assert "robots.txt" in refusal(f"{home}/a")
    assert "/private" not in site.paths


def test_robots_out_of_order(site, home):
    """A site that can't say what it allows is left alone (RFC 9309, 2.3.1.4)."""
    site.answers["/robots.txt"] = (503, {}, b"")
    assert "can't say what it allows" in refusal(home)


def test_log_in(site, home):
    """A page that sends readers to a log-in is named so."""
    site.answers |= {
        "/a": (302, {"Location": "/account/login?next=/a"}, b""),
        "/account/login?next=/a": (200, {}, PAGE),
    }
    assert "log-in" in refusal(f"{home}/a")


def test_paywall(site, home):
    """A page that says itself that it isn't free is not worked round."""
    page = b'<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>' + PAGE
    site.answers["/"] = (200, {}, page)
    assert "paywall" in refusal(home)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"ETag": '"one"'}, {"If-None-Match": '"one"'}),
        (
            {"Last-Modified": "Mon, 03 Mar 2025 10:00:00 GMT"},
            {"If-Modified-Since": "Mon, 03 Mar 2025 10:00:00 GMT"},
        ),
    ],
)
def test_an_unchanged_page_needs_one_304(site, home, told, asked):
    """A page that hasn't changed is asked about once, and comes from the shelf."""
    shelf = Shelf()

    def answer(request):
        known = asked.items() <= dict(request.headers).items()
        return (304, told, b"") if known else (200, told | {"Content-Type": "text/html"}, PAGE)

    site.answers["/"] = answer
    first = get(home, cache=shelf)
    site.asked.clear()
    assert get(home, cache=shelf) == first
    assert site.paths == ["/"]


def test_a_changed_page_comes_anew(site, home):
    """A page that has changed replaces the kept one."""
    shelf = Shelf()
    site.answers["/"] = (200, {"ETag": '"one"'}, b"one")
    get(home, cache=shelf)
    site.answers["/"] = (200, {"ETag": '"two"'}, b"two")
    assert get(home, cache=shelf).content == b"two"
    site.answers["/"] = (304, {}, b"")
    assert get(home, cache=shelf).content == b"two"


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"no json", b"\xff\xfe"])
def test_a_damaged_shelf_is_no_harm(site, home, damage):
    """A kept page that is damaged is fetched anew."""
    shelf = Shelf()
    site.answers["/"] = (200, {"ETag": '"one"'}, PAGE)
    get(home, cache=shelf)
    for key in shelf:
        shelf[key] = damage
    assert get(home, cache=shelf).content == PAGE


def test_flipped_bits_are_found(site, home):
    """A kept page with a flipped bit is fetched anew, whatever the server says of the page it sent."""
    shelf = Shelf()
    site.answers["/"] = (200, {"ETag": '"one"'}, PAGE)
    get(home, cache=shelf)
    key = next(key for key in shelf if key.startswith("page"))
    shelf[key] = shelf[key].replace(b"ferry", b"fairy")
    assert get(home, cache=shelf).content == PAGE
    assert "If-None-Match" not in site.asked[-1][1]


def test_robots_is_kept_for_a_day(site, home):
    """Within a day a site isn't asked twice what it allows; after a day it is."""
    shelf, now = Shelf(), [1_000_000.0]
    get(home, cache=shelf, clock=lambda: now[0])
    now[0] += 86_399
    get(home, cache=shelf, clock=lambda: now[0])
    assert site.paths == ["/robots.txt", "/", "/"]
    now[0] += 2
    get(home, cache=shelf, clock=lambda: now[0])
    assert site.paths[3:] == ["/robots.txt", "/"]


def test_certificates(tmp_path, monkeypatch, site):
    """A certificate from somebody trusted is taken, any other refused."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving(site, context) as address:
        assert "certificate is not to be trusted" in refusal(address)
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert get(address).content == PAGE
