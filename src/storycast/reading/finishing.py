"""From what a reader found to the article: head, furniture, language; the same for every format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from msgspec.structs import replace

from storycast.errors import UnknownSetting, UnreadableArticle
from storycast.model import Article, Block, BlockKind, LeftOut
from storycast.reading.languages import TAG, detected
from storycast.reading.lines import SPEECH, author_of, is_direction
from storycast.reading.mending import mended
from storycast.reading.opening import apart, head_of, made_title, published
from storycast.reading.pasted import at_head, furniture_of
from storycast.reading.runs import with_spaces

ANNOTATED = "written"
"""The director that an annotated text names; what is no part of the article was left out before it was annotated."""
ABOVE = "above the title, among page furniture"
REPEATED = "repeats the title"
SPOKEN = re.compile(r"\w")


def finish(draft: Article, *, keep_everything: bool, language: str | None) -> Article:
    """The article with its head told from its body and its furniture left out, or kept where that is asked."""
    judged = bool(draft.title) and dict(draft.settings).get("director") == ANNOTATED
    article = draft if judged else _with_head(draft, keep_everything=keep_everything)
    blocks = tuple(map(_mended, _trimmed(article.blocks)))
    if not any(SPOKEN.search(block.text) for block in blocks):
        raise _nothing_left(article)
    title = article.title or made_title(PurePath(article.source).stem if article.source != "-" else "", blocks)
    told = language or article.language
    if told and not TAG.fullmatch(told):
        raise UnknownSetting(f"{article.source}: '{told}' is no language code; write it as en or pt-BR")
    return replace(article, title=title, blocks=blocks, language=told or detected(blocks))


def _with_head(draft: Article, *, keep_everything: bool) -> Article:
    blocks = apart(draft.blocks)
    at_the_head = at_head(blocks)
    head = head_of(blocks, at_the_head, draft.title)
    reasons = {} if keep_everything else furniture_of(blocks) | dict.fromkeys(head.above, ABOVE)
    moved = {head.title, head.author} if not draft.title else {head.author}
    if draft.title and head.title is not None and not keep_everything:
        reasons[head.title] = REPEATED
    author = author_of(blocks[head.author].text) if head.author is not None else None
    kept = {i: reason for i, reason in reasons.items() if i not in moved}
    return replace(
        draft,
        title=draft.title or (blocks[head.title].text.replace("\n", " ") if head.title is not None else ""),
        author=draft.author or author,
        published=draft.published or published(blocks),
        blocks=tuple(block for i, block in enumerate(blocks) if i not in kept and i not in moved),
        left_out=(*draft.left_out, *_left_out(blocks, kept)),
    )


def _left_out(blocks: tuple[Block, ...], reasons: Mapping[int, str]) -> list[LeftOut]:
    return [LeftOut(blocks[index].text, reasons[index]) for index in sorted(reasons)]


def _trimmed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without empty blocks, and with section breaks only between two blocks that are none."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.SECTION_BREAK:
            if kept and kept[-1].kind is not BlockKind.SECTION_BREAK:
                kept.append(block)
        elif block.text:
            kept.append(block)
    while kept and kept[-1].kind is BlockKind.SECTION_BREAK:
        kept.pop()
    return tuple(kept)


def _mended(block: Block) -> Block:
    """The block with the spaces put back that its sentences miss; Speech Markdown in it stays as written."""
    if is_direction(block.text):
        return block
    masked = SPEECH.sub(lambda mark: "x" * len(mark[0]), block.text)
    after = mended(masked)
    return block if after == masked else with_spaces(block, _gaps(masked, after))


def _gaps(before: str, after: str) -> list[int]:
    """The characters that a space was put in before."""
    gaps, place = [], 0
    for index, character in enumerate(before):
        if after[place] != character:
            gaps.append(index)
            place += 1
        place += 1
    return gaps


def _nothing_left(article: Article) -> UnreadableArticle:
    if article.left_out:
        return UnreadableArticle(
            f"{article.source}: nothing to read but page furniture ({len(article.left_out)} lines); "
            "check the text, or read it all with --keep-everything"
        )
    if article.title:
        return UnreadableArticle(f"{article.source}: a title and no text; add the article under it")
    return UnreadableArticle(f"{article.source}: no words to read; give a file with an article in it")
