"""Apple's categories, in Apple's spelling; directories take no others.

Source: https://podcasters.apple.com/support/1691-apple-podcasts-categories
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from storycast.errors import UnknownSetting

_LISTED = """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
History:
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, \
Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, \
Tennis, Volleyball, Wilderness, Wrestling
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
Technology:
True Crime:
"""


def _table() -> dict[str, tuple[str, ...]]:
    lines = (line.partition(":") for line in _LISTED.strip().splitlines())
    return {main: tuple(filter(None, map(str.strip, inner.split(",")))) for main, _, inner in lines}


CATEGORIES: Mapping[str, tuple[str, ...]] = _table()
"""Category -> its subcategories."""
_PARENTS = {inner: main for main, inners in CATEGORIES.items() for inner in inners}
_SPELLINGS = {name.casefold(): name for name in (*CATEGORIES, *_PARENTS)}


def category_of(names: Sequence[str]) -> tuple[str, ...]:
    """The category and its subcategories, as Apple spells them; a subcategory alone brings its category along.

    Raises `UnknownSetting`, naming near ones.
    """
    found = [_spelled(name) for name in names]
    if not found:
        raise UnknownSetting(f"a category is missing; there are {', '.join(CATEGORIES)}")
    main = _PARENTS.get(found[0], found[0])
    inner = [name for name in found if name != main]
    for name in inner:
        if _PARENTS.get(name) != main:
            there = ", ".join(CATEGORIES[main]) or "no others"
            raise UnknownSetting(f"'{name}' is no subcategory of {main}; in it there are {there}")
    return (main, *inner)


def _spelled(name: str) -> str:
    key = name.strip().casefold().replace(" and ", " & ")
    if key in _SPELLINGS:
        return _SPELLINGS[key]
    near = [_SPELLINGS[match] for match in get_close_matches(key, _SPELLINGS, n=3, cutoff=0.5)]
    there = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(CATEGORIES)}"
    raise UnknownSetting(f"'{name}' is none of Apple's categories; {there}")
