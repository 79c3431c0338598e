"""A story as it stands in a site, and its form in the store, so that an unchanged story isn't read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from storycast.model import Chapter, Enclosure, Milliseconds, Published, Role, SideFile


@dataclass(frozen=True, slots=True)
class Made:
    """What feed and index tell of a story, and the files that it has in the site."""

    published: Published | None
    """None for a draft."""
    files: Mapping[str, int] = field(default_factory=dict)
    """Path in the site -> bytes."""


def to_head(made: Made) -> dict[str, Any]:
    """The story as plain values for JSON."""
    if made.published is None:
        return {"draft": True}
    told = asdict(made.published)
    told["at"] = made.published.at.isoformat()
    told["chapters"] = [[c.start, c.end, c.title, c.role.value] for c in made.published.chapters]
    return {"published": told, "files": dict(made.files)}


def from_head(head: Mapping[str, Any]) -> Made:
    """The story from those values."""
    if head.get("draft"):
        return Made(None)
    told = Published(**head["published"])
    published = replace(
        told,
        at=datetime.fromisoformat(head["published"]["at"]),
        enclosure=Enclosure(**head["published"]["enclosure"]),
        chapters=tuple(
            Chapter(Milliseconds(start), Milliseconds(end), title, Role(role))
            for start, end, title, role in head["published"]["chapters"]
        ),
        side_files=tuple(SideFile(**file) for file in head["published"]["side_files"]),
    )
    return Made(published, head["files"])
