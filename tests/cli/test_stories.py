"""The stories of a show, made side by side."""

from hypothesis import given
from hypothesis import strategies as st

from storycast.cli.stories import Summed

STEPS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(("speaking", "encoding")), st.integers(1, 9)))


@given(STEPS)
def test_progress_is_that_of_all_stories_together(steps):
    """Each stage tells how much of it is done of what is known to be to do."""
    told, latest = {}, {}
    summed = Summed(lambda stage, done, of: told.update({stage: (done, of)}))
    for story, stage, done in steps:
        summed.of(story)(stage, done, 10)
        latest[stage, story] = done
    for stage, sums in told.items():
        stories = [done for (known, _), done in latest.items() if known == stage]
        assert sums == (sum(stories), 10 * len(stories))
