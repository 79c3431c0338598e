"""Names of stories in addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.errors import ShowError
from storycast.shows.names import by_slug, is_story, slug


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Twelve oh two", "twelve-oh-two"),
        ("Straße über Łódź", "strasse-uber-odz"),
        ("../../etc/passwd", "etc-passwd"),
        ("index", "index-story"),
        ("x" * 300, "x" * 60),
    ],
)
def test_addresses_are_plain(name, address):
    assert slug(name) == address


@given(st.text(max_size=80))
def test_any_name_has_an_address(name):
    address = slug(name)
    assert address.isascii()
    assert 0 < len(address) <= 66
    assert address == slug(name)
    assert address.replace("-", "").isalnum()


def test_two_names_in_a_script_that_has_no_ascii_stay_apart():
    assert slug("לילה") != slug("בוקר")


@pytest.mark.parametrize(
    ("name", "story"),
    [
        ("a.md", True),
        ("A.HTML", True),
        ("a.epub", True),
        (".hidden.md", False),
        ("_notes.md", False),
        ("a.md~", False),
        ("#a.md#", False),
        ("map.png", False),
    ],
)
def test_which_files_are_stories(name, story):
    assert is_story(name) is story


def test_stories_that_would_share_an_address_are_named():
    with pytest.raises(ShowError, match=r"stories/Salt\.md and stories/salt\.txt would share an address"):
        by_slug(["salt.txt", "Salt.md", "rope.md"])
