"""The table of directors: which names `--director` takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pkgutil import resolve_name
from typing import cast

from storycast.errors import UnknownSetting
from storycast.narration.director import Director

DIRECTORS: Mapping[str, str] = {
    "editor": "storycast.narration.editor:Editor",
    "plain": "storycast.narration.plain:Plain",
    "written": "storycast.narration.written:Written",
}
"""Each is imported when it is first asked for, and made without arguments."""


def director(name: str, *, beside: Sequence[str] = ()) -> Director:
    """The director of that name. Raises `UnknownSetting`, naming what there is, here and `beside`."""
    if name not in DIRECTORS:
        raise UnknownSetting(f"no director is called '{name}'; there are {', '.join((*DIRECTORS, *beside))}")
    return cast("Director", resolve_name(DIRECTORS[name])())
