"""Missing spaces put back, and nothing else touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.reading.mending import _SIGN, _gaps, mended

MISSING = [
    # the bar shows where the writer forgot the space
    "He runs silently.|Father follows.",
    "She shouts:|“He’s my son!”|Then silence.",
    "It was over.|I knew.|A crowd rose.",
    "Was it over?|I’m not sure.|O’Brien was.",
    "It is the end!|He fell…|Then he rose.",
    "What?!|No!|He can’t.",
    "He said,|“Go.”|He went.",
    "They called it|“the end”|of it.",
    "He whispered:|‘Go.’|Then he went.",
    "He bought 1,000.|That is a lot.",
    "(He knew it.)|She didn’t.",
    "It was NASA.|They flew.",
    "Meet Dr.|Smith and Mr.|Jones.",
    'He said,|"Go."|Then he left.',
    'They called it "home"|for years.',
    "Er sagte:|„Komm.“|Dann ging er.",
    "Il dit:|«Viens.» Elle vient.",
    "C’était fini.|Élodie partit.",
    "He waited...|Then he left.",
    "Look it up.|Then read example.com and go.|Now.",
]


@pytest.mark.parametrize("case", MISSING)
def test_a_missing_space_is_put_back(case):
    """After an end mark, before a quotation, after a quotation."""
    assert mended(case.replace("|", "")) == case.replace("|", " ")


SOUND = [
    "He lives in the U.S. and in Washington, D.C.Nothing.",
    "J.K.Rowling and J.R.R. Tolkien, Ph.D., B.Sc.",
    "It is 3.5 km, v1.2.3, 7.30pm, 10:30, 1,000.50 and 5.B.",
    "Write to Jane.Doe@Example.Com or https://example.com/A.Page?Name=Me!Now",
    "Node.js, ASP.Net, README.Md, file.Txt and example.com are names.",
    "He said: “Go.” Then ‘home’; the dogs’ owner’s “no”.",
    "Rock’n’roll, don’t, don‘t, ’90s, O’Brien, l’Été.",
    "I mean...see? Well…maybe.",
    'A 5\'10" man and a 12"disc.',
    "e.g. this, i.e. that, a.m. and p.m.",
    "»Komm!«, sagte er. »Geh.«",
    "« Bonjour. Ça va ? » dit-il.",
    "这是。那是！“好。”他说：“走。” 他说:“好”",
    "word—“quoted”—word (“so”) [“so”] “‘Go.’”",
    'a:b, 3:1, x="1" is code; red,white and blue',
    "The “Times”, the “Post”; “A”/“B”",
    "",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_sound_is_left_alone(text):
    """Initials, figures, versions, addresses, names of files, ellipses inside a sentence, other scripts."""
    assert mended(text) == text


def test_an_odd_quotation_mark_hinders_nothing_else():
    """A line with a straight mark too many keeps its quotations as they are; its sentences are still told apart."""
    assert mended('An open " quote.Then more.') == 'An open " quote. Then more.'


PASTED = st.lists(
    st.sampled_from([*" \n.,:;!?…“”‘’„\"'()«»3", "He", "went", "I", "U.S.", "e.g.", "éa", "Éa", "a.com", "www.B.Ca"])
).map("".join)


@given(PASTED)
def test_mending_adds_spaces_only_and_once(text):
    """Not a character is lost or changed, and what is mended is sound."""
    once = mended(text)
    assert once.replace(" ", "") == text.replace(" ", "")
    assert mended(once) == once


@given(PASTED)
def test_a_text_without_a_sign_of_it_misses_no_space(text):
    """What isn't looked at in full would be left alone anyway."""
    assert _SIGN.search(text) or not list(_gaps(text))


@pytest.mark.parametrize("text", ["a.B" * 30_000, '"a' * 50_000, "“" * 100_000, "...A" * 30_000, "\n" * 1_000_000])
def test_long_hostile_text_is_mended_too(text):
    """No text is too strange to be read."""
    assert mended(text).replace(" ", "") == text
