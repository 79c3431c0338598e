"""Times of day and lengths of time."""

from __future__ import annotations

from storycast.narration.english.rule import Found, rule
from storycast.narration.numerals import cardinal


def past_the_hour(minutes: str) -> str:
    """Two figures as minutes or a short year are said: "05" is "oh five"."""
    return f"oh {cardinal(int(minutes))}" if minutes[0] == "0" else cardinal(int(minutes))


def _clock(found: Found) -> str:
    """`7:30 pm` is "seven thirty p.m.", `10:00` "ten o'clock", `10:05` "ten oh five"."""
    hour, minutes, half = int(found["hour"]), found["minutes"], found["half"]
    if half:
        said = cardinal(hour) + ("" if minutes == "00" else f" {past_the_hour(minutes)}")
        return f"{said} {half[0].lower()}.m."
    if minutes == "00":
        return cardinal(hour) + (" o'clock" if 1 <= hour <= 12 else " hundred")  # noqa: PLR2004 - a clock's face
    return f"{cardinal(hour)} {past_the_hour(minutes)}"


def amount(count: int, unit: str) -> str:
    """`1, "hour"` is "1 hour", `2, "hour"` "2 hours"."""
    return f"{count} {unit}" + ("s" if count != 1 else "")


def _duration(found: Found) -> str:
    """`2:04:35` is "2 hours, 4 minutes, 35 seconds", `3:43.13` "3 minutes, 43.13 seconds"."""
    parts = []
    if found["h"]:
        parts.append(amount(int(found["h"]), "hour"))
    parts.append(amount(int(found["m"]), "minute"))
    seconds = found["s"].lstrip("0") or "0"
    seconds = f"0{seconds}" if seconds.startswith(".") else seconds
    parts.append(f"{seconds} second" + ("" if seconds == "1" else "s"))
    return ", ".join(parts)


_HALF = r"(?:\s?(?P<half>[ap]\.m\.|[ap]m\b|[AP]\.M\.|[AP]M\b))"
TIMES = (
    rule(r"(?<![\w.:,-])(?:(?P<h>\d{1,2}):)(?P<m>[0-5]?\d):(?P<s>[0-5]\d(?:\.\d+)?)(?![\w:])", _duration),
    rule(r"(?<![\w.:,-])(?P<h>)(?P<m>\d{1,2}):(?P<s>[0-5]\d\.\d+)(?![\w:])", _duration),
    rule(rf"(?<![\w.:,$£€-])(?P<hour>\d{{1,2}})[:.](?P<minutes>[0-5]\d){_HALF}", _clock),
    rule(r"(?<![\w.:,-])(?P<hour>\d{1,3}):(?P<minutes>[0-5]\d)(?P<half>)(?![\w:]|[.,]\d)", _clock),
    rule(r"(?<![\w.:,-])(\d+):(\d+)(?![\w:]|[.,]\d)", r"\1 to \2"),
)
