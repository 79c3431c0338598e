"""What a site's robots.txt allows (RFC 9309).

The standard library's parser knows neither `*` nor `$`, and takes the first rule that matches, not the longest.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

MOST_CHARACTERS = 512_000
"""More of a robots.txt needn't be read (RFC 9309, 2.5: at least 500 KiB)."""


class Rule(Struct, frozen=True):
    """A path pattern and whether it may be read."""

    pattern: str
    allows: bool


def allows(robots: str, agent: str, path: str) -> bool:
    """Whether the program `agent` may read `path`, its query included."""
    groups = list(_groups(robots[:MOST_CHARACTERS]))
    own = [rule for agents, rules in groups if agent.lower() in agents for rule in rules]
    named = any(agent.lower() in agents for agents, _ in groups)
    rules = own if named else [rule for agents, rules in groups if "*" in agents for rule in rules]
    matching = [rule for rule in rules if rule.pattern and _matches(rule.pattern, unquote(path))]
    return max(matching, key=lambda rule: (len(rule.pattern), rule.allows)).allows if matching else True


def _groups(robots: str) -> Iterator[tuple[frozenset[str], list[Rule]]]:
    """Who is spoken to, in lower case, and the rules for them."""
    agents: set[str] = set()
    rules: list[Rule] = []
    for line in robots.removeprefix("\ufeff").splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            if rules:
                yield frozenset(agents), rules
                agents, rules = set(), []
            agents.add(value.lower().partition("/")[0])
        elif key in {"allow", "disallow"} and agents:
            rules.append(Rule(unquote(value), allows=key == "allow"))
    yield frozenset(agents), rules


def _matches(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says; `*` is anything, a `$` at the end is the path's end."""
    anchored = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    if not parts:
        return not anchored or place == len(path)
    *middle, last = parts
    for part in middle:
        place = path.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return path.endswith(last) and len(path) - len(last) >= place if anchored else path.find(last, place) >= 0
