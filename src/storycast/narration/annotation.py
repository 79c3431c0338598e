"""An article written back as Markdown, with all that was decided for it as marks that a writer can edit.

Read and narrated again, the annotated text says the same in the same way: its front matter names the director
`written`, which adds nothing to the marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from storycast.model import Article, Block, BlockKind, Emphasis, Pause, Place, Script, Utterance, Why
from storycast.narration.directions import Directions, directed
from storycast.narration.speechmarkdown import mark_pattern


def annotated(article: Article, script: Script) -> str:
    """The article as Markdown with YAML front matter, the script's beats and holds and its writer's own marks in it."""
    clean, directions = directed(article)
    points = _points(script, directions, len(clean.blocks))
    parts = [_front_matter(clean)]
    for number, block in enumerate(clean.blocks):
        if block.kind is BlockKind.SECTION_BREAK:
            parts.append("***")
            continue
        here = points.get(number, {})
        opening = [mark for mark in here.get(0, ()) if mark.startswith("#")]
        inside = {at: [mark for mark in marks if at or mark not in opening] for at, marks in here.items()}
        prefix = "#" * max(block.level, 1) + " " if block.kind is BlockKind.HEADING else _PREFIXES[block.kind]
        parts += [*opening, prefix + _body(number, block, inside, directions)]
    return "\n\n".join(parts) + "\n"


_PREFIXES = {BlockKind.PARAGRAPH: "", BlockKind.QUOTE: "> ", BlockKind.LIST_ITEM: "- "}

# --- front matter -----------------------------------------------------------------------------------------------------


def _front_matter(article: Article) -> str:
    """Values in double quotes, which YAML reads as JSON does."""
    keys: dict[str, str] = {"title": _shielded(article.title)}
    if article.author:
        keys["author"] = article.author
    if article.published:
        keys["date"] = article.published.isoformat()
    keys["language"] = article.language
    if article.voice:
        keys["voice"] = article.voice
    keys |= {key: value for key, value in article.settings if key != "director"}
    lines = [f"{key}: {_quoted(value)}" for key, value in keys.items()]
    lines.append("director: written")
    if article.lexicon:
        lines += ["lexicon:", *(f"  {_quoted(word)}: {_quoted(said)}" for word, said in article.lexicon)]
    return "\n".join(["---", *lines, "---"])


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


# --- marks ------------------------------------------------------------------------------------------------------------

Points = Mapping[int, Mapping[int, Sequence[str]]]
"""Marks by block and by the character that they stand before."""


def _points(script: Script, directions: Directions, blocks: int) -> Points:
    """Beats, voices and breaks, in the order in which they stand at a place."""
    points: dict[int, dict[int, list[str]]] = {}

    def put(at: Place, mark: str) -> None:
        if 0 <= at.block < blocks:
            points.setdefault(at.block, {}).setdefault(at.offset, []).append(mark)

    for change in directions.voices:
        put(change.at, f"#[voice:{_marked(change.voice or 'device')}]")
    for beat in script.beats:
        first = next((line for line in beat.utterances if line.at.block >= 0), None)
        if first:
            put(first.at, f'#[beat:"{beat.role.value}"]')
    lines = [line for beat in script.beats for line in beat.lines]
    for pause, following in pairwise(lines):
        if isinstance(pause, Pause) and isinstance(following, Utterance) and pause.why in _LASTING:
            put(following.at, _break(pause.length))
    return points


_LASTING = {Why.DRAMATIC, Why.WRITTEN}


def _break(length: int) -> str:
    return f'[break:"{length / 1000:g}s"]' if length % 100 == 0 and length else f'[break:"{length}ms"]'


# --- a block's text ---------------------------------------------------------------------------------------------------


class _Span(Struct, frozen=True):
    """Characters `start` to `end` of a block, and what is asked for them: `[rate:"slow"]`."""

    start: int
    end: int
    asked: str
    emphasis: Emphasis | None = None
    """Where nothing but emphasis lies on it."""


class _Piece(Struct, frozen=True):
    """Text as it is, or a mark, which Markdown must leave alone."""

    text: str
    is_mark: bool = False
    inside: bool = False
    """Whether it stands in round brackets of ours, where backslashes and brackets have one before them."""


def _body(number: int, block: Block, points: Mapping[int, Sequence[str]], directions: Directions) -> str:
    """The block's text with its marks, emphasis in its short form where that reads back as the same."""
    spans = _apart([*_spans(number, directions), *_stresses(block)])
    for short in (True, False):
        pieces = _before_marks(list(_pieces(block.text, (0, len(block.text)), spans, points, short=short)))
        read, _ = directed(Article("", (Block(block.kind, "".join(piece.text for piece in pieces)),)))
        if not short or [(one.text, one.stresses) for one in read.blocks] == [(block.text, block.stresses)]:
            break
    text = "".join(piece.text if piece.is_mark else _escaped(piece.text) for piece in pieces)
    text = _AT_START.sub(r"\1\\\2", text, count=1)
    return _AT_END.sub(r"\\\1", text) if block.kind is BlockKind.HEADING else text


