"""Amounts of money."""

from __future__ import annotations

import re

from storycast.narration.english.rule import NUMBER, Found, quantity, rule, text_after, text_before
from storycast.narration.english.times import amount

_COINS = {
    "$": ("dollar", "cent"),
    "£": ("pound", "penny"),
    "€": ("euro", "cent"),
    "¥": ("yen", ""),
    "₹": ("rupee", "paisa"),
    "₽": ("ruble", "kopek"),
    "₩": ("won", ""),
    "₺": ("lira", ""),
    "₿": ("bitcoin", ""),
}
_SAME_PLURAL = {"yen", "won", "baht"}
_LANDS = {"US": "US ", "U.S.": "US ", "A": "Australian ", "AU": "Australian ", "C": "Canadian ", "CA": "Canadian "}
_LANDS |= {"NZ": "New Zealand ", "HK": "Hong Kong ", "S": "Singapore ", "": ""}
SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
SCALES |= {word: word for word in ("hundred", "thousand", "million", "billion", "trillion")}
_SCALE = r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion)\b|(?P<short>[kK]|[mM]n?|[bB]n?|tn)\b)?"
_SIGN = f"[{''.join(_COINS)}]"


def _plural(unit: str) -> str:
    return unit if unit in _SAME_PLURAL else f"{unit}s"


_RACE = r"\s(?:(?:semi-?|quarter-?)?finals?|race|relay|run|dash|hurdles|sprint|swim|walk|freestyle|track)\b"


_A_THING = re.compile(
    r"[-\s](?!(?:in|to|of|for|that|which|who|from|between|on|at|by|and|or|as|than|but|because|when|while|since|with|into|"
    r"each|per|every|away|ago|long|high|tall|wide|deep|thick|across|later|more|less|out|up|down|over|under|there|here|not|"
    r"will|would|could|can|may|might|must|should|did|do|does|was|were|is|are|had|has|have|been|he|she|it|they|we|you|his|"
    r"her|its|their|our|the|spent|paid|made|won|lost|lent|given|taken|left|after|before|during|without|through|against|"
    r"felt|took|went|came|ran|cost|kept|got|gave|meant|brought|bought|sold|fell|rose|grew|off|now|then|just|still|already|"
    r"only|also|again|altogether|total)\b)"
    r"[a-z]{3,}(?<!ed)(?<!ing)(?<!ly)(?<![^s]s)\b"
)
"""A single thing: neither more of them nor how, where or by whom."""


def of_a_thing(found: Found) -> bool:
    """Whether a measure says what kind of thing follows: `a $20 bill`, `the $45 million bridge`, `the 5-km run`."""
    before, after = text_before(found), text_after(found)
    if re.match(_RACE, after) or re.match(r"-an?-", after):
        return True
    if re.search(r"\b[Aa]n?\s$", before):
        return re.match(r"[-\s][a-z]", after) is not None
    of_one = re.search(r"(?i)(?:\b(?:the|his|her|its|their|our|my|this|that|another|a record)|['’]s)\s$", before)
    return bool(of_one and _A_THING.match(after))


def _money(found: Found) -> str:
    """`$5m` is "5 million dollars", `£3.50` "3 pounds 50", `a $20 bill` "a 20 dollar bill"."""
    unit, small = _COINS[found["sign"]]
    unit = _LANDS[found["land"] or ""] + unit
    scale = SCALES.get((found["scale"] or found["short"] or "").lower(), "")
    amount = quantity(found["amount"].replace(found["sign"], ""))
    if of_a_thing(found):
        return " ".join(filter(None, (amount, scale, unit)))
    if scale:
        return f"{amount} {scale} {_plural(unit)}"
    if coins := re.fullmatch(r"([\d,]+)\.(\d\d)", amount):
        return _dollars_and_cents(coins[1], int(coins[2]), unit, small)
    return f"{amount} {unit if amount == '1' else _plural(unit)}"


def _dollars_and_cents(whole: str, cents: int, unit: str, small: str) -> str:
    pence = ("pence" if cents > 1 else small) if small == "penny" else small + ("s" if cents > 1 else "")
    large = f"{whole} {unit if whole == '1' else _plural(unit)}"
    if not cents:
        return large
    if whole == "0":
        return f"{cents} {pence}"
    return f"{large} {cents}" if cents > 9 else f"{large} and {cents} {pence}"  # noqa: PLR2004 - "5 dollars 5" is unclear


_AMOUNT = rf"(?P<amount>(?:{NUMBER})(?:\s?[-–—]\s?{_SIGN}?(?:{NUMBER}))?)"
MONEY_SIGN = rf"[{''.join(_COINS)}¢]|\dp\b"
"""What one of these rules needs to find anything."""
MONEY = (
    rule(rf"(?<!\w)(?P<land>U\.S\.|US|AU?|CA?|NZ|HK|S)?(?P<sign>{_SIGN}){_AMOUNT}{_SCALE}", _money),
    rule(rf"(?<![\w.,])(?P<land>){_AMOUNT}\s?(?P<sign>[€₽₩₺])(?P<scale>)(?P<short>)(?!\w)", _money),
    rule(r"(?<![\w.,])(\d{1,6})\s?¢", lambda found: amount(int(found[1]), "cent")),
    rule(r"(?<![\w.,])(\d+)p(?=\s(?:a|per|each|for)\b)", r"\1 pence"),
)
