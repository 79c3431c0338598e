"""What a directory would rather not have in a show is told, and nothing else."""

import pytest
from msgspec.structs import replace

from published import NOW
from shows import EPISODE, SHOW
from storycast.shows.checks import Standing, Weight, findings
from storycast.shows.record import Record


@pytest.mark.parametrize(
    ("show", "title", "repeats"),
    [
        ("Foo", "The food of kings", False),
        ("Foo", "Why foo: a start", True),
        ("Tides?", "Tides? The second", True),
        ("Salt", "Episode 3: the rope", True),
        ("Salt", "The rope", False),
    ],
)
def test_a_title_that_says_the_shows_name_is_told(show, title, repeats):
    """Whole words of it: a name that stands in a longer word isn't said."""
    episode = replace(EPISODE, title=title)
    found = findings(Standing(replace(SHOW, title=show), Record(), (episode,), {}, (), (), NOW))
    assert any("repeats a number or the show's name" in finding.fault for finding in found) is repeats


def test_two_episodes_of_one_number_are_told():
    """Apps would show one of them, or either, at that place."""
    episodes = tuple(replace(EPISODE, title=title, number=number) for title, number in [("C", 3), ("B", 2), ("A", 2)])
    found = findings(Standing(SHOW, Record(), episodes, {}, (), (), NOW))
    assert [f.fault for f in found if "episode 2" in f.fault] == ["A and B are both episode 2"]
    assert not [f.fault for f in found if "episode 3" in f.fault]


@pytest.mark.parametrize(
    ("code", "known"),
    [("jp", False), ("uk-UA", True), ("gr", False), ("pt_BR", True), ("EN", True), ("yue", True), ("xx-US", False)],
)
def test_a_code_of_no_language_is_told(code, known):
    """`jp` is a country: no directory lists the show under Japanese."""
    standing = Standing(replace(SHOW, language=code), Record(), (replace(EPISODE, language=code),), {}, (), (), NOW)
    found = [f.fault for f in findings(standing) if f.weight is Weight.MUST and "language" in f.fault]
    where = ("show.toml", EPISODE.title)
    assert found == [f"{name}: no language has the code {code}" for name in where] * (not known)
