"""Features of features: what says more where several are so at once than each alone.

"A short line" and "a paragraph ends" are little; a short line that opens a paragraph is how a punchline stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storycast.narration.gaps import Flags

_CONDITIONS: Mapping[str, tuple[tuple[str, float, float], ...]] = {
    "paragraph": (("paragraph ends", 1, 1),),
    "inside paragraph": (("paragraph ends", 0, 0),),
    "between": (("sentence ends", 1, 1),),
    "short left": (("left words", 0, 7),),
    "short right": (("right words", 0, 7),),
    "five words right": (("right words", 0, 5),),
    "some words right": (("right words", 0, 12),),
    "fifteen words right": (("right words", 15, inf),),
    "run-up": (("left words", 18, inf),),
    "long left": (("left words", 20, inf),),
    "long before": (("longest of three before", 25, inf),),
    "run of short ones": (("short sentences before", 2, inf),),
    "last clause": (("last clause", 1, 1),),
    "six words in clause": (("right clause words", 0, 6),),
    "last of paragraph": (("sentences left in paragraph", -1, 1),),
    "turn": (("opens with: turn", 1, 1), ("opens with: but", 1, 1), ("right opens: irony", 1, inf)),
    "and": (("opens with: and", 1, 1),),
    "dash": (("mark: dash", 1, 1),),
    "question": (("mark: question", 1, 1),),
    "dark lands": (("dark left", 1, inf),),
    "dark comes": (("dark right", 1, inf),),
    "no dark comes": (("dark right", 0, 0),),
    "joy lands": (("left: joy", 1, inf), ("left: good fortune", 1, inf)),
    "joy comes": (("right: joy", 1, inf), ("right: good fortune", 1, inf)),
    "expected": (("left: cognition", 1, inf), ("left: modal", 1, inf), ("left: knowing", 1, inf)),
    "no lands": (("left: no", 1, inf),),
    "no comes": (("right: no", 1, inf),),
    "denied": (("right: no", 1, inf), ("opens with: turn", 1, 1), ("opens with: but", 1, 1)),
    "reveal": (("right opens: reveal", 1, inf),),
    "waits": (("left waits", 1, inf), ("left asks itself", 1, inf), ("left tells: promise", 1, inf)),
    "speech begins": (("speech begins", 1, 1),),
    "speech ends": (("speech ends", 1, 1),),
    "lone line after": (("paragraph after words", 0, 12),),
    "lone line before": (("paragraph before words", 0, 12),),
    "full paragraph after": (("paragraph after words", 25, inf),),
    "full paragraph before": (("paragraph before words", 25, inf),),
}
"""What may be so at a gap: any one of these features from its least to its most."""
_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "short line opens paragraph": ("short right", "paragraph"),
    "short line in paragraph": ("short right", "between", "inside paragraph"),
    "short line ends paragraph": ("short left", "paragraph"),
    "short line before in paragraph": ("short left", "between", "inside paragraph"),
    "short turn": ("turn", "short right"),
    "turn opens paragraph": ("turn", "paragraph"),
    "turn after run-up": ("turn", "long left"),
    "dark words end paragraph": ("dark lands", "paragraph"),
    "short dark line lands": ("dark lands", "short left"),
    "short dark line comes": ("dark comes", "short right"),
    "from joy to dark": ("joy lands", "dark comes"),
    "from dark to joy": ("dark lands", "joy comes", "no dark comes"),
    "expected and denied": ("expected", "denied"),
    "short denial": ("no comes", "short right"),
    "short denial lands": ("no lands", "short left"),
    "short reveal": ("reveal", "short right"),
    "reveal opens paragraph": ("reveal", "paragraph"),
    "reveal after waiting": ("reveal", "waits"),
    "few words with and": ("and", "five words right", "between"),
    "last clause, few words": ("last clause", "six words in clause"),
    "last clause with and": ("last clause", "and"),
    "last clause with and, dark": ("last clause", "and", "dark comes"),
    "last clause after dash": ("last clause", "dash"),
    "short last line of paragraph": ("last of paragraph", "short right", "between"),
    "turn in last line of paragraph": ("last of paragraph", "turn"),
    "last line of paragraph after run-up": ("last of paragraph", "some words right", "run-up"),
    "question ends paragraph": ("question", "paragraph"),
    "short answer": ("question", "speech begins", "short right"),
    "short speech ends": ("speech ends", "short left"),
    "short speech begins": ("speech begins", "short right"),
    "short line after a run of long ones": ("short right", "long before"),
    "long line after a run of short ones": ("run of short ones", "fifteen words right"),
    "lone line after full paragraph": ("paragraph", "lone line after", "full paragraph before"),
    "full paragraph after lone line": ("paragraph", "lone line before", "full paragraph after"),
}
"""What says more together than each alone."""


def together(told: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, Flags]]:
    """Their names, and where they are so, from the features told already."""
    met = {
        name: np.logical_or.reduce(
            [(told[feature] >= least) & (told[feature] <= most) for feature, least, most in any_of]
        )
        for name, any_of in _CONDITIONS.items()
    }
    for name, conditions in _TOGETHER.items():
        yield name, np.logical_and.reduce([met[condition] for condition in conditions])
