"""Amounts with a unit."""

from __future__ import annotations

import re

from storycast.narration.english.money import SCALES, of_a_thing
from storycast.narration.english.rule import ALONE, NUMBER, RANGE, Found, quantity, rule, text_after

_UNITS = {
    "km/h": "kilometer per hour",
    "kph": "kilometer per hour",
    "mph": "mile per hour",
    "m/s": "meter per second",
    "km²": "square kilometer",
    "m²": "square meter",
    "m³": "cubic meter",
    "sq ft": "square foot",
    "km": "kilometer",
    "cm": "centimeter",
    "mm": "millimeter",
    "nm": "nanometer",
    "m": "meter",
    "kg": "kilogram",
    "mg": "milligram",
    "g": "gram",
    "lbs": "pound",
    "lb": "pound",
    "oz": "ounce",
    "ft": "foot",
    "yd": "yard",
    "yds": "yard",
    "mi": "mile",
    "ms": "millisecond",
    "s": "second",
    "sec": "second",
    "secs": "second",
    "min": "minute",
    "mins": "minute",
    "hrs": "hour",
    "hr": "hour",
    "h": "hour",
    "ml": "milliliter",
    "L": "liter",
    "ha": "hectare",
    "kWh": "kilowatt hour",
    "kW": "kilowatt",
    "MW": "megawatt",
    "GW": "gigawatt",
    "W": "watt",
    "V": "volt",
    "kV": "kilovolt",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "kB": "kilobyte",
    "KB": "kilobyte",
    "MB": "megabyte",
    "GB": "gigabyte",
    "TB": "terabyte",
    "dB": "decibel",
    "kcal": "kilocalorie",
    "hp": "horsepower",
    "rpm": "revolutions per minute",
    "bpm": "beats per minute",
    "fps": "frames per second",
    "°C": "degree Celsius",
    "°F": "degree Fahrenheit",
    "°": "degree",
}
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_SPACED = {"s", "h", "V", "W", "L", "min", "sec", "mi"}
"""Units that are read as such only after a space or a decimal: `45.3 s`, but `in his 40s`."""
_POINTS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_MILLIONS = (
    r"\s(?:people|users|readers|viewers|listeners|copies|jobs|homes|households|tonnes|tons|barrels|visitors|children|"
    r"workers|followers|views|streams|downloads|years|votes|voters|cars|passengers|customers|residents|of|vehicles|deaths|"
    r"members|tickets|subscribers|students|pupils|patients|refugees|migrants|citizens|doses|records|families|players|fans|"
    r"employees|women|men|pensioners|taxpayers|trees|animals|birds|pounds|dollars|euros|hectares|acres|times|"
    r"[A-Z][a-z]+(?:ans|ish|ese|ians))\b"
)


def _plural_measure(unit: str) -> str:
    head, *rest = re.split(r"(?= per | Celsius| Fahrenheit)", unit)
    square = head.removeprefix("square ").removeprefix("cubic ")
    if square == "foot":
        return head.replace("foot", "feet")
    if head.endswith(("hertz", "horsepower", "s")):
        return unit
    return "".join([f"{head}s", *rest])


def _measure(found: Found) -> str | None:
    """`5 km` is "5 kilometers", `1 ft` "1 foot", `a 5 km run` "a 5 kilometer run", `5m people` "5 million people"."""
    amount, unit = found["amount"], found["unit"]
    if unit == "m" and found["gap"] == "" and re.match(_MILLIONS, text_after(found)):
        return f"{quantity(amount)} million"
    if unit in _SPACED and not found["gap"] and not ("." in amount and unit == "s"):
        return None
    said = _UNITS[unit]
    if found["gap"] == "-":
        return f"{quantity(amount)}-{said}"
    minus = "minus " if found["minus"] else ""
    one = amount == "1" or of_a_thing(found)
    return f"{minus}{quantity(amount)} {said if one else _plural_measure(said)}"


MEASURES = (
    rule(
        r"(?<![\w.,])(\d+)\s?[′'’]\s?(\d{1,2})\s?(?:[″\"”]|''|’’)",
        lambda found: f"{found[1]} foot {found[2]}",
    ),
    rule(rf"{ALONE}({NUMBER})\s?°\s?[-–—]\s?({NUMBER})\s?°(?![CFNSEW])", r"\1 to \2 degrees"),
    rule(rf"{ALONE}(\d+)st\s(\d+)\s?lbs?\b", r"\1 stone \2"),
    rule(r"(?<![\w.])(\d+)\s?[xX×]\s?(\d+)\s?m(?:eters?|etres?)?\b", r"\1 by \2 meter"),
    rule(
        r"(?<![\w.,])(\d+(?:\.\d+)?)\s?°\s?([NSEW])\b",
        lambda found: f"{found[1]} degrees {_POINTS[found[2]]}",
    ),
    rule(
        rf"{ALONE}(?P<minus>[-−])?(?P<amount>{RANGE})(?P<gap>[ \u00a0\u202f]?|-)(?P<unit>{_UNIT})(?![\w/²³])"
        r"(?:\.(?=\s[a-z\d(]))?",
        _measure,
    ),
    rule(
        rf"{ALONE}(?P<amount>{RANGE})\sin(?:\.(?=\s[a-z(])|(?=[.,;)]|\s(?:tall|long|wide|deep|high|thick|across)\b))(?!,\s\d)",
        lambda found: f"{quantity(found['amount'])} inches",
    ),
    rule(rf"{ALONE}({NUMBER})\s?%\s?[-–—]\s?({NUMBER})\s?%", r"\1 to \2 percent"),
    rule(rf"{ALONE}({RANGE})\s?%", lambda found: f"{quantity(found[1])} percent"),
    rule(rf"{ALONE}({NUMBER})\s?(bn|tn|mn)\b", lambda found: f"{found[1]} {SCALES[found[2]]}"),
)
