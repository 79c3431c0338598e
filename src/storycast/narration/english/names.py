"""Titles, initials and abbreviations."""

from __future__ import annotations

import re

from storycast.narration.english.rule import Found, rule, text_after, text_before

_TITLES = {
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Miz",
    "Messrs": "Messieurs",
    "Dr": "Doctor",
    "Prof": "Professor",
    "Rev": "Reverend",
    "Gen": "General",
    "Col": "Colonel",
    "Capt": "Captain",
    "Cmdr": "Commander",
    "Lt": "Lieutenant",
    "Sgt": "Sergeant",
    "Cpl": "Corporal",
    "Pvt": "Private",
    "Maj": "Major",
    "Adm": "Admiral",
    "Gov": "Governor",
    "Sen": "Senator",
    "Rep": "Representative",
    "Pres": "President",
    "Hon": "Honorable",
    "Fr": "Father",
    "Mme": "Madame",
    "Mlle": "Mademoiselle",
    "Mt": "Mount",
    "Ft": "Fort",
    "St": "Saint",
    "Ste": "Sainte",
}
_AFTER_NAMES = {
    "St": "Street",
    "st": "street",
    "Ave": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "Hwy": "Highway",
    "Jr": "Junior",
    "Sr": "Senior",
    "Inc": "Incorporated",
    "Ltd": "Limited",
    "Corp": "Corporation",
    "Co": "Company",
    "Bros": "Brothers",
    "Dept": "Department",
    "Univ": "University",
}
_SHORT = {
    "vs.": "versus",
    "vs": "versus",
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "et cetera",
    "&c.": "et cetera",
    "et al.": "and others",
    "cf.": "compare",
    "viz.": "namely",
    "ca.": "circa",
    "approx.": "approximately",
    "a.k.a.": "also known as",
    "aka": "also known as",
    "incl.": "including",
    "dept.": "department",
    "govt.": "government",
    "min.": "minutes",
    "max.": "maximum",
    "Ph.D.": "P H D",
    "Ph.D": "P H D",
    "PhD": "P H D",
    "M.D.": "M D",
    "B.A.": "B A",
    "M.A.": "M A",
    "B.Sc.": "B S C",
    "M.Sc.": "M S C",
    "w/o": "without",
    "w/": "with",
    "and/or": "and or",
    "he/she": "he or she",
    "she/he": "she or he",
    "him/her": "him or her",
    "his/her": "his or her",
    "her/his": "her or his",
    "s/he": "he or she",
}
_REFERENCES = {
    "No": "number",
    "no": "number",
    "Nos": "numbers",
    "nos": "numbers",
    "№": "number",
    "p": "page",
    "pp": "pages",
    "Fig": "figure",
    "fig": "figure",
    "Figs": "figures",
    "figs": "figures",
    "Vol": "volume",
    "vol": "volume",
    "Ch": "chapter",
    "ch": "chapter",
    "Sec": "section",
    "sec": "section",
    "Art": "article",
}
_SENTENCE_WORDS = (
    "He|She|It|They|We|You|The|An?|But|And|In|On|Then|This|That|There|His|Her|When|If|As|For|My|Our|At|So|Not|No|What|"
    "Why|How"
)


def _kept_stop(found: Found) -> str:
    """The stop of an abbreviation that ends the text ends its sentence too."""
    last = found[0].endswith(".") and not re.search(r"\w", found.string[found.end() :])
    return "." if last and not re.match(r"\s*[.!?]", text_after(found)) else ""


def _title(found: Found) -> str:
    """`Dr. Ito` is "Doctor Ito", without the pause that a stop would make."""
    return _TITLES[found["title"]] + ("" if found["gap"] else " ")


def _initials(found: Found) -> str | None:
    """`J. K. Rowling` is "J K Rowling"; a lone letter counts only after another part of a name."""
    letters = re.findall(r"[A-Z]", found[0])
    named = re.search(r"(?:^|[(“‘\"'—]|[A-Z][\w’'-]*\.?\s)$", text_before(found))
    ends_sentence = re.match(rf"(?:{_SENTENCE_WORDS})\b", text_after(found))
    if len(letters) == 1 and (not named or ends_sentence):
        return None
    return " ".join(letters) + " "


_ANY_SHORT = "|".join(re.escape(short) for short in sorted(_SHORT, key=len, reverse=True))
NAMES_SIGN = (
    rf"§|[.№#]\s?\d|&c|\b(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr)\b|(?:{'|'.join([*_TITLES, *_AFTER_NAMES, 'v'])})\.|"
    rf"{'|'.join(re.escape(short) for short in _SHORT if short != '&c.')})"
)
"""What one of these rules needs to find anything."""
NAMES = (
    rule(
        r"(?<![\w.])(?P<initials>(?:[A-Z]\.[ \u00a0]?){1,4})(?=[A-Z][a-zà-ÿ’'])",
        _initials,
    ),
    rule(r"\b(?P<title>Mr|Mrs|Ms|Dr)(?P<gap>)(?=\s[A-Z])", lambda found: _TITLES[found["title"]]),
    rule(rf"(?<![\w.])(?P<title>{'|'.join(_TITLES)})\.(?=(?P<gap>\s?)[A-Z])", _title),
    rule(
        rf"(?<=[\w,&]\s)(?P<name>{'|'.join(_AFTER_NAMES)})\.(?!\w)",
        lambda found: _AFTER_NAMES[found["name"]] + _kept_stop(found),
    ),
    rule(
        rf"(?<![\w.])(?P<short>{_ANY_SHORT})(?!\w)",
        lambda found: _SHORT[found["short"]] + _kept_stop(found),
    ),
    rule(r"\bc\.\s?(?=\d{3,4}\b)", "circa "),
    rule(r"\b[Ee]st\.\s(?=\d{4}\b)", "established "),
    rule(r"(?<=[A-Z]\w\s)v\.(?=\s[A-Z])|(?<=[a-z]\s)v\.(?=\s[A-Z])", "versus"),
    rule(
        rf"(?<!\w)(?P<word>{'|'.join(_REFERENCES)})(?:\.|(?<=№))\s?(?=\d)",
        lambda found: _REFERENCES[found["word"]] + " ",
    ),
    rule(r"(?<![\w&])#\s?(?=\d)", "number "),
    rule(r"§§?\s?(?=\w)", "section "),
)
