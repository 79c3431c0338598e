"""Markdown -> blocks: marks become meaning or go, words stay.

Left out and listed: pictures, code blocks, footnotes, struck-through words, comments. A table is read row by row, its
cells with commas between them. Link addresses are not words of the text. Speech Markdown passes through as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, reduce
from html import unescape
from typing import TYPE_CHECKING

from msgspec import Struct, field

from storycast.model import Article, Block, BlockKind, Emphasis, LeftOut
from storycast.reading.furniture import is_listing
from storycast.reading.lines import SPEECH, is_direction, seam_of
from storycast.reading.runs import Run, compose, stronger

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
NOTE_INDENT = 4
"""Columns by which a footnote's further paragraphs stand in, as Pandoc and GitHub have it."""
FOOTNOTE_TEXT = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
MARKDOWN = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\W{0,3}\w|^ {0,3}```|\]\((?:https?:|/|#|\.|mailto:)"
    r"|(?<![\w*])\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?![\w*])|^\[\^?[^\]]+\]:\s",
    re.MULTILINE,
)
"""What only a Markdown text has: a `#` heading, a fence, a link with its address, `**strong**`."""
STRESS_OF = {"em": Emphasis.MODERATE, "strong": Emphasis.STRONG}
LINE_ENDS = {"softbreak": " ", "hardbreak": "\n"}
KIND_OF = {
    "heading_open": BlockKind.HEADING,
    "list_item_open": BlockKind.LIST_ITEM,
    "blockquote_open": BlockKind.QUOTE,
}
DEEPEST = 18
"""Quotes, lists and their items in one another; the parser reads nothing from the 20th on."""
NESTED = re.compile(r"^(?:[ \t]*(?:>|(?P<item>[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*", re.MULTILINE)
"""The marks of quotes and lists at the start of a line."""
SEEN = 200_000
"""Characters that are looked at to tell Markdown from plain text."""
COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
SILENT = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
BLOCK_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|table|tr|blockquote|section|article|center|figure|figcaption|details|summary"
    r"|dl|dt|dd|caption)\b[^<>]*>",
    re.IGNORECASE,
)
BETWEEN_CELLS = re.compile(r"</t[dh]\s*>\s*(?=<t[dh]\b)", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
ALT = re.compile(r"<img\b[^<>]*?\balt\s*=\s*[\"']([^\"'<>]*)[\"']", re.IGNORECASE)


class Line(Struct, frozen=True):
    """One line's runs, and what stands for its end: a space, a line feed, nothing."""

    runs: tuple[Run, ...]
    end: str

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(run.text for run in self.runs).strip()


class Page(Struct):
    """What was found so far, and where in the text's nesting the walk is."""

    keep_everything: bool
    blocks: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    around: list[Token] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    """Of each list around, the number of its last item; None for a bulleted list."""
    number: str = ""
    """Of the list item that was opened and has no words yet: `3. `."""
    row: list[str] = field(default_factory=list)
    fenced: bool = False
    """Whether a fence that nothing closes was met."""

    def leave_out(self, text: str, reason: str) -> None:
        """List the text, or make it a paragraph where everything is to be kept."""
        text = " ".join(text.split())
        if text and self.keep_everything:
            self.blocks.append(Block(BlockKind.PARAGRAPH, text))
        elif text:
            self.left_out.append(LeftOut(text, reason))

    def kind(self) -> BlockKind:
        """What a text here is, by what stands around it."""
        return next(
            (KIND_OF[token.type] for token in reversed(self.around) if token.type in KIND_OF), BlockKind.PARAGRAPH
        )

    def level(self) -> int:
        """Of the heading around, if any."""
        return int(self.around[-1].tag[1:]) if self.around and self.around[-1].type == "heading_open" else 0


def looks_like_markdown(text: str) -> bool:
    """Whether a text bears marks that only Markdown has."""
    return MARKDOWN.search(text[:SEEN]) is not None


def read_markdown(text: str, *, keep_everything: bool) -> Article:
    """The blocks of a Markdown text; which of them is the title is told later, for all formats alike."""
    page = Page(keep_everything)
    _walk(text, page)
    return Article(title="", blocks=tuple(page.blocks), language="", left_out=tuple(page.left_out))


def _walk(text: str, page: Page) -> None:
    for token in _parser().parse(text):
        if token.nesting > 0:
            _open(token, page)
        elif token.nesting < 0:
            _close(token, page)
        elif token.type == "fence" and not page.fenced and _is_open(token, text):
            page.fenced = True
            page.blocks.append(Block(BlockKind.SECTION_BREAK))
            _walk(token.content, page)
        else:
            _leaf(token, page)


def _is_open(fence: Token, text: str) -> bool:
    """Whether a fence is never closed, so that it fences nothing: a line drawn between two sections."""
    last = text.rstrip().rpartition("\n")[2].strip()
    return (
        not fence.info.strip()
        and fence.level == 0
        and text.rstrip().endswith(fence.content.rstrip())
        and last[:3] != fence.markup[:3]
    )


def _open(token: Token, page: Page) -> None:
    page.around.append(token)
    match token.type:
        case "ordered_list_open":
            page.numbers.append(int(token.attrGet("start") or 1) - 1)
        case "bullet_list_open":
            page.numbers.append(None)
        case "list_item_open":
            last = page.numbers[-1]
            page.numbers[-1] = None if last is None else last + 1
            page.number = "" if last is None else f"{last + 1}. "
        case "tr_open":
            page.row = []


def _close(token: Token, page: Page) -> None:
    page.around.pop()
    match token.type:
        case "ordered_list_close" | "bullet_list_close":
            page.numbers.pop()
        case "tr_close":
            page.blocks.append(compose(BlockKind.LIST_ITEM, [Run(", ".join(filter(None, page.row)))]))


def _leaf(token: Token, page: Page) -> None:
    match token.type:
        case "inline" if page.around[-1].type in {"th_open", "td_open"}:
            page.row.append(" ".join(block.text for block in _paragraphs(token, page)))
        case "inline" if page.level() and not any(map(str.isalnum, token.content)):
            page.blocks.append(Block(BlockKind.SECTION_BREAK))
        case "inline":
            page.blocks.extend(_paragraphs(token, page))
        case "hr":
            page.blocks.append(Block(BlockKind.SECTION_BREAK))
        case "fence" | "code_block":
            page.leave_out(token.content, "code")
        case "footnote":
            page.leave_out(token.content, "footnote")
        case "html_block":
            _markup(token.content, page)


def _paragraphs(token: Token, page: Page) -> Iterator[Block]:
    """The block of an inline token; its lines apart where they are directions, or labels pasted one under another."""
    lines = list(_lines(token.children or (), page))
    if page.number and lines:
        lines[0] = Line((Run(page.number), *lines[0].runs), lines[0].end)
        page.number = ""
    kind, level = page.kind(), page.level()
    apart = len(lines) > 1 and is_listing([line.text for line in lines])
    pending: list[Run] = []
    for line, following in zip(lines, [*lines[1:], Line((), "")], strict=True):
        if apart or is_direction(line.text):
            yield compose(kind, pending, level=level)
            yield compose(kind, line.runs, level=level)
            pending = []
        else:
            seam = seam_of(line.text, following.text) if line.end == " " else line.end
            pending += [*line.runs, Run(seam)]
    yield compose(kind, pending, level=level)


def _lines(children: Iterable[Token], page: Page) -> Iterator[Line]:
    """The lines of an inline token, as the writer broke them."""
    runs: list[Run] = []
    stresses: list[Emphasis] = []
    struck: list[str] | None = None
    for child in children:
        if child.type in LINE_ENDS and struck is None:
            yield Line(tuple(runs), LINE_ENDS[child.type])
            runs = []
        elif child.type == "s_open":
            struck = []
        elif child.type == "s_close":
            page.leave_out("".join(struck or ()), "struck through")
            struck = None
        elif child.tag in STRESS_OF and child.nesting:
            stresses = [*stresses, STRESS_OF[child.tag]] if child.nesting > 0 else stresses[:-1]
        elif child.type == "image":
            page.leave_out(child.content, "picture")
        elif child.type == "html_inline":
            runs.append(Run("\n" if LINE_BREAK.fullmatch(child.content) else ""))
            page.leave_out("".join(COMMENT.findall(child.content)), "comment")
        elif struck is not None:
            struck.append(child.content or " ")
        elif child.type != "footnote_mark":
            runs.append(Run(child.content, reduce(stronger, stresses, None)))
    yield Line(tuple(runs), "")


def _markup(markup: str, page: Page) -> None:
    """Text between HTML tags is text; what the tags themselves hold isn't."""
    for comment in COMMENT.findall(markup):
        page.leave_out(comment, "comment")
    for alt in ALT.findall(markup):
        page.leave_out(unescape(alt), "picture")
    text = LINE_BREAK.sub("\n", SILENT.sub("", COMMENT.sub("", markup)))
    text = TAG.sub("", BLOCK_TAG.sub("\n\n", BETWEEN_CELLS.sub(", ", text)))
    for paragraph in re.split(r"\n\s*\n", unescape(text)):
        block = compose(page.kind(), [Run(paragraph)])
        if block.text:
            page.blocks.append(block)


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables, struck-through words and footnotes. Indented lines are no code: prose is indented."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    parser.inline.ruler.before("link", "direction", _direction)
    parser.block.ruler.before("reference", "footnote", _footnote)
    parser.block.ruler.before(parser.block.ruler.get_all_rules()[0], "deep", _deep)
    return parser


def _direction(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # the parser's own signature
    """Speech Markdown stays text, whatever a bracket would otherwise begin; a footnote's mark is none."""
    found = SPEECH.match(state.src, state.pos) or FOOTNOTE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("footnote_mark" if found.re is FOOTNOTE else "text", "", 0)
        token.content = found[0]
    state.pos = found.end()
    return True


def _deep(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001
    """What stands deeper in quotes and lists than the parser follows, which would leave it out: paragraphs."""
    if silent or state.level < DEEPEST:
        return False
    lines = state.getLines(first, last, 0, keepLastLF=False)
    text = NESTED.sub(lambda marks: "\n\n" if marks["item"] else "", lines)
    for paragraph in filter(str.strip, re.split(r"\n\s*\n", text)):
        state.push("paragraph_open", "p", 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.children = paragraph.strip(), []
        state.push("paragraph_close", "p", -1)
    state.line = last
    return True


def _footnote_end(state: StateBlock, first: int, last: int) -> int:
    """The line after a footnote: the next one, or a blank line that nothing indented follows."""
    end = first + 1
    while end < last and not FOOTNOTE_TEXT.match(state.src, state.bMarks[end] + state.tShift[end]):
        if state.isEmpty(end):
            after = state.skipEmptyLines(end)
            if after >= last or state.sCount[after] - state.blkIndent < NOTE_INDENT:
                break
            end = after
        end += 1
    return end


def _footnote(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001
    """A footnote's text, with the paragraphs indented below it."""
    begin = FOOTNOTE_TEXT.match(state.src, state.bMarks[first] + state.tShift[first])
    if begin is None:
        return False
    if silent:
        return True
    end = _footnote_end(state, first, last)
    state.push("footnote", "", 0).content = state.src[begin.end() : state.eMarks[end - 1]]
    state.line = end
    return True
