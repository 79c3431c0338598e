"""Why a mark is where it is, in words a writer understands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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
    "finality": "a word of finality", "grief": "grief", "joy": "joy", "good fortune": "good fortune", "no": "a denial",
    "last things": "a word of finality", "silence": "stillness", "stillness": "stillness", "surprise": "a surprise",
    "violence": "violence", "peril": "peril", "quantity": "a telling number", "superl": "an extreme",
    "grand": "a large word", "money": "money", "knowing": "a doubt or a sudden knowing",
    "cognition": "a doubt or a sudden knowing", "speech": "someone's words", "senses": "something seen or heard",
    "turn": "a turn", "sequence": "the next step", "body": "face, hands or heart",
}  # fmt: skip
_OPENINGS = {
    "but": "a turn", "turn": "a turn", "then": "the next step", "sequence": "the next step", "no": "a denial",
    "surprise": "a sudden word", "it": "'it' waits for its meaning", "there": "'there' brings something on",
    "only": "'only' narrows it down", "what": "'what' opens a riddle", "when": "a clause of time", "time": "a new time",
    "question word": "a question word", "I": "the teller steps in", "that": "a consequence", "number": "a number",
    "place": "a new place",
}  # fmt: skip


_TOGETHER = {
    "short line opens paragraph": "a short line opens a paragraph",
    "short line in paragraph": "a short line follows",
    "short line ends paragraph": "after a short line",
    "short line before in paragraph": "after a short line",
    "short turn": "a short turn",
    "turn opens paragraph": "a turn opens a paragraph",
    "turn after run-up": "a turn after a run-up",
    "dark words end paragraph": "dark words end a paragraph",
    "short dark line lands": "after a short, dark line",
    "short dark line comes": "before a short, dark line",
    "from joy to dark": "from joy to darkness",
    "from dark to joy": "from darkness to joy",
    "expected and denied": "what was expected is denied",
    "short denial": "a short denial",
    "short denial lands": "after a short denial",
    "short reveal": "a short line tells what it is",
    "reveal opens paragraph": "it is told what it is",
    "reveal after waiting": "what was waited for is told",
    "few words with and": "'and' adds a few words",
    "last clause, few words": "the end of the sentence holds the point",
    "last clause with and, dark": "the sentence ends darkly",
    "last clause after dash": "a dash holds back the end",
    "short last line of paragraph": "a paragraph's last words follow",
    "turn in last line of paragraph": "a paragraph ends on a turn",
    "last line of paragraph after run-up": "a paragraph's last words follow a run-up",
    "question ends paragraph": "a question is left open",
    "short answer": "a short answer",
    "short speech ends": "after few words spoken",
    "short speech begins": "before few words spoken",
    "short line after a run of long ones": "short after long",
    "long line after a run of short ones": "long after short ones",
    "lone line after full paragraph": "a line by itself follows",
    "full paragraph after lone line": "after a line by itself",
}
_LAYOUT = frozenset({
    "the end of a paragraph", "late in the story", "new words", "a paragraph's last words follow",
    "a long paragraph behind", "a name", "a name not heard before", "after a line by itself", "a colon", "a semicolon",
})  # fmt: skip
"""Where a place lies says less than what is told there, and is told last."""


def _phrases() -> Iterator[tuple[str, Fits, str]]:
    yield from (
        ("paragraph ends", _some, "the end of a paragraph"),
        ("mark: dash", _some, "a dash"),
        ("mark: ellipsis", _some, "an ellipsis"),
        ("mark: question", _some, "after a question"),
        ("mark: exclamation", _some, "after an outcry"),
        ("mark: colon", _some, "a colon"),
        ("mark: semicolon", _some, "a semicolon"),
        ("right asks", _some, "a question follows"),
        ("right exclaims", _some, "an outcry follows"),
        ("speech ends", _some, "after dialogue"),
        ("quotation closes", _some, "after dialogue"),
        ("speech begins", _some, "before dialogue"),
        ("left words", _over(22), "after a long run-up"),
        ("left words", _under(7), "after a short line"),
        ("left clause words", _over(14), "after a long run-up"),
        ("right words", _under(8), "a short line follows"),
        ("right clause words", _under(6), "few words follow"),
        ("right to left", _at_most(-0.7), "short after long"),
        ("left to before", _at_most(-0.7), "after a short line"),
        ("left to usual", _at_most(-0.7), "after a short line"),
        ("right to usual", _at_most(-0.7), "a short line follows"),
        ("last clause", _some, "the end of the sentence holds the point"),
        ("short sentences before", _over(2), "after a run of short sentences"),
        ("exclamations near", _over(2), "excited speech"),
        ("same opening as before", _some, "a repeated opening"),
        ("same opening as after", _some, "a repeated opening"),
        ("paragraph after words", _under(14), "a line by itself follows"),
        ("paragraph before words", _under(14), "after a line by itself"),
        ("paragraph after sentences", lambda value: value == 1, "a sentence by itself follows"),
        ("words left in paragraph", _under(15), "a paragraph's last words follow"),
        ("sentences left in paragraph", _at_most(1), "a paragraph's last words follow"),
        ("place in text", _over(7), "late in the story"),
        ("last paragraph", _some, "the last paragraph"),
        ("last sentence", _some, "before the last line of all"),
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
        ("dark left", _over(2), "after dark words"),
        ("dark right", _some, "before dark words"),
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
    for name, told in _TOGETHER.items():
        yield name, _some, told
    for name, told in _WORDS_TOLD.items():
        for side, phrase in (("right", f"before {told}"), ("left", f"after {told}")):
            for measure in ("", " clause", " share"):
                yield f"{side}{measure}: {name}", _some, phrase
    for name, told in _OPENINGS.items():
        yield f"opens with: {name}", _some, told
    for name, told in (
        ("promise", "something is announced"),
        ("last word", "after a word of finality"),
        ("irony", "a wry turn"),
    ):
        yield f"left tells: {name}", _some, told
    for name, told in (
        ("reveal", "it is told what it is"),
        ("last word", "before a word of finality"),
        ("irony", "a wry turn"),
    ):
        yield f"right tells: {name}", _some, told
        yield f"right opens: {name}", _some, told
    yield "second word: turn", _some, "a turn"
    for name in ("death", "no", "finality", "silence", "violence", "danger", "grief", "surprise"):
        yield f"left ends with: {name}", _some, f"after {_WORDS_TOLD[name]}"
        yield f"right ends with: {name}", _some, f"before {_WORDS_TOLD[name]}"


PHRASES: dict[str, list[tuple[Fits, str]]] = {}
"""Feature -> when it can be told, and how. What a feature means to a listener; those without a phrase stay unsaid."""
for _name, _fits, _phrase in _phrases():
    PHRASES.setdefault(_name, []).append((_fits, _phrase))


def reasons(cues: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """What is told of the cues that spoke for a mark: at most three phrases, the most telling first.

    The features come weightiest first, those that moved the log odds by `WEIGHTY` and more: names, and what they were.
    """
    telling: list[str] = []
    where: list[str] = []
    for name, value in cues:
        for fits, phrase in PHRASES.get(name, ()):
            if fits(value):
                told = where if phrase in _LAYOUT else telling
                if phrase not in told:
                    told.append(phrase)
                break
        if where and len(telling) >= TOLD_AT_MOST - 1:
            break
    return (*telling[: TOLD_AT_MOST - 1], *(where or telling[TOLD_AT_MOST - 1 :])[:1])
