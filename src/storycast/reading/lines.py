"""What a single line looks like: a sentence, a name, a title, a separator."""

from __future__ import annotations

import re
from collections.abc import Sequence

from storycast.model import Block, BlockKind
from storycast.reading.dates import date_of

END_MARKS = ".!?…。！？؟۔।॥።។။"
GOING_ON = ",;:–—-،؛、，；："
CLOSERS = "\"'”’»«›)]}_*“„」』）"
LONG = 100
"""Characters from which a line is prose even without an end mark (a script may have none)."""
# Patterns that stand as text here: `re` compiles them for the first line that could be so; many articles have none.
SEPARATOR = r"(?:[*_~=•·◆◇●○■□⁂☙❧❦※✦★–—+x-]\s*){3,}|#+|[⁂❧☙❦§※]|[*•·◆✦★]|(?:#\s+)+#"
SPEECH = re.compile(
    r"\[(?:\d+(?:\.\d+)?m?s|[a-zA-Z-]+\s*:\s*(?:\"[^\"\n]*\"|'[^'\n]*')"
    r"(?:\s*;\s*[a-zA-Z-]+(?:\s*:\s*(?:\"[^\"\n]*\"|'[^'\n]*'))?)*)\s*\]"
)
"""A Speech Markdown mark: `[1200ms]`, `[break:"1.2s"]`, `[rate:"slow";pitch:"low"]`."""
DIRECTION = re.compile(r"#\[[^\[\]\n]*\]")
"""A Speech Markdown section line, as `#[voice:"…"]`: no text, but it must come through as written."""

BY = re.compile(
    r"(?:(?:written |story |text |words |posted |published )?by:?|author:|von|text:|autor:|por|par|di|door|av)\s+",
    re.IGNORECASE,
)
PARTICLE = (
    "d[aeiou]|d[aeo]s|del|della|les?|la|van|von|den?|der|ter|zur?|a[fv]|bin|ibn|al|el|y|e|and|&|und|et|og|och|en|with"
)
"""Words without a capital that stand inside names, or between two."""
NO_NAME = (
    "the|an?|in|on|at|of|to|for|from|without|about|how|why|what|when|where|who|this|that|these|those|my|our|your|his|her"
    "|their|its|is|are|was|were|i|we|you|he|she|it|they|no|not|one|two|chapter|part|book|section|volume|prologue|epilogue"
    "|introduction|preface|foreword|afterword|contents|abstract|summary|appendix|notes|conclusion|background"
    "|(?:mon|tues|wednes|thurs|fri|satur|sun)day|das|die|ein|eine|im|am|kapitel|teil|los|las|una?|capítulo|parte|une"
    "|chapitre|gli|capitolo"
)
STAFF = "staff|contributors?|editors?|editorial|reporters?|team|redaktion|redacción|rédaction|redazione"
WIDE = (("\u2e80", "\u9fff"), ("\uf900", "\ufaff"), ("\uff00", "\uffef"))
"""First and last of the characters of Chinese and Japanese. As a set, `re` takes 4 ms for them."""
HYPHENATED = re.compile(r"[^\W\d_]-|--")
SUSPENDING = frozenset(("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"))
"""Words before which a hyphen stays apart: "two- and three-year"."""
MOST_NAMES = 8
"""Words in an author line; more is no list of names."""
LONGEST_WIDE_NAME = 20
NO_NAME_MARK = r"[!?…:;“”\"«»\[\]#*@|\n\d]|['’]s\b"
ABBREVIATED = r"\b\w{1,3}\.$"
MOST_TITLE_WORDS = 25


def ends_sentence(text: str) -> bool:
    """Whether the line closes as a sentence does: an end mark, closing quotes and brackets after it allowed."""
    return text.rstrip().rstrip(CLOSERS)[-1:] in END_MARKS and bool(text.strip())


def goes_on(text: str) -> bool:
    """Whether the line plainly has a sequel: it ends in a comma, a colon, a dash."""
    return text.rstrip().rstrip(CLOSERS)[-1:] in GOING_ON and bool(text.strip())


def is_prose(text: str) -> bool:
    """Whether the line is of an article's body: it closes as a sentence, goes on, or is long."""
    return len(text) > LONG or ends_sentence(text) or goes_on(text)


def is_separator(line: str) -> bool:
    """Whether the line is drawn to part two sections: `***`, `* * *`, `---`, `#`."""
    line = line.strip()
    return len(line) <= LONG and re.fullmatch(SEPARATOR, line) is not None


def is_direction(line: str) -> bool:
    """Whether the line is a Speech Markdown section mark and nothing else."""
    return DIRECTION.fullmatch(line.strip()) is not None


def author_of(line: str) -> str | None:
    """The author that this line under a title names: `By Kate Chopin`, `Kate Chopin`, `Staff`."""
    line = line.strip().strip("*_").strip()
    name = BY.sub("", line, count=1) if BY.match(line) else line
    name = name.strip().removesuffix(".") if BY.match(line) and not name.endswith(("Jr.", "Sr.")) else name.strip()
    return name if _is_name(name) else None


def says_author(line: str) -> bool:
    """Whether the line says itself that it names an author: `By …`."""
    return BY.match(line.strip().strip("*_")) is not None and author_of(line) is not None


def is_title(line: str, following: Sequence[Block]) -> bool:
    """Whether a first line is a title: short, of one line, not a sentence, with an article after it."""
    if not line or "\n" in line or len(line) > 2 * LONG or goes_on(line) or is_direction(line):
        return False
    if not any(block.kind is not BlockKind.SECTION_BREAK for block in following):
        return False
    if ends_sentence(line):
        return len(line) <= LONG and author_of(following[0].text) is not None
    return len(line.split()) <= MOST_TITLE_WORDS


def _is_name(name: str) -> bool:
    words = re.findall(r"[^\s,/()&]+|&", name)
    if not 0 < len(words) <= MOST_NAMES or len(name) > LONG or re.search(NO_NAME_MARK, name) or date_of(name):
        return False
    if name.endswith(".") and not re.search(ABBREVIATED, name):
        return False
    if re.fullmatch(STAFF, words[-1].lower()):
        return True
    if not name.isascii() and not any(c.isupper() for c in name):  # a script without capitals
        return len(name) <= LONGEST_WIDE_NAME
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    if re.fullmatch(PARTICLE, word.lower()):
        return True
    capital = word[0].isupper() or word.startswith(("d'", "d’", "l'", "l’", "al-"))
    return capital and not re.fullmatch(NO_NAME, word.lower())


def joined(lines: Sequence[str]) -> str:
    """Lines that were only wrapped, as one."""
    parts = [lines[0].strip()]
    for line in map(str.strip, lines[1:]):
        parts += [seam_of(parts[-1], line), line]
    return "".join(parts)


def seam_of(before: str, line: str) -> str:
    """What stands between two wrapped lines: a space; nothing inside Chinese or Japanese, or after a hyphen."""
    if _is_wide(before[-1:]) and _is_wide(line[:1]):
        return ""
    hyphenated = HYPHENATED.search(before[-2:]) and line[:1].isalpha() and line.split(maxsplit=1)[0] not in SUSPENDING
    return "" if hyphenated else " "


def _is_wide(character: str) -> bool:
    return any(first <= character <= last for first, last in WIDE)
