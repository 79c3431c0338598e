"""Web and e-mail addresses, names and tags of social networks, versions."""

from __future__ import annotations

import re

from storycast.narration.english.rule import Found, rule

_SIGNS = {".": " dot ", "/": " slash ", "-": " dash ", "_": " underscore ", "@": " at ", ":": " colon ", "+": " plus "}
_TLD = "com|org|net|edu|gov|io|co|uk|de|fr|es|eu|info|dev|app|fm|tv|ai|us|ca|au"


def _address(found: Found) -> str:
    """`https://www.example.com/a?b` is "example dot com slash a": what a listener could type."""
    shown = re.sub(r"^(?:https?://)?(?:www\.)?|[?#].*$", "", found[0]).rstrip("/")
    return " ".join("".join(_SIGNS.get(sign, sign) for sign in shown).split()) or found[0]


ADDRESSES = (
    rule(r"\b(?:https?://|www\.)[^\s<>“”\"’)\]]*[^\s<>“”\"’)\].,;:!?…]", _address),
    rule(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b", _address),
    rule(rf"(?<![\w.-])[A-Za-z][\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{0,8}}\.(?:{_TLD})\b(?:/[\w/-]*)?(?!\.\w)", _address),
    rule(r"(?<!\w)@(\w+)", r"at \1"),
    rule(r"(?<![\w&])#([A-Za-z]\w+)", r"hashtag \1"),
    rule(r"\bv(\d+(?:\.\d+)+)\b", lambda found: "version " + found[1].replace(".", " point ")),
)
