"""What a directory would refuse in a show, and what it would rather have. One table; each row names its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import Enum

from msgspec import Struct

from storycast.languages import is_language
from storycast.model import Published, Show
from storycast.rendering.notes import LONGEST
from storycast.shows.record import Record


class Weight(Enum):
    """Whether a directory refuses it, or a listener merely has less of it."""

    MUST = "must"
    SHOULD = "should"


class Standing(Struct, frozen=True):
    """A show as it stands in its folder."""

    show: Show
    record: Record
    episodes: tuple[Published, ...]
    sizes: Mapping[str, int]
    """Files in the site -> bytes."""
    stale: tuple[str, ...]
    """What a build would still have to make."""
    cover_faults: tuple[str, ...]
    now: datetime


class Check(Struct, frozen=True):
    """One thing that is looked at."""

    weight: Weight
    source: str
    mend: str
    """What to do about it."""
    faults: Callable[[Standing], Iterator[str]]


class Finding(Struct, frozen=True):
    """Something that was found wrong."""

    weight: Weight
    fault: str
    mend: str
    source: str


def findings(standing: Standing) -> tuple[Finding, ...]:
    """All that was found, what must be mended first."""
    found = [
        Finding(check.weight, fault, check.mend, check.source) for check in CHECKS for fault in check.faults(standing)
    ]
    return tuple(sorted(found, key=lambda finding: finding.weight is not Weight.MUST))


def _stale(at: Standing) -> Iterator[str]:
    yield from (f"{name} is not in the site as it is now" for name in at.stale)


def _no_address(at: Standing) -> Iterator[str]:
    if not at.show.base_url:
        yield "base_url is not set, so the addresses in the feed lead nowhere"


def _not_https(at: Standing) -> Iterator[str]:
    if at.show.base_url.startswith("http:"):
        yield f"base_url is {at.show.base_url}, which is not https"


def _not_public(at: Standing) -> Iterator[str]:
    host = re.match(r"\w+://([^/:]+)", at.show.base_url)
    if host and (host[1] in {"localhost", "example.org", "example.com"} or host[1].startswith(("127.", "192.168."))):
        yield f"base_url leads to {host[1]}, where no directory finds a show"


def _no_email(at: Standing) -> Iterator[str]:
    if not at.show.email:
        yield "email is missing"


def _no_episode(at: Standing) -> Iterator[str]:
    if not at.episodes and not at.stale:
        yield "there is no episode"


def _no_language(at: Standing) -> Iterator[str]:
    told = [("show.toml", at.show.language), *((episode.title, episode.language) for episode in at.episodes)]
    yield from (f"{where}: no language has the code {code}" for where, code in told if not is_language(code))


def _cover(at: Standing) -> Iterator[str]:
    yield from (f"cover: {fault}" for fault in at.cover_faults)


def _no_disclosure(at: Standing) -> Iterator[str]:
    if not at.show.disclosure:
        yield "disclosure is switched off, and nothing tells listeners of the synthetic voice"


def _missing_files(at: Standing) -> Iterator[str]:
    for episode in at.episodes:
        if at.sizes.get(episode.enclosure.url) != episode.enclosure.size:
            yield f"{episode.enclosure.url} is not there, or not as long as the feed says"


def _repeated(at: Standing) -> Iterator[str]:
    for guid, count in Counter(episode.guid for episode in at.episodes).items():
        if count > 1:
            yield f"{count} episodes share the guid {guid}"


def _one_number(at: Standing) -> Iterator[str]:
    titles: dict[int, list[str]] = {}
    for episode in at.episodes:
        if episode.number is not None:
            titles.setdefault(episode.number, []).append(episode.title)
    for number, alike in sorted(titles.items()):
        if len(alike) > 1:
            yield f"{' and '.join(reversed(alike))} are both episode {number}"


def _moved(at: Standing) -> Iterator[str]:
    known = {entry.guid: entry.at for entry in at.record.episodes.values()}
    for episode in at.episodes:
        if known.get(episode.guid) != episode.at:
            yield f"{episode.title}: guid and date are not those in published.toml"


def _future(at: Standing) -> Iterator[str]:
    yield from (f"{e.title}: published on {e.at:%Y-%m-%d}, which is yet to come" for e in at.episodes if e.at > at.now)


def _long_titles(at: Standing) -> Iterator[str]:
    for episode in at.episodes:
        if len(episode.title) > _LONGEST_TITLE:
            yield f"{episode.title[:40]}…: a title of {len(episode.title)} characters; the feed cuts it at 255"


def _numbered_titles(at: Standing) -> Iterator[str]:
    repeats = re.compile(rf"(?i)(episode|ep\.?|#)\s*\d|.*(?<!\w){re.escape(at.show.title)}(?!\w)")
    for episode in at.episodes:
        if repeats.match(episode.title):
            yield f"{episode.title}: the title repeats a number or the show's name"


def _thin_description(at: Standing) -> Iterator[str]:
    if at.show.description == at.show.title:
        yield "description is the title once more"
    if len(at.show.description.encode()) > LONGEST:
        yield f"description has more than {LONGEST} bytes"


def _another_guid(at: Standing) -> Iterator[str]:
    if at.show.base_url and at.record.guid and at.show.guid != at.record.guid:
        yield f"guid is {at.show.guid}, but the show is known as {at.record.guid}"


_LONGEST_TITLE = 255
_MUST, _SHOULD = Weight.MUST, Weight.SHOULD
_APPLE = "Apple, Podcast requirements (823)"
_GUIDE = "Apple, A Podcaster's Guide to RSS"
CHECKS: tuple[Check, ...] = (
    Check(_MUST, "what you upload is what listeners get", "run storycast build", _stale),
    Check(_MUST, _APPLE, "set base_url in show.toml to where site/ will be reached", _no_address),
    Check(_MUST, _APPLE, "set it to an https address; static hosts give one for nothing", _not_https),
    Check(_MUST, _APPLE, "set it to the address that you publish site/ at", _not_public),
    Check(_MUST, "Spotify and Apple send a code there before a show is yours", "set email in show.toml", _no_email),
    Check(_MUST, _APPLE, "put an article into stories/ and build", _no_episode),
    Check(_MUST, _GUIDE, "give it by ISO 639, as ja for Japanese, in show.toml or the front matter", _no_language),
    Check(_MUST, "Apple, Artwork requirements (896)", "give a square JPEG or PNG of 3000 pixels, or none", _cover),
    Check(_MUST, "Apple, Content guidelines (891)", "remove disclosure = false from show.toml", _no_disclosure),
    Check(_MUST, "RSS 2.0, enclosure", "run storycast build", _missing_files),
    Check(_MUST, _GUIDE, "give each its own guid in its front matter, or none, then take its lines out", _repeated),
    Check(_MUST, _GUIDE, "give one of them another number: episode in its front matter", _one_number),
    Check(_MUST, _GUIDE, "take published.toml back from version control and build", _moved),
    Check(_MUST, "Podcast namespace, guid", "remove guid from show.toml", _another_guid),
    Check(_SHOULD, _GUIDE, "directories hold it back until then; if that is wrong, mend it in published.toml", _future),
    Check(_SHOULD, _APPLE, "shorten it", _long_titles),
    Check(_SHOULD, _GUIDE, "leave them out; apps show both beside the title", _numbered_titles),
    Check(_SHOULD, _GUIDE, "write a few sentences about the show", _thin_description),
)
"""Everything that is looked at."""
