"""Whose words they are: people's in a second voice where one is asked for, all else the narrator's."""

import pytest

from storycast.model import Article, Block, BlockKind, Voice
from storycast.narration.dialogue import dialogue
from storycast.narration.directors import director
from storycast.narration.narrate import Cast, narrate

SPOKEN = [
    ("“Go,” she said. “Now!”", ["“Go,”", "“Now!”"]),
    ("“Come,” he said, “and see.”", ["“Come,”", "“and see.”"]),
    ("He said: “I am here.” Then he left.", ["“I am here.”"]),
    ('"Thirteen," a boy answers.', ['"Thirteen,"']),
    ('"Go!" she said. "Now!"', ['"Go!"', '"Now!"']),
    ("« Bonjour. Ça va ? » dit-il.", ["« Bonjour. Ça va ? »"]),
    ("«Sí.» Fue.", ["«Sí.»"]),
    ("„Komm her“, sagte er. „Jetzt.“", ["„Komm her“", "„Jetzt.“"]),
    ("»Geh!« Sie blieb.", ["»Geh!«"]),
    ("“He told me, ‘Stay here,’ and went,” she said.", ["“He told me, ‘Stay here,’ and went,”"]),
    ("‘I don’t know,’ said the boys’ father. ‘Ask them.’", ["‘I don’t know,’", "‘Ask them.’"]),
    ("「どこへ行くの？」と彼女は尋ねた。", ["「どこへ行くの？」"]),
    ("I stopped—“No!” he cried—and turned.", ["“No!”"]),
    ("In the corner was the “cat-hole,” a square opening.", []),
    ("They called it “rain of blood” for years.", []),
    ("’Twas the boys’ and the girls’ last day in the ’60s.", []),
    ("He was 6' 2\" tall, and she was 5' 4\".", []),
    ("The 'best' of them didn't come.", []),
    ("A stray “ mark opens nothing.", []),
    ("“Nobody closes this, he said.", []),
]


@pytest.mark.parametrize(("text", "spoken"), SPOKEN, ids=lambda case: str(case)[:40])
def test_what_people_say_is_told_from_the_rest(text, spoken):
    """Curly, straight, French, German and Japanese marks; names in quotes, apostrophes and inches are no speech."""
    spans = dialogue([Block(BlockKind.PARAGRAPH, text)]).get(0, ())
    assert [text[start:end] for start, end in spans] == spoken


def test_speech_goes_on_over_paragraphs():
    """Each opens it anew, the last alone closes it."""
    texts = ["He began: “One day we left.", "“Nobody saw us.", "“We never came back.” He stopped."]
    found = dialogue([Block(BlockKind.PARAGRAPH, text) for text in texts])
    assert [texts[number][start:end] for number in range(3) for start, end in found[number]] == [
        "“One day we left.",
        "“Nobody saw us.",
        "“We never came back.”",
    ]


def test_a_second_voice_speaks_them_and_changes_no_word():
    """The narrator keeps the tags; without a second voice all is one voice."""
    blocks = (Block(BlockKind.PARAGRAPH, "“Go,” she said. “Now!” He went."),)
    low, high = Voice("tone", "low", "en"), Voice("tone", "high", "en")
    one = narrate(Article("", blocks), Cast(low, director("plain")))
    two = narrate(Article("", blocks), Cast(low, director("plain"), quote_voice=high))
    assert {said.voice for said in one.utterances} == {low}
    assert [(said.text, said.voice.id) for said in two.utterances] == [
        ("“Go,”", "high"),
        ("she said.", "low"),
        ("“Now!”", "high"),
        ("He went.", "low"),
    ]
    assert " ".join(said.written for said in two.utterances) == " ".join(said.written for said in one.utterances)
