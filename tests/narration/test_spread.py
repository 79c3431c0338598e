"""What is looked up by where it lies is found as if all had been looked through."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from storycast.narration.spread import Spread

PLACES = st.integers(0, 30)


@dataclass(frozen=True)
class Lying:
    start: int
    end: int


@given(st.lists(st.tuples(PLACES, PLACES).map(sorted), max_size=12), PLACES, PLACES)
def test_none_that_reaches_in_is_missing(spans, start, end):
    """Nested and overlapping ones too, in the order they were given."""
    lying = [Lying(*span) for span in spans]
    found = Spread(lying).within(start, end)
    reaching = [span for span in lying if max(span.start, start) < min(span.end, end)]
    assert [span for span in found if span in reaching] == reaching
