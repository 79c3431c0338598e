"""Names with commas between them, as options take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click


class Names(click.ParamType):
    """Some of the known names, in the order given, each once: `vtt,chapters`."""

    name = "names"

    def __init__(self, known: Iterable[str]) -> None:
        self.known = tuple(known)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The names as a tuple; others are refused, and the known ones named."""
        names = tuple(value.split(",")) if isinstance(value, str) else tuple(value)
        stripped = tuple(dict.fromkeys(name.strip().lower() for name in names if name.strip()))
        for name in stripped:
            if name not in self.known:
                self.fail(f"'{name}' is none of {', '.join(self.known)}", param, ctx)
        return stripped
