"""Where sentences begin and end.

`sentencex` knows the abbreviations of some 240 languages and does most of the work: by itself it keeps 46 of the 52
English Golden Rules. It is shown the text with quotation marks and brackets blanked out, so that a quotation of
several sentences is split like any other text; the small rules here then put right what it misses in stories.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

Span = tuple[int, int]
"""Characters of a text, the end not included."""

_WINDOW = 10_000
"""`sentencex` is shown this many characters at a time, so that work grows no faster than the text."""
_CONTEXT = 64
"""How many characters on either side of a border a rule may look at."""

_QUOTES = '"“”„‟«»‹›「」『』〝〞〟'
_APOSTROPHES = "'’‘‚‛"
_BRACKETS = "()[]{}（）［］【】〈〉《》"
_OPENERS = "“„‟«‹‘‚‛「『〝([{（［【〈《¿¡\"'’"
_CLOSERS = "”’»›」』〞〟)]}）］】〉》\"'"
_ENDS = ".!?…。！？．｡؟۔।॥։።"

_END = re.compile(f"[{re.escape(_ENDS)}]")
_ENDING = re.compile(rf"[{re.escape(_ENDS)}—–-](?:(?<![—–-])|(?=[”\"’»]))")
"""What ends a sentence, or cuts it off."""
_LAST = f"{_ENDS}{_OPENERS}{_CLOSERS} \n\u00a0\u202f"
"""Where nothing but these follows, no sentence begins."""
_BLANKED = re.compile(rf"[\n{re.escape(_QUOTES + _BRACKETS)}]")
_LONE_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}](?:(?<!\w.)|(?!\w))")
WORDLIKE = re.compile(r"[^\W_]")
"""A letter or figure: what has one can be said."""
_AROUND = frozenset(_OPENERS + _CLOSERS)


@lru_cache(maxsize=2**16)  # a director and the narrator ask for the same paragraphs, in the same order
def sentences(text: str, language: str = "en") -> tuple[Span, ...]:
    """The spans of the sentences of a text, in order. Between them, before and after stands white space only.

    `language` is BCP 47; one that `sentencex` doesn't know is split like English without its abbreviations.
    """
    return tuple(
        span for start, end in _stretches(text) for span in _sentences_in(text, start, end, _primary(language))
    )


def _primary(language: str) -> str:
    return re.split(r"[-_]", language, maxsplit=1)[0].lower()


# --- lines ------------------------------------------------------------------------------------------------------------

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LONGEST_LISTED = 60
"""Lines no longer than this, none of which ends a sentence, are a list: three of them say so."""


def _stretches(text: str) -> Iterator[Span]:
    """Stretches that no sentence crosses: paragraphs, the lines of a list without stops, and of verse."""
    start = 0
    for gap in _BLANK_LINES.finditer(text):
        yield from _lines(text, start, gap.start())
        start = gap.end()
    yield from _lines(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    if text.count("\n", start, end) < 2:  # noqa: PLR2004 - three lines have as many
        yield start, end
        return
    lines = [line for line in text[start:end].split("\n") if line.strip()]
    if len(lines) < 3 or any(len(line) > _LONGEST_LISTED for line in lines) or not _apart(lines):  # noqa: PLR2004
        yield start, end
        return
    for line in re.finditer(r"[^\n]+", text[start:end]):
        yield start + line.start(), start + line.end()


def _apart(lines: list[str]) -> bool:
    """Whether lines are read one by one: none ends a sentence, or they are verse, all with capitals, few with stops.

    A line of verse is heard as one: its end is where a reader of poems pauses, with a mark or without.
    """
    ended = sum(map(_ends, lines))
    verse = 2 * ended < len(lines) and all(_first_letter(line, skip=_OPENERS).isupper() for line in lines)
    return not ended or verse


def _ends(line: str) -> bool:
    return line.rstrip().rstrip(_CLOSERS)[-1:] in tuple(_ENDS)


# --- borders ----------------------------------------------------------------------------------------------------------


def _sentences_in(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    stretch = text[start:end]
    ended = _ended(stretch, language) if _ENDING.search(stretch, 0, len(stretch.rstrip(_LAST))) else ()
    points = _points(stretch)
    borders = sorted({*ended, *(start for start, _ in points)} - {end for _, end in points})
    for sentence in _with_words(stretch, [trimmed(stretch, *span) for span in pairwise([0, *borders, len(stretch)])]):
        yield start + sentence[0], start + sentence[1]


def _ended(stretch: str, language: str) -> list[int]:
    """Where a sentence has ended and another begins."""
    borders = {_settled(stretch, border) for border in _found(stretch, language)}
    borders |= {border for added in _ADDED for border in added(stretch, language)}
    cased = not _first_letter(stretch).islower()
    return [border for border in borders if not _joined(stretch, border, language, cased=cased)]


def _found(stretch: str, language: str) -> Iterator[int]:
    """The borders that `sentencex` finds, window by window; each window opens at the last border found."""
    if not _END.search(stretch):
        return
    from sentencex import get_sentence_boundaries

    shown = _LONE_APOSTROPHE.sub(" ", _BLANKED.sub(" ", stretch))
    start = 0
    while start < len(shown):
        end = min(start + _WINDOW, len(shown))
        borders = [start + found["start_index"] for found in get_sentence_boundaries(language, shown[start:end])][1:]
        yield from borders
        start = borders[-1] if borders and end < len(shown) else end


def _settled(stretch: str, border: int) -> int:
    """The border moved to where the next sentence opens: closing quotes and brackets stay behind."""
    at = border
    while at and (stretch[at - 1].isspace() or stretch[at - 1] in _AROUND):
        at -= 1
    at = _past_closers(stretch, at)
    while at < len(stretch) and stretch[at].isspace():
        at += 1
    return at


_OPENED_WORD = re.compile(rf"[{re.escape(_OPENERS)}]*\w")
_FRENCH_CLOSER = re.compile(r"[ \u00a0\u202f]?[»›](?!\w)")


def _past_closers(stretch: str, at: int) -> int:
    while at < len(stretch):
        if french := _FRENCH_CLOSER.match(stretch, at):
            at = french.end()
        elif stretch[at] in _AROUND and not _opens(stretch, at):
            at += 1
        else:
            break
    return at


def _opens(stretch: str, at: int) -> bool:
    """Whether the mark there, right after an end mark, opens what follows rather than closing what it ends.

    `“` closes in German, `«` in Danish, `"` everywhere: what tells is whether a word follows, and for the straight mark
    also whether one is open.
    """
    mark, followed = stretch[at], _OPENED_WORD.match(stretch, at + 1) is not None
    if mark == '"':
        return followed and stretch.count('"', max(0, at - _WINDOW), at) % 2 == 0
    return followed and mark not in _CLOSERS


# --- borders that sentencex misses ------------------------------------------------------------------------------------

_CLOSED = rf"[{re.escape(_CLOSERS)}]*\s+"
_AFTER_ELLIPSIS = re.compile(rf"[….](?:(?<!\[.)(?:(?<=…)|(?<=\.)\.\.){_CLOSED}|(?<=\.) \. \.{_CLOSED}(?!I\b))")
_AFTER_CUT_OFF = re.compile(r"[—–-][”\"’»]\s+")
_AFTER_NO = re.compile(r"[Nn]o\.(?<!\w...)[”\"’)]*\s+")


def _after(pattern: re.Pattern[str]) -> Callable[[str, str], Iterator[int]]:
    """Borders after each match that a capital letter follows."""

    def borders(stretch: str, _language: str) -> Iterator[int]:
        for found in pattern.finditer(stretch):
            if _first_letter(stretch[found.end() : found.end() + _CONTEXT], skip=_OPENERS).isupper():
                yield found.end()

    return borders


def _after_no(stretch: str, language: str) -> Iterator[int]:
    """`No. Really.`: the word, where no figure follows; `sentencex` takes it for the abbreviation of number."""
    return _after(_AFTER_NO)(stretch, language) if language == "en" else iter(())


_ADDED = (_after(_AFTER_ELLIPSIS), _after(_AFTER_CUT_OFF), _after_no)


# --- borders that are none --------------------------------------------------------------------------------------------
# Patterns for one language stand as text: `re` compiles them when a text of that language first comes.

_SAID = (
    "said|asked|replied|answered|whispered|shouted|cried|muttered|added|says|asks|called|exclaimed|murmured|told|demanded|"
    "hissed|snapped|sighed|laughed|repeated|agreed|insisted|explained|admitted|warned|urged|yelled|screamed|"
    "sobbed|mumbled|growled|remarked|observed|suggested"
)
_WENT_ON = "began|continued|went on"
"""Of speech where a stop or comma follows; `Rain began to fall` is no speech."""
_ADDRESSED = r"to|as|in|with|from|at|her|him|them|me|us|again|back|when|while|after|before|then|\w+ly"
_ATTRIBUTION = re.compile(
    rf"(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\.?\s+){{1,4}}(?:(?:{_SAID}|{_WENT_ON})[.,;:!?—–]|(?:{_SAID})\s+(?:{_ADDRESSED})\b)"
)
_QUOTED_END = re.compile(r"(?:[!?…—–-]|\.\.\.)[”\"’»]\s*$")
_HALF_DAY = re.compile(r"\b[ap]\.m\.\s*$")
_DAY_OR_ZONE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Central|Mountain|Pacific|Greenwich|GMT|UTC|[A-Z][SD]T|CET|"
    r"BST|(?:[A-Z]\w+\s){1,2}[Tt]ime)\b"
)
_ABBREVIATIONS = {
    "en": frozenset({"approx", "cf", "e.g", "i.e", "viz", "feat", "gens", "amb", "cir", "pop"}),
    "fr": frozenset({"m", "mm", "mme", "mmes", "mlle", "mlles", "me", "st", "ste"}),
    "hi": frozenset({"डॉ", "श्री"}),
}
"""Words whose stop never ends a sentence, beside those that `sentencex` knows."""
_GERMAN_ORDINAL = r"(?i)\b(?:der|die|das|dem|den|des|am|im|vom|zum|beim|seit|bis|ab)\s\d{1,2}\.\s*$"
_NUMBERED = re.compile(r"\b(?:vols?|ch|chap|bk|pt|sec|art|figs?|op|act|sc)\.\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\d|(?!I\b)[IVXLC]+\b")
_BEFORE_LAST_WORD = re.compile(r"[\s(“„«\"]")


_BEFORE_WORD = _OPENERS + "—–-… "


def _goes_on(after: str) -> bool:
    """A small letter goes on with the sentence: `“Go!” he cried`, `approx. five`, `Yahoo! in`; but not `iPhones`."""
    word = after.lstrip(_BEFORE_WORD)
    return word[:1].islower() and not word[1:2].isupper()


def _attributed(before: str, after: str, _language: str) -> bool:
    """A name and a verb of saying go with the quotation: `“Go!” Mr. Smith said.`."""
    return bool(_QUOTED_END.search(before) and _ATTRIBUTION.match(after))


def _abbreviated(before: str, _after: str, language: str) -> bool:
    words = before.rstrip()
    if not words.endswith("."):
        return False
    return _BEFORE_LAST_WORD.split(words)[-1][:-1].lower() in _ABBREVIATIONS.get(language, ())


def _numbered(before: str, after: str, _language: str) -> bool:
    """`Vol. II`, `Fig. 3`."""
    return bool(_NUMBER.match(after) and _NUMBERED.search(before))


def _timed(before: str, after: str, language: str) -> bool:
    """`9:40 p.m. Monday`, `8 p.m. Eastern`."""
    return language == "en" and bool(_HALF_DAY.search(before) and _DAY_OR_ZONE.match(after))


def _inside_word(before: str, after: str, _language: str) -> bool:
    """`ASP.NET`: where no space follows, capitals go on."""
    return before[-1:] == "." and after[:2].isupper() and after[:2].isalpha()


def _ordinal(before: str, _after: str, language: str) -> bool:
    """`Der 2. Weltkrieg`."""
    return language == "de" and bool(re.search(_GERMAN_ORDINAL, before))


_QUOTATIVE = r"って|と(?!ても|ころ|うとう|にかく|きどき|りあえず|ある|つぜん)"
_ASKED = r"[？！…—][”」』]\s*$"
_SAID_AFTER = r"[\u4e00-\u9fff]{1,4}?(?:问道|問道|问|問|说|說|喊|叫|答)[。，：]"


def _quoted_in_japanese(before: str, after: str, language: str) -> bool:
    """`「どこ？」と尋ねた。`: the particle goes with the quotation."""
    return language == "ja" and before.rstrip()[-1:] in tuple("」』") and bool(re.match(_QUOTATIVE, after))


def _quoted_in_chinese(before: str, after: str, language: str) -> bool:
    """`“你去哪里？”她问。`: who asks goes with the quotation, but not what is done after a stop."""
    return language == "zh" and bool(re.search(_ASKED, before) and re.match(_SAID_AFTER, after))


_NONE = (_quoted_in_japanese, _quoted_in_chinese, _attributed, _abbreviated, _numbered, _timed, _inside_word, _ordinal)


def _joined(stretch: str, border: int, language: str, *, cased: bool) -> bool:
    before, after = stretch[max(0, border - _CONTEXT) : border], stretch[border : border + _CONTEXT]
    if cased and _goes_on(after):
        return True
    return any(rule(before, after, language) for rule in _NONE)


# --- lists ------------------------------------------------------------------------------------------------------------

_MARKER = re.compile(r"(?:^|(?<=\s))(?P<bullet>[•⁃·*-]\s?)?(?P<number>\d{1,3}|[A-Za-z])(?P<mark>\.\)|[.)])\s+(?=\S)")
_HEADING_NUMBER = re.compile(r"\s*(?:\d{1,3}|[A-Za-z]|[IVX]{1,6})[.)]\s+(?=\S)")


def _points(stretch: str) -> list[Span]:
    """The markers of a list that runs within one paragraph: `1. The first point 2. The second`."""
    first = _MARKER.match(stretch)
    if first is None:
        heading = _HEADING_NUMBER.match(stretch)
        return [heading.span()] if heading else []
    points, last = [first], first
    for marker in _MARKER.finditer(stretch, first.end()):
        if marker["mark"] == last["mark"] and _number(marker["number"]) == _number(last["number"]) + 1:
            points.append(marker)
            last = marker
    return [point.span() for point in points]


def _number(marker: str) -> int:
    return int(marker) if marker.isdigit() else 1000 + ord(marker)


# --- spans ------------------------------------------------------------------------------------------------------------


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _with_words(text: str, spans: list[Span]) -> list[Span]:
    """Spans joined so that each has something to say: a stray mark goes with its neighbour."""
    joined: list[Span] = []
    speaking = False
    for start, end in spans:
        if start >= end:
            continue
        speaks = WORDLIKE.search(text, start, end) is not None
        if joined and not (speaks and speaking):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
        speaking = speaking or speaks
    return joined


def _first_letter(text: str, skip: str | None = None) -> str:
    """The first letter; with `skip`, only where nothing but those marks and white space stands before it."""
    for character in text:
        if character.isalpha():
            return character
        if skip is not None and character not in skip and not character.isspace():
            break
    return ""
