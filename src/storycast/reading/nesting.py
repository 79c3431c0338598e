"""Markup that is nested deeper than parsers follow, made shallow: its words stay, in paragraphs."""

from __future__ import annotations

import re

DEEPEST = 150
"""Elements in one another that are left so; libxml2 reads nothing more of a page from the 256th on."""
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(?P<whole>/?)>")
_UNCOUNTED = re.compile(
    "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|html|head|body|p|li|dt|dd|td|th|tr|option"
)
"""Elements that hold nothing, or that end by themselves where the next begins."""
_WITHIN_LINES = re.compile("a|abbr|b|big|cite|code|em|font|i|kbd|mark|q|s|small|span|strike|strong|sub|sup|tt|u")


def flattened(markup: str) -> str:
    """The markup without the tags that stand deeper than parsers follow; a paragraph begins where they parted text."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        name = tag["name"].lower()
        if tag["whole"] or _UNCOUNTED.fullmatch(name):
            return tag[0]
        within = depth <= DEEPEST if tag["closing"] else depth < DEEPEST
        depth = max(0, depth - 1) if tag["closing"] else depth + 1
        return tag[0] if within else "" if _WITHIN_LINES.fullmatch(name) else "<p>"

    return _TAG.sub(kept, markup)
