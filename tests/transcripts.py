"""Transcripts of all shapes, for properties."""

from hypothesis import strategies as st

from storycast.model import Cue, CueWord, Milliseconds, Transcript

HOSTILE = (
    "<script>alert(1)</script>",
    "]]>",
    "-->",
    "&amp;",
    "<v Eve>",
    "שלום",
    "🎧",
    "\x00",
    "\u202e",
    "\u2028",
    "http://" + "x" * 90,
)
SPOKEN = st.one_of(
    st.sampled_from(("tide", "harbour,", "and", "the", "lighthouse.", "nobody", "knew;", "雨が降る。", *HOSTILE)),
    st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=12),
)


WORDS = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 600), SPOKEN), min_size=1, max_size=25)


@st.composite
def transcripts(draw):
    """Cues in order of time, some of them with the times of their words."""
    cues, now = [], 0
    for spoken in draw(st.lists(WORDS, max_size=5)):
        words = []
        for gap, length, text in spoken:
            words.append(CueWord(Milliseconds(now + gap), Milliseconds(now + gap + length), text))
            now += gap + length
        timed = tuple(words) if draw(st.booleans()) else ()
        text = " ".join(word.text for word in words)
        cues.append(Cue(words[0].start, words[-1].end, text, timed, block=len(cues) // 2))
    return Transcript("en", tuple(cues), draw(st.sampled_from(("", "Ada & <Co>", "Narrator"))))
