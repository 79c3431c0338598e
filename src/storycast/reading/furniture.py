"""What web pages print around an article: menus, share buttons, cookie notices. Told by what each line is.

The labels are listed in `furniture.json` by what they are for. They are compared with a whole line in lower case, end
marks and symbols at its ends aside; `#` stands for a number, `…` for up to 120 characters of anything. Everyday words
among them (Home, Share, Next) may as well be a title or the last line of a poem: they count only beside a line that can
be nothing but furniture. The words of `stamp` stand before a date, and make the line a stamp of the page, not of the
story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from msgspec import Struct
from msgspec.json import decode

from storycast.reading.dates import MONTH_OF, date_of


class Furniture(Enum):
    """What a line of furniture is for; the value is the reason given for leaving it out."""

    NAVIGATION = "page navigation"
    SHARING = "share buttons"
    COMMENTS = "comments"
    COUNTER = "a counter"
    STAMP = "the page's time stamp"
    LEGAL = "legal notice"
    COOKIES = "cookie notice"
    NEWSLETTER = "newsletter box"
    ADVERT = "advertisement"
    RELATED = "links to other articles"


class Judged(Struct, frozen=True):
    """What a line was found to be."""

    kind: Furniture
    certain: bool
    """Whether it can be nothing else; an everyday word needs such a line beside it."""


LONGEST = 400
"""Characters of the longest furniture: a cookie notice."""
LONGEST_STAMP = 100
EDGES = re.compile(r"^[^\w©(#@؟]+|[^\w©)]+$")
NUMBER = r"\d[\d.,]*"
GAP = ".{0,120}"
GAPPED = re.compile("[#…]")
LETTER = re.compile(r"[^\W\d_]")
MOMENT = re.compile(
    r"(?:[^\W\d_]{3,9}\.?,? )?(?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2}\.? (?:de )?[^\W\d_]{3,9}\.?)(?:,? (?:de )?\d{4})?"
    r"(?:,? (?:(?:at|um|à|a las) )?\d{1,2}[:.h]\d\d(?: ?[ap]\.?m\.?)?(?: \w{2,5})?)?"
    r"|\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: \w{2,5})?|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:,? \d{1,2}[:.]\d\d.{0,10})?"
    r"|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日"
    r"|(?:\d+|an?|one) (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)(?: ago)?"
)
COUNTED = re.compile(r"\d{1,2}\.? (?P<after>[^\W\d_]{3,9})\.?|(?P<before>[^\W\d_]{3,9})\.? \d{1,2}")
"""A day and month, if that is a month's name: `3. Bread` and `Psalm 23` are none."""
RIGHT_TO_LEFT = re.compile(r"(?=.*\d)(?=.*[\u0590-\u06ff]).{1,40}")
"""A date in Hebrew or Arabic, after a word that says so."""
DATED = re.compile(r"[^\W\d]+(?: [^\W\d]+){0,3} ?[:：] ?(\S.{3,40})")
"""A stamp in a language that the table lacks: a few words, a colon, a date."""
AGO = re.compile(r"(?:\d+|an?|one) (?:second|minute|min|hour|hr|day|week|month|year)s? ago")
CRUMBS = re.compile(r"[^\W\d][^›»>|•]{0,24}(?: ?[›»>] ?[^›»>|•]{1,40}){1,6}|[^|•]{1,20}(?: ?[|•] ?[^|•]{1,20}){2,12}")
PARTED = re.compile(r" *[·•|] *| [—–/] ")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|@\w{2,20}|(?:#\w+[ ,]*){2,}")


@lru_cache(maxsize=4096)
def judged(line: str) -> Judged | None:
    """What furniture this line is; None where it is none."""
    if not line or len(line) > LONGEST:
        return None
    if "\n" in line:
        each = [judged(one) for one in line.split("\n")]
        return each[0] if all(each) else None
    label = EDGES.sub("", line.lower().replace("’", "'")) or line
    if found := _whole().get(label):
        return found
    return _by_label(label) or _by_shape(line.lower(), label) or _by_parts(line)


def is_advert(line: str) -> bool:
    """Whether this line can be nothing but the label of an advertisement."""
    if len(line) > LONGEST or not _adverts().search(line.lower()):
        return False
    found = judged(line)
    return found is not None and found.certain and found.kind is Furniture.ADVERT


def is_listing(lines: Sequence[str]) -> bool:
    """Whether lines that stand together are a list of labels rather than a verse."""
    found = [judged(line) for line in lines]
    return any(one and one.certain for one in found) or sum(one is not None for one in found) > 1


def _by_label(line: str) -> Judged | None:
    """What the first label with numbers or gaps is that the line has the shape of."""
    return next(
        (found for part, label, found in _gapped(line[0]) if part in line and _pattern(label).fullmatch(line)), None
    )


def _by_shape(line: str, label: str) -> Judged | None:
    if _is_stamp(label):
        return Judged(Furniture.STAMP, certain=True)
    if len(label) <= LONGEST_STAMP and (AGO.fullmatch(label) or _is_bare_moment(label)):
        return Judged(Furniture.STAMP, certain=False)
    if len(label) <= LONGEST_STAMP and (dated := DATED.fullmatch(label)) and _is_moment(dated[1]):
        return Judged(Furniture.STAMP, certain=False)
    if CRUMBS.fullmatch(line) and not line.endswith((".", "!", "?")):
        return Judged(Furniture.NAVIGATION, certain=False)
    if ADDRESS.fullmatch(line):
        return Judged(Furniture.SHARING, certain=False)
    return None


def _by_parts(line: str) -> Judged | None:
    """A line of several labels: `5 min read · Mar 3, 2025`."""
    parts = PARTED.split(line) if len(line) <= LONGEST_STAMP else []
    found = [judged(part) for part in parts if date_of(part) is None] if len(parts) > 1 else []
    return max(filter(None, found), key=lambda one: one.certain) if found and all(found) else None


def _is_stamp(label: str) -> bool:
    """`Updated: 5 March`, `Zuletzt aktualisiert am 3. 4. 2025`: a word of the table, and a moment."""
    if len(label) > LONGEST_STAMP:
        return False
    if not label.startswith(_stamps()):
        return False
    ends = (len(stamp) for stamp in _stamps() if label.startswith(stamp))
    end = next((end for end in ends if not LETTER.match(label, end)), None)
    if end is None:
        return False
    when = label[end:].strip(" :：|·")
    return not when or _is_moment(when) or RIGHT_TO_LEFT.fullmatch(when) is not None


def _is_bare_moment(label: str) -> bool:
    """A moment and nothing that says what it is of."""
    if MOMENT.fullmatch(label) is None or date_of(label):
        return False
    counted = COUNTED.fullmatch(label)
    return counted is None or (counted["after"] or counted["before"]) in MONTH_OF


def _is_moment(text: str) -> bool:
    return MOMENT.fullmatch(text) is not None or date_of(text) is not None


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = decode(files("storycast.reading").joinpath("furniture.json").read_bytes())
    return table


@cache
def _adverts() -> re.Pattern[str]:
    """The words with which such labels begin: what has none of them needn't be judged."""
    return re.compile("|".join({re.escape(label.split()[0]) for label in _table()["advert"]["certain"]}))


@cache
def _whole() -> dict[str, Judged]:
    """The labels that are whole lines."""
    return {label: found for found, labels in _groups() for label in labels if not GAPPED.search(label)}


@lru_cache(maxsize=256)
def _gapped(first: str) -> tuple[tuple[str, str, Judged], ...]:
    """The labels with numbers or gaps in them that may begin with this character, each after its longest part without.

    Few lines hold any of those parts. One pattern of all the labels takes `re` 8 ms to compile.
    """
    begins = {first, "…", "#" if first.isdecimal() else "…"}
    return tuple(
        (max(GAPPED.split(label), key=len), label, found)
        for found, labels in _groups()
        for label in labels
        if label[0] in begins and GAPPED.search(label)
    )


def _groups() -> Iterator[tuple[Judged, list[str]]]:
    """What lines are, and the labels that say so; certain ones first."""
    for certain in ("certain", "everyday"):
        for kind, table in _table().items():
            if certain in table:
                found = Judged(Furniture[kind.upper()], certain=certain == "certain")
                yield found, [label.replace("’", "'") for label in table[certain]]


@cache
def _pattern(label: str) -> re.Pattern[str]:
    return re.compile(re.escape(label).replace(r"\#", NUMBER).replace("…", GAP))


@cache
def _stamps() -> tuple[str, ...]:
    """The words before a date, the longest first."""
    return tuple(sorted(_table()["stamp"]["before"], key=len, reverse=True))
