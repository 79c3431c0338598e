"""Roman numerals after names."""

from __future__ import annotations

import re

from storycast.narration.english.rule import Found, rule, text_after, text_before
from storycast.narration.numerals import cardinal, ordinal, roman

_REIGNING = (
    "Henry|Louis|Edward|George|Charles|James|William|Elizabeth|Richard|John Paul|John|Paul|Pius|Leo|Benedict|Gregory|"
    "Innocent|Clement|Urban|Alexander|Napoleon|Nicholas|Philip|Francis|Frederick|Ferdinand|Catherine|Peter|Ivan|Gustav|"
    "Christian|Carl|Karl|Haakon|Olav|Harald|Margrethe|Beatrix|Wilhelm|Franz|Leopold|Joseph|Max|Otto|Boris|Carol|Pedro|"
    "Alfonso|Juan Carlos|Felipe|Umberto|Victor Emmanuel|Ramesses|Ramses|Rameses|Thutmose|Ptolemy|Cleopatra|Darius|"
    "Cyrus|Xerxes|Mehmed|Murad|Selim|Robert|David|Mary|Isabella|Sixtus|Julius|Callixtus|Boniface|Celestine|Eugene"
)
_TITLED = "King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Prince|Duke|Count|Pharaoh"
_NAME = r"[A-Z]\w{1,40}"
_NUMBERED = (
    "Chapter|Part|Act|Book|Volume|Vol\\.?|Scene|Phase|Title|Article|Section|Appendix|Canto|Stage|Type|Class|Level|Mark|Round|"
    "Game|Super Bowl|War|Division|Corps|Apollo|Figure|Table|Lesson|Episode|Season|Series"
)
_NEVER_MINE = frozenset(
    ("War", "Phase", "Type", "Division", "Corps", "Apollo", "Super Bowl", "Class", "Canto", "Appendix")
)
"""What nobody says of as `the Part I liked`."""
_DETERMINED = r"(?i)\b(?:the|an?|this|that|every|each|any|first|last|only|best|next|favou?rite)\s$"


def _reign(found: Found) -> str | None:
    """`Henry VIII` is "Henry the Eighth"; a lone `I` after a name is a person."""
    worth = roman(found["numeral"])
    sure = found["numeral"] != "I" or found["title"]
    return f"{found['name']} the {ordinal(worth).title()}" if 0 < worth < 40 and sure else None  # noqa: PLR2004


def _numbered(found: Found) -> str | None:
    """`Chapter IV` is "Chapter Four", `World War I` "World War One"; but not in `the Part I liked`."""
    worth = roman(found["numeral"])
    pronoun = (
        found["numeral"] == "I"
        and found["word"] not in _NEVER_MINE
        and re.search(_DETERMINED, text_before(found))
        and re.match(r"\s(?!of\b|and\b)[a-z]", text_after(found))
    )
    word = "Volume" if found["word"].startswith("Vol") else found["word"]
    return f"{word} {cardinal(worth).title()}" if worth and not pronoun else None


def _after_name(found: Found) -> str | None:
    """`Rocky II` is "Rocky Two"; single letters and those that are words are left: `Malcolm X`, `Disney XL`."""
    worth = roman(found["numeral"])
    return f"{found['name']} {cardinal(worth).title()}" if 1 < worth < 40 else None  # noqa: PLR2004


ROMANS = (
    rule(rf"\b(?P<name>(?P<title>(?:{_TITLED})\s)(?:{_NAME}\s){{0,2}}{_NAME})\s(?P<numeral>[IVX]+)\b", _reign),
    rule(rf"\b(?P<title>)(?P<name>{_REIGNING})\s(?P<numeral>[IVX]+)\b(?!\.\s[A-Z])", _reign),
    rule(rf"\b(?P<word>{_NUMBERED})\s(?P<numeral>(?!L\b)[IVXL]+)\b", _numbered),
    rule(r"\b(?P<name>[A-Z][\w’'-]{0,40}[a-z])\s(?P<numeral>[IVX]{2,})\b", _after_name),
    rule(
        r"\b(?P<numeral>[IVX]+)(?:st|nd|rd|th)?(?=[\s-]century|[\s-]centuries)",
        lambda found: ordinal(roman(found["numeral"])) if roman(found["numeral"]) else None,
    ),
)
