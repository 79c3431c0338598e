"""A key and a password go to the endpoint alone."""

import pytest

from storycast.directors.chat import Chat
from storycast.errors import DirectorError, UnknownSetting

ASKED = [("user", "Where are the beats?")]


@pytest.mark.parametrize("key", ["top\nsecret", "töp-secret", "top\x00secret"])
def test_a_key_that_can_not_be_sent_is_not_shown(key):
    """A line break in it, or a letter that no header takes."""
    with pytest.raises(UnknownSetting, match="STORYCAST_DIRECTOR_KEY") as caught:
        Chat("http://127.0.0.1:9", "small", key).ask(ASKED)
    assert "secret" not in str(caught.value)


def test_a_password_in_the_address_is_not_shown():
    """The error names the endpoint without it."""
    with pytest.raises(DirectorError, match=r"http://127\.0\.0\.1:9/v1: it can't be reached") as caught:
        Chat("http://ada:secret@127.0.0.1:9/v1", "small", "topsecret\n").ask(ASKED)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("address", ["ftp://ada:secret@host/v1", "//ada:secret@host"])
def test_a_password_in_what_is_no_address_is_not_shown(address):
    """Whoever mistypes the scheme doesn't find it in a log."""
    with pytest.raises((UnknownSetting, DirectorError)) as caught:
        Chat(address, "small").ask(ASKED)
    assert "ada:secret" not in str(caught.value)
