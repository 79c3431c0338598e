"""`published.toml` keeps what must not change."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.errors import ShowError
from storycast.shows.record import Entry, Record, parse_record, render_record

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-7)), timezone(timedelta(hours=5, minutes=30))])
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.none() | st.integers(1, 999)
ENTRIES = st.dictionaries(
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True),
    st.builds(Entry, TEXTS, MOMENTS, TEXTS, NUMBERS),
)


@given(TEXTS, ENTRIES)
def test_what_is_written_is_read_back(guid, entries):
    assert parse_record(render_record(Record(guid, entries))) == Record(guid, entries)


def test_a_person_can_read_it():
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    text = render_record(Record("g", {"salt": Entry("g-1", at, "tone:low")}))
    assert text.endswith('[episodes.salt]\nguid = "g-1"\npublished = 2026-03-01T12:00:00+00:00\nvoice = "tone:low"\n')
    assert text.startswith("# What listeners' apps know")


NO_NUMBER = "[episodes.a]\nguid = 'x'\npublished = 2026-03-01T12:00:00Z\nvoice = 'tone'\nnumber = 'two'"


@pytest.mark.parametrize(
    "text", ["[", "episodes = 3", "[episodes.a]\nguid = 'x'", "[episodes.a]\npublished = 'May'", NO_NUMBER]
)
def test_a_broken_record_is_never_taken_for_an_empty_one(text):
    with pytest.raises(ShowError, match="is broken"):
        parse_record(text)


def test_no_record_is_an_empty_one():
    assert parse_record("") == Record()
