"""robots.txt as RFC 9309 has it."""

import pytest

from storycast.robots import allows


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /a", "/ab", False),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*?print", "/a?print=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdfx", True),
        ("User-agent: *\nDisallow: /a*b*c", "/axxbxxc", False),
        ("User-agent: *\nDisallow: /a*b$", "/ab", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: StoryCast\nAllow: /", "/a", True),
        ("User-agent: storycast/1.0\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: a\nUser-agent: storycast\nDisallow: /x # secret", "/x", False),
        ("User-agent: a\nDisallow: /\n\nUser-agent: b\nDisallow: /", "/a", True),
        ("\ufeffUSER-AGENT : *\r\nDISALLOW : /a\r\n", "/a", False),
        ("Disallow: /", "/a", True),
        ("<html>not found</html>", "/a", True),
        ("User-agent: *\nDisallow: " + "/*a" * 1000, "/" + "a" * 50_000, True),
    ],
)
def test_rules(robots, path, allowed):
    """The longest matching rule of the group that names the program, or of the group for all."""
    assert allows(robots, "storycast", path) is allowed
