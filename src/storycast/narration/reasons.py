"""Why a mark is where it is, in words a writer understands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

TOLD_AT_MOST = 3
WEIGHTY = 0.04
"""Log odds that a cue must move to be named."""

Fits = Callable[[float], bool]


def _some(value: float) -> bool:
    return value > 0


def _none(value: float) -> bool:
    return value == 0


def _over(least: float) -> Fits:
    return lambda value: value >= least


def _at_most(most: float) -> Fits:
    return lambda value: value <= most


def _under(most: float) -> Fits:
    return lambda value: 0 < value <= most


_WORDS_TOLD = {
    "comic": "something droll", "danger": "danger", "death": "death", "death now": "death", "fear": "fear",
    "finality": "words of finality", "grief": "grief", "joy": "joy", "good fortune": "good fortune", "no": "a denial",
    "last things": "words of finality", "silence": "stillness", "stillness": "stillness", "surprise": "surprise",
    "violence": "violence", "peril": "peril", "quantity": "a telling number", "superl": "an extreme",
    "grand": "large words",
    "money": "money",
    "knowing": "knowing or doubting", "cognition": "knowing or doubting", "speech": "someone speaks",
    "senses": "something seen or heard", "time": "time", "turn": "a turn", "sequence": "the next step",
    "number": "a number", "first person": "the teller", "body": "face, hands or heart",
}  # fmt: skip
_OPENINGS = {
    "but": "a turn", "turn": "a turn", "then": "the next step", "sequence": "the next step", "no": "a denial",
    "surprise": "a sudden word", "it": "'it' waits for its meaning", "there": "'there' brings something on",
    "only": "'only' narrows it down", "what": "'what' opens a riddle", "when": "a clause of time", "time": "a time",
    "question word": "a question word", "I": "the teller steps in", "that": "a consequence", "number": "a number",
    "place": "a place", "he or she": "a person acts", "they": "they act", "we": "we act",
}  # fmt: skip


def _phrases() -> Iterator[tuple[str, Fits, str]]:
    yield from (
        ("paragraph ends", _some, "the end of a paragraph"),
        ("mark: dash", _some, "a dash"),
        ("mark: ellipsis", _some, "an ellipsis"),
        ("mark: question", _some, "a question left open"),
        ("mark: exclamation", _some, "an outcry"),
        ("mark: colon", _some, "a colon"),
        ("mark: semicolon", _some, "a semicolon"),
        ("right asks", _some, "a question follows"),
        ("right exclaims", _some, "an outcry follows"),
        ("speech ends", _some, "after dialogue"),
        ("quotation closes", _some, "after dialogue"),
        ("speech begins", _some, "before dialogue"),
        ("left words", _over(22), "a long run-up"),
        ("left words", _under(7), "a short line lands"),
        ("left clause words", _over(14), "a long run-up"),
        ("right words", _under(8), "a short line follows"),
        ("right clause words", _under(6), "few words follow"),
        ("right to left", _at_most(-0.7), "short after long"),
        ("left to before", _at_most(-0.7), "short after long"),
        ("left to usual", _at_most(-0.7), "a short line lands"),
        ("right to usual", _at_most(-0.7), "a short line follows"),
        ("last clause", _some, "the end of the sentence holds the point"),
        ("short sentences before", _over(2), "a run of short sentences"),
        ("exclamations near", _over(2), "excited speech"),
        ("same opening as before", _some, "a repeated opening"),
        ("same opening as after", _some, "a repeated opening"),
        ("paragraph after words", _under(14), "one-line paragraph"),
        ("paragraph before words", _under(14), "after a one-line paragraph"),
        ("paragraph after sentences", lambda value: value == 1, "one-sentence paragraph"),
        ("words left in paragraph", _under(15), "the paragraph closes"),
        ("sentences left in paragraph", _at_most(1), "the last line of a paragraph"),
        ("place in text", _over(7), "late in the story"),
        ("last paragraph", _some, "the last paragraph"),
        ("last sentence", _some, "the last sentence"),
        ("left waits", _some, "someone waits"),
        ("left asks itself", _some, "something is not yet known"),
        ("right only", _some, "'only' or 'nothing' narrows it down"),
        ("right echoes title", _some, "an echo of the title"),
        ("left echoes title", _some, "an echo of the title"),
        ("right new names", _some, "a name not heard before"),
        ("right names", _some, "a name"),
        ("right new words", _over(4), "new words"),
        ("right said long ago", _over(2), "an echo from far back"),
        ("right figures", _some, "a number"),
        ("left figures", _some, "after a number"),
        ("to present", _some, "a change of tense"),
        ("to past", _some, "a change of tense"),
        ("right fragment", _some, "a line without a verb"),
        ("left fragment", _some, "after a line without a verb"),
        ("dark near", _over(5), "a dark stretch"),
        ("dark left", _over(2), "dark words land"),
        ("dark right", _some, "dark words to come"),
        ("time phrase", _some, "a phrase of time"),
        ("opens with time phrase", _some, "opens with a phrase of time"),
        ("name in 8 words", _some, "a name at the start"),
        ("words of the last 120 kept", _at_most(0.12), "new words"),
        ("words of the last 40 kept", _at_most(0.06), "new words"),
        ("present shift", lambda value: abs(value) >= 2, "a change of tense"),  # noqa: PLR2004
        ("past shift", lambda value: abs(value) >= 2, "a change of tense"),  # noqa: PLR2004
        ("first person shift", lambda value: abs(value) >= 3, "a change of who tells"),  # noqa: PLR2004
        ("speech shift", _at_most(-10), "narration after dialogue"),
        ("speech shift", _over(10), "dialogue after narration"),
        ("paragraph opened in 60 before", _none, "a long paragraph behind"),
        ("opens with a name", _some, "opens with a name"),
        ("opens with -ing", _some, "opens on an action"),
    )
    for name, told in _WORDS_TOLD.items():
        for side, phrase in (("right", f"{told} to come"), ("left", f"{told} lands")):
            for measure in ("", " clause", " share"):
                yield f"{side}{measure}: {name}", _some, phrase
    for name, told in _OPENINGS.items():
        yield f"opens with: {name}", _some, told
    for name, told in (
        ("promise", "something is announced"),
        ("last word", "words of finality"),
        ("irony", "a wry turn"),
    ):
        yield f"left tells: {name}", _some, told
    for name, told in (
        ("reveal", "it is told what it is"),
        ("last word", "words of finality to come"),
        ("irony", "a wry turn"),
    ):
        yield f"right tells: {name}", _some, told
        yield f"right opens: {name}", _some, told
    yield "second word: turn", _some, "a turn"
    for name in ("death", "no", "finality", "silence", "violence", "danger", "grief", "surprise"):
        yield f"left ends with: {name}", _some, f"{_WORDS_TOLD[name]} lands"
        yield f"right ends with: {name}", _some, f"{_WORDS_TOLD[name]} to come"


PHRASES: dict[str, list[tuple[Fits, str]]] = {}
"""Feature -> when it can be told, and how. What a feature means to a listener; those without a phrase stay unsaid."""
for _name, _fits, _phrase in _phrases():
    PHRASES.setdefault(_name, []).append((_fits, _phrase))


def reasons(names: Sequence[str], moved: Sequence[float], values: Sequence[float]) -> tuple[str, ...]:
    """What is told of the cues that spoke for a mark: at most three phrases, the most telling first.

    The features come weightiest first: their names, how much each moved the log odds, and what they were.
    """
    told: list[str] = []
    for name, weight, value in zip(names, moved, values, strict=True):
        if weight < WEIGHTY or len(told) == TOLD_AT_MOST:
            break
        phrase = next((phrase for fits, phrase in PHRASES.get(name, ()) if fits(value)), None)
        if phrase and phrase not in told:
            told.append(phrase)
    return tuple(told)