def _before_marks(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, backslashes that come to stand right before a mark of ours doubled, so that it stays one."""
    pieces = [piece for piece in pieces if piece.text]
    followers = [*pieces[1:], _Piece("")]
    return [
        replace(piece, text=_LAST_SLASHES.sub(_doubled, piece.text))
        if after.is_mark and not (piece.is_mark or piece.inside)
        else piece
        for piece, after in zip(pieces, followers, strict=True)
    ]


def _spans(number: int, directions: Directions) -> Iterator[_Span]:
    for manner in directions.manners:
        if manner.block == number:
            asked = {
                "rate": manner.rate and f"{round(manner.rate * 100, 3):g}%",
                "pitch": None if manner.pitch is None else f"{manner.pitch:+g}st",
                "volume": None if manner.volume is None else f"{manner.volume:+g}dB",
                "voice": None if manner.voice is None else manner.voice or "device",
            }
            modifiers = ";".join(f"{key}:{_marked(value)}" for key, value in asked.items() if value)
            yield _Span(manner.start, manner.end, f"[{modifiers}]")
    for saying in directions.sayings.get(number, ()):
        yield _Span(saying.start, saying.end, _asked("sub", saying.text, f"{{{saying.text}}}"))
    for sound in directions.phonemes.get(number, ()):
        yield _Span(sound.start, sound.end, _asked("ipa", sound.ipa, f"/{sound.ipa}/"))


def _stresses(block: Block) -> Iterator[_Span]:
    for stress in block.stresses:
        yield _Span(stress.start, stress.end, f'[emphasis:"{stress.emphasis.value}"]', stress.emphasis)


def _asked(key: str, value: str, short: str) -> str:
    """The modifier in its long form, which may hold other marks; `short` where no quotation holds the value."""
    marked = _marked(value)
    return f"[{key}:{marked}]" if marked else short


def _marked(value: str) -> str:
    """The value in the first quotation of the grammar that can hold it; empty where none can."""
    return next((f"{opens}{value}{closes}" for opens, closes in ('""', "''", "“”") if closes not in value), "")


def _apart(spans: Sequence[_Span]) -> list[_Span]:
    """The spans so that each two lie apart or one inside the other: emphasis is cut where it crosses another."""
    borders = [border for span in spans if span.emphasis is None for border in (span.start, span.end)]
    cut: list[_Span] = []
    for span in spans:
        inner = [b for b in borders if span.start < b < span.end and _crosses(span, b, spans)] if span.emphasis else []
        edges = sorted({span.start, *inner, span.end})
        cut += [_Span(a, b, span.asked, span.emphasis) for a, b in pairwise(edges)]
    return sorted(cut, key=lambda span: (span.start, -span.end, span.emphasis is not None))


def _crosses(span: _Span, border: int, spans: Iterable[_Span]) -> bool:
    return any(
        other.emphasis is None
        and ((other.start < span.start < other.end == border) or (other.start == border < span.end < other.end))
        for other in spans
    )


_SHORT = {Emphasis.STRONG: "++", Emphasis.MODERATE: "+", Emphasis.NONE: "~", Emphasis.REDUCED: "-"}


def _pieces(
    text: str,
    part: tuple[int, int],
    spans: Sequence[_Span],
    points: Mapping[int, Sequence[str]],
    *,
    short: bool,
    inside: bool = False,
) -> Iterator[_Piece]:
    """A part of the text with the spans in it, in order; those inside another are its own affair."""
    done, end = part
    rest = list(spans)
    while rest:
        span = rest.pop(0)
        within = [other for other in rest if other.end <= span.end]
        rest = rest[len(within) :]
        yield from _plain(text, done, span.start, points, inside=inside)
        yield from _before(text, span.start, points)
        inner = {at: marks for at, marks in points.items() if at > span.start}
        briefly = short and span.emphasis and not within and not any(at < span.end for at in inner)
        sign = _SHORT[span.emphasis] if briefly and span.emphasis else ""
        yield _Piece(sign or "(", is_mark=True)
        yield from _pieces(text, (span.start, span.end), within, inner, short=short, inside=inside or not sign)
        yield _Piece(sign or f"){span.asked}", is_mark=True)
        points = {at: marks for at, marks in points.items() if at >= span.end}
        done = span.end
    yield from _plain(text, done, end, points, inside=inside)


def _plain(text: str, start: int, end: int, points: Mapping[int, Sequence[str]], *, inside: bool) -> Iterator[_Piece]:
    """Text from `start` up to `end`, with the marks that stand before its characters."""
    for at in sorted(at for at in points if start <= at < end):
        yield _Piece(_shielded(text[start:at], inside=inside), inside=inside)
        yield from _before(text, at, points)
        start = at
    yield _Piece(_shielded(text[start:end], inside=inside), inside=inside)


def _before(text: str, at: int, points: Mapping[int, Sequence[str]]) -> Iterator[_Piece]:
    """The marks before a character; after each a space where one stands before it, too."""
    space = " " if at == 0 or text[at - 1].isspace() else ""
    for mark in points.get(at, ()):
        yield _Piece(mark + space, is_mark=True)


_SLASHES = re.compile(r"\A\\+")
_LAST_SLASHES = re.compile(r"\\+\Z")
_BRACKETS = re.compile(r"[\\()\[\]]")


def _shielded(text: str, *, inside: bool = False) -> str:
    """The text with backslashes before what would be taken for a mark."""
    text = _BRACKETS.sub(r"\\\g<0>", text) if inside else text
    return mark_pattern().sub(lambda mark: "\\" + (mark[0] if inside else _SLASHES.sub(_doubled, mark[0])), text)


def _doubled(slashes: re.Match[str]) -> str:
    return slashes[0] * 2


_SPECIAL = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|\Z)|[`*\[<]|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~|&(?=#?\w+;)")
_AT_START = re.compile(r"\A((?:\d{1,9})?)([.)](?=\s|$)|#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]{2,}\s*$)")
_AT_END = re.compile(r"(#+\s*)\Z")


def _escaped(text: str) -> str:
    """The text as Markdown that shows just this."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", "<br>")
