"""What stands above an article: YAML between two `---` lines, or TOML between two `+++` lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from storycast.errors import UnreadableArticle
from storycast.model import Article
from storycast.reading.cleaning import clean
from storycast.reading.dates import date_of

LONGEST = 50_000
"""Characters of front matter; it is read slowly, and nobody writes as much."""
YAML = re.compile(r"\s*---[ \t]*\n(?P<keys>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TOML = re.compile(r"\s*\+\+\+[ \t]*\n(?P<keys>.*?\n)?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
YAML_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\"']?[\w-]+[\"']?\s*:(?:\s|\Z)")
TOML_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\"']?[\w-]+[\"']?\s*=")
OWN = {"title", "author", "date", "language", "lang", "voice", "lexicon"}
SETTINGS = (
    "pauses",
    "pace",
    "director",
    "quote-voice",
    "subtitle",
    "summary",
    "description",
    "explicit",
    "episode",
    "guid",
    "draft",
    "intro",
    "outro",
    "sting",
)
"""Further keys that mean something to the narrator or the show."""
ALIKE = {"rate": "pace", "speed": "pace"}
"""Other people's names for ours."""
CLOSE = 0.7
"""How alike (`difflib`'s ratio) a key must be to one of ours to be taken for a slip; `time` is none for `title`."""


def split(text: str) -> tuple[str, str]:
    """The front matter with the lines round it, and the text below it; nothing and the text where it has none."""
    for fence, key in ((YAML, YAML_KEY), (TOML, TOML_KEY)):
        fenced = fence.match(text)
        if fenced and key.match(fenced["keys"] or ""):
            return fenced.group(), text[fenced.end() :]
    return "", text


def with_front_matter(article: Article, front: str) -> Article:
    """The article with what its front matter says. Raises `UnreadableArticle`, naming the line, where it is broken."""
    if len(front) > LONGEST:
        raise UnreadableArticle(
            f"{article.source}: front matter of {len(front)} characters; keep it to the article's own facts"
        )
    yaml, toml = YAML.match(front), TOML.match(front)
    keys = _of_toml(toml["keys"], article.source) if toml else _mapping(yaml["keys"] if yaml else "", article.source)
    known = {key: value for key, value in keys.items() if key in SETTINGS and value is not None}
    strange = [key for key in keys if key not in OWN and key not in SETTINGS]
    written = _text(keys.get("date"))
    published = date_of(written) if written else None
    remarks = [_strange(strange)] if strange else []
    if written and published is None:
        remarks.append(f"front matter: {written} is no date; write it as 2025-03-31")
    return replace(
        article,
        title=_text(keys.get("title")) or article.title,
        author=_text(keys.get("author")) or article.author,
        language=_text(keys.get("language")) or _text(keys.get("lang")) or article.language,
        voice=_text(keys.get("voice")),
        published=published or article.published,
        settings=tuple((key, _text(value) or "") for key, value in known.items()),
        lexicon=_lexicon(keys.get("lexicon"), article.source),
        remarks=(*article.remarks, *remarks),
    )


def _strange(keys: Sequence[str]) -> str:
    """A remark on keys that mean nothing here, and what they could be."""
    from difflib import get_close_matches

    ours = [*sorted(OWN), *SETTINGS]
    near = [known for key in keys for known in get_close_matches(ALIKE.get(key, key), ours, n=1, cutoff=CLOSE)]
    hint = f"; did you mean {', '.join(dict.fromkeys(near))}?" if near else ""
    return f"front matter: {', '.join(keys)} mean{'s' * (len(keys) == 1)} nothing here{hint}"


def _mapping(yaml: str, source: str) -> Mapping[str, Any]:
    import yaml as pyyaml

    try:
        found = pyyaml.load(yaml, Loader=pyyaml.BaseLoader)  # noqa: S506  # BaseLoader makes nothing but text
    except pyyaml.MarkedYAMLError as error:
        unclosed = error.context_mark if "end of stream" in (error.problem or "") else None
        mark = unclosed or error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1  # lines count from 0, and one is the opening ---
        raise UnreadableArticle(
            f"{source}: front matter, line {line}: {error.problem or error.context}; "
            "put values that hold a colon or quotes in quotes"
        ) from error
    except (pyyaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableArticle(f"{source}: the front matter is no YAML; write one `key: value` a line") from error
    if not isinstance(found, dict):
        raise UnreadableArticle(f"{source}: the front matter is no list of keys; write one `key: value` a line")
    return {str(key).lower(): value for key, value in found.items()}


def _of_toml(toml: str, source: str) -> Mapping[str, Any]:
    import tomllib

    try:
        found = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.sub(r"at line (\d+)", lambda at: f"at line {int(at[1]) + 1}", str(error))  # the opening +++ is one
        raise UnreadableArticle(f'{source}: front matter: {at}; texts stand in quotes, as title = "T"') from error
    return {key.lower(): _as_written(value) for key, value in found.items()}


def _as_written(value: object) -> object:
    """A value of TOML as YAML's reader would have it: nothing but text, lists and tables."""
    match value:
        case dict():
            return {key: _as_written(held) for key, held in value.items()}
        case list():
            return [_as_written(held) for held in value]
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _text(value: object) -> str | None:
    """A value as one line; the entries of a list with commas between them."""
    if isinstance(value, str):
        return " ".join(_written(value).split()) or None
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return ", ".join(filter(None, map(_text, value))) or None
    return None


def _lexicon(value: object, source: str) -> tuple[tuple[str, str], ...]:
    if not value:
        return ()
    if not isinstance(value, dict) or not all(isinstance(said, str) for said in value.values()):
        raise UnreadableArticle(f"{source}: front matter: lexicon takes `word: respelling` lines under it")
    return tuple((_written(str(word)), _written(said)) for word, said in value.items())


def _written(value: str) -> str:
    r"""A value cleaned like any text. Its escapes were no characters until now; JSON writes 🎧 as `\ud83c\udfa7`."""
    return clean(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
