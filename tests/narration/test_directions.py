"""Speech Markdown by hand: every mark of the reference does what it says, and ordinary prose is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.model import Article, BeatStart, Block, BlockKind, Emphasis, Phonemes, Place, Role, Stress
from storycast.narration.directions import BY_HAND, Break, Directions, Manner, VoiceFrom, directed
from storycast.narration.speechmarkdown import has_marks, mark_pattern
from storycast.narration.spoken import Saying


def paragraph(text, stresses=()):
    return Block(BlockKind.PARAGRAPH, text, stresses)


def read(*texts):
    clean, directions = directed(Article("", tuple(paragraph(text) for text in texts)))
    return [block.text for block in clean.blocks], directions, clean


BREAKS = [
    # tests/break-short, break-time, break-strength of speechmarkdown-js
    ("Sample [3s] speech [250ms] markdown", "Sample speech markdown", [(7, 3000), (14, 250)]),
    ('Sample [break:"3s"] speech [break:"250ms"] markdown', "Sample speech markdown", [(7, 3000), (14, 250)]),
    ('Sample [break:"weak"] speech [break:"strong"] markdown', "Sample speech markdown", [(7, 500), (14, 1000)]),
    ("[break:'x-strong'] Now", "Now", [(0, 1250)]),
    ('So. [break:"1.2s"] Now', "So. Now", [(4, 1200)]),
    ("So.[1200ms]Now", "So.Now", [(3, 1200)]),
    ("so[500ms]good", "so good", [(3, 500)]),
    ("他来了。[1s]她", "他来了。她", [(4, 1000)]),
    ("So [break: “none”] now", "So now", [(3, 0)]),
    ("So.\n[1s]\nNow", "So.\nNow", [(4, 1000)]),
    ("So [1s] [2s] now", "So now", [(3, 2000)]),
    ("So [60s] now", "So now", [(3, 10_000)]),
]


@pytest.mark.parametrize(("written", "plain", "breaks"), BREAKS)
def test_breaks(written, plain, breaks):
    """A silence of a length, or by the name of its strength; the last of two counts; never more than ten seconds."""
    texts, directions, _ = read(written)
    assert texts == [plain]
    assert directions.breaks == tuple(Break(Place(0, at), length) for at, length in breaks)


EMPHASIS = [
    # tests/emphasis-short, emphasis-standard
    ("A +moderate+ level", "A moderate level", (2, 10, Emphasis.MODERATE)),
    ("A ++strong++ level", "A strong level", (2, 8, Emphasis.STRONG)),
    ("A ~none~ level", "A none level", (2, 6, Emphasis.NONE)),
    ("A -reduced- level", "A reduced level", (2, 9, Emphasis.REDUCED)),
    ('A (strong)[emphasis:"strong"] level', "A strong level", (2, 8, Emphasis.STRONG)),
    ('A (moderate)[emphasis:"moderate"] level', "A moderate level", (2, 10, Emphasis.MODERATE)),
    ('A (none)[emphasis:"none"] level', "A none level", (2, 6, Emphasis.NONE)),
    ('A (reduced)[emphasis:"reduced"] level', "A reduced level", (2, 9, Emphasis.REDUCED)),
    ("A (plain)[emphasis] level", "A plain level", (2, 7, Emphasis.MODERATE)),
    ("“++Never++,” he said", "“Never,” he said", (1, 6, Emphasis.STRONG)),
    ("++not on your life++!", "not on your life!", (0, 16, Emphasis.STRONG)),
]


@pytest.mark.parametrize(("written", "plain", "stress"), EMPHASIS)
def test_emphasis(written, plain, stress):
    """Emphasis becomes a stress of the block, as Markdown's own does."""
    texts, directions, clean = read(written)
    assert texts == [plain]
    assert clean.blocks[0].stresses == (Stress(*stress),)
    assert directions == Directions()


PROSODY = [
    # tests/rate-standard, pitch-standard, volume-standard, prosody-multiple-modifiers, modifier-text-allowed-chars
    ('(x-slow)[rate:"x-slow"]', "x-slow", {"rate": 0.6}),
    ('(slow)[rate:"slow"]', "slow", {"rate": 0.8}),
    ("(medium)[rate]", "medium", {"rate": 1.0}),
    ('(fast)[rate:"x-fast"]', "fast", {"rate": 1.5}),
    ('(fast)[rate:"120%"]', "fast", {"rate": 1.2}),
    ('(slow)[rate:"-10%"]', "slow", {"rate": 0.9}),
    ('(low)[pitch:"x-low"]', "low", {"pitch": -4.0}),
    ('(high)[pitch:"+2st"]', "high", {"pitch": 2.0}),
    ('(high)[pitch:"+100%"]', "high", {"pitch": 12.0}),
    ("(ex-text)[vol]", "ex-text", {"volume": 0.0}),
    ('(loud)[volume:"x-loud"]', "loud", {"volume": 6.0}),
    ('(loud)[volume:"+3dB"]', "loud", {"volume": 3.0}),
    ('(both)[vol:"soft";rate:"slow";pitch:"-2st"]', "both", {"volume": -4.0, "rate": 0.8, "pitch": -2.0}),
    ("(both)[ vol : \"soft\" ; rate : 'slow' ; ]", "both", {"volume": -4.0, "rate": 0.8}),
    # tests/voice-standard
    ('(voice)[voice:"Kendra"]', "voice", {"voice": "Kendra"}),
    ('(voice)[voice:"espeak:en-gb"]', "voice", {"voice": "espeak:en-gb"}),
    ('(voice)[voice:"device"]', "voice", {"voice": ""}),
]


@pytest.mark.parametrize(("written", "plain", "asked"), PROSODY)
def test_prosody_and_voice(written, plain, asked):
    """Rate, pitch, volume and voice for a stretch of text, alone or together."""
    texts, directions, _ = read(f"So {written} now.")
    assert texts == [f"So {plain} now."]
    assert directions.manners == (Manner(0, 3, 3 + len(plain), **asked),)


SAID = [
    # tests/sub-standard, sub-short, ipa-standard, ipa-short
    ('is (Al)[sub:"aluminum"].', "is Al.", Saying(3, 5, "aluminum")),
    ("is (Al){aluminum}.", "is Al.", Saying(3, 5, "aluminum")),
    ('at (www.a.org)[sub:"a dot org, naïvely"]', "at www.a.org", Saying(3, 12, "a dot org, naïvely")),
    ('say (pecan)[ipa:"pɪˈkɑːn"].', "say pecan.", Phonemes(4, 9, "pɪˈkɑːn")),
    ("say (pecan)/'pi.kæn/.", "say pecan.", Phonemes(4, 9, "'pi.kæn")),
    ("say (data)/ˈdeɪtə/.", "say data.", Phonemes(4, 8, "ˈdeɪtə")),
    ("just /ˈdeɪtə/ here", "just ˈdeɪtə here", Phonemes(5, 11, "ˈdeɪtə")),
    # tests/characters-standard, digits-standard, telephone-standard
    ("spell (NATO)[characters]", "spell NATO", Saying(6, 10, "N A T O")),
    ("call ((888) 555-1212)[phone]", "call (888) 555-1212", Saying(5, 19, "8 8 8 5 5 5 1 2 1 2")),
]


@pytest.mark.parametrize(("written", "plain", "said"), SAID)
def test_substitutes_and_sounds(written, plain, said):
    """Other words, or sounds, for the words that are shown."""
    texts, directions, _ = read(written)
    assert texts == [plain]
    assert (*directions.sayings.get(0, ()), *directions.phonemes.get(0, ())) == (said,)


def test_sections():
    """A section line gives all that follows to a voice, until the next one; the line itself is gone."""
    texts, directions, _ = read(
        "My voice.",
        '#[voice:"Kendra"]',
        "As Kendra.",
        "#[voice:'Brian'] Hey there.",
        "Still he.",
        '#[voice:"device"]',
        "I.",
    )
    assert texts == ["My voice.", "As Kendra.", "Hey there.", "Still he.", "I."]
    assert directions.voices == (
        VoiceFrom(Place(1), "Kendra"),
        VoiceFrom(Place(2), "Brian"),
        VoiceFrom(Place(4), ""),
    )


def test_beats_by_hand():
    """Ours beside the standard: a section line that opens a beat, or a mark inside a paragraph."""
    texts, directions, _ = read('#[beat:"hook"]', "He ran.", 'He fell. #[beat:"climax"] He rose.')
    assert texts == ["He ran.", "He fell. He rose."]
    assert directions.beats == (
        BeatStart(Place(0), Role.HOOK, (BY_HAND,)),
        BeatStart(Place(1, 9), Role.CLIMAX, (BY_HAND,)),
    )


def test_several_modifiers_at_once():
    """What can be done is done; what can't is named, and its words are read."""
    texts, directions, clean = read('It is (12345)[number;emphasis:"strong";whisper;pitch:"high"].')
    assert texts == ["It is 12345."]
    assert clean.blocks[0].stresses == (Stress(6, 11, Emphasis.STRONG),)
    assert directions.manners == (Manner(0, 6, 11, pitch=2.0),)
    assert [remark.partition("]: ")[2] for remark in clean.remarks] == [
        "number can't be done; its words are read plainly",
        "whisper can't be done; its words are read plainly",
    ]


STRANGE = [
    ("(so)[whisper] it", "so it", "whisper can't be done"),
    ('(so)[sub:"..."] it', "so it", "can't be done"),
    ('(so)[rate:"sideways"] it', "so it", "sideways"),
    ('(so)[lang:"en-US"] it', "so it", "lang"),
    ('So [break:"soon"] now', "So now", "no length that we know"),
    ('So !["http://a.b/c.mp3"] now', "So now", "no sound is played"),
    ("#[newscaster]", None, "newscaster can't be done"),
    ('#[voice:"Ann";lang:"de"] So', "So", 'lang:"de" can\'t be done'),
]


@pytest.mark.parametrize(("written", "plain", "remark"), STRANGE)
def test_what_cannot_be_done_is_said(written, plain, remark):
    """A mark is never spoken; one that we can't obey is named."""
    texts, _, clean = read(written, "End.")
    assert texts == ([plain] if plain else []) + ["End."]
    assert any(remark in said for said in clean.remarks)


def test_marks_of_place_are_silent():
    """The standard's `mark` asks for nothing that is heard."""
    assert read('So [mark:"here"] it goes')[0] == ["So it goes"]


def test_marks_inside_marks():
    """Emphasis inside a stretch with a manner; brackets shielded by a backslash."""
    texts, directions, clean = read('(++very++ big \\(so big\\))[rate:"fast"] it was')
    assert texts == ["very big (so big) it was"]
    assert directions.manners == (Manner(0, 0, 17, rate=1.2),)
    assert clean.blocks[0].stresses == (Stress(0, 4, Emphasis.STRONG),)


def test_a_backslash_makes_a_mark_text():
    """What is written about marks can be read out; two backslashes before a mark are one."""
    assert read("Write \\[500ms] or \\\\\\[500ms], \\++so++.")[0] == ["Write [500ms] or \\[500ms], ++so++."]
    texts, directions, _ = read("A \\\\[500ms] b")
    assert texts == ["A \\ b"]
    assert directions.breaks == (Break(Place(0, 4), 500),)


def test_marks_at_the_ends_belong_to_what_follows():
    """A break that closes a paragraph is one before the next; after the last word it means nothing."""
    texts, directions, _ = read("One. [1s]", "[2s]", '[break:"3s"]', "Two. [4s]")
    assert texts == ["One.", "Two."]
    assert directions.breaks == (Break(Place(1), 3000),)


def test_stresses_of_the_source_keep_their_words():
    """Markdown's emphasis stays where it was; emphasis by mark wins where both lie."""
    block = paragraph('[1s] One (two)[rate:"fast"] ++three++ four', (Stress(5, 42, Emphasis.MODERATE),))
    clean, _ = directed(Article("", (block,)))
    assert clean.blocks[0].text == "One two three four"
    assert clean.blocks[0].stresses == (
        Stress(0, 8, Emphasis.MODERATE),
        Stress(8, 13, Emphasis.STRONG),
        Stress(13, 18, Emphasis.MODERATE),
    )


def test_a_title_is_plain():
    """Marks in a title are never shown nor spoken."""
    clean, _ = directed(Article("The ++End++ [1s]", (paragraph("So."),)))
    assert clean.title == "The End"


PROSE = [
    "He said (softly) that it was late [sic] and left (it was 9 p.m.).",
    "[1] See note 2 [Smith 1999]; [a][b], [x:y], [note: this], [3 s.], [ms], [5 minutes]",
    "(see)[below] and (a)[b]; f(x)[i]; (text)[click here]; [rate] [emphasis]",
    "a+moderate+level, mother-in-law, 2020-10-10, 01-01-2021",  # tests/emphasis-short-edge-cases
    "I like to ride the loop-the-loop until I get sick.",
    "This is text with ~parens! but this and other special characters: *~@#\\_!+- are ignored",
    "This is text with (parens) but this and other special characters: []()*~@#\\_!+- are ignored",
    "3 + 4 + 5 = 12; +1 +1; a + b + c; C++ and C++; A+ and B+; +44 20 +44 21; i++ or ++i; 1+2+3",
    "~5 km to ~6 km; ~/notes and ~/books; ~~; a~b~c; ~12~",
    "He ran - fast - and fell -- hard -- as he - you know - does; -5 to -3; pre- and post-; -as he said- so",
    "and/or/but; 1/2/3; he/she/they; /home/user/notes; https://example.com/naïve/page/; 5 km/h",
    "{curly} (one) {two}; function(x) {return}",
    "#hashtag # 1 #[1] #[] [#beat] #beats",
    "“Wait—” he said… ‘no’ — it’s 5’10” (1.8 m) & 50% off!",
    "\\n and C:\\temp and \\[x] and 5 \\+ 3",
    "!important ![x] !(x) ![",
    "((nested) brackets) [[double]] (()) [()] ([)]",
]


@pytest.mark.parametrize("text", PROSE)
def test_ordinary_prose_is_left_alone(text):
    """Stray brackets, signs and hyphens are text; the article comes back as it was."""
    article = Article("", (paragraph(text),))
    clean, directions = directed(article)
    assert clean is article
    assert directions == Directions()


@given(st.text("ab .()[]+-~/{}#!:;\"'1s\\ˈ", max_size=40))
def test_whatever_is_read_is_read_once(text):
    """The plain text holds no mark any more, unless a backslash made one text; and no word is lost or made."""
    clean, _ = directed(Article("", (paragraph(text),)))
    letters = sorted(filter(str.isalpha, "".join(block.text for block in clean.blocks)))
    assert not set(letters) - set(text)


MARKS = st.sampled_from(
    [
        "[1s]",
        '[break:"strong"]',
        '(word)[rate:"slow"]',
        "++word++",
        "~word~",
        '#[voice:"x"]',
        "(word){other}",
        "word",
        ", ",
        " ",
        ".",
    ]
)


@given(st.lists(MARKS, max_size=20).map("".join))
def test_places_lie_in_the_text(text):
    """Whatever stands where, places and spans lie inside the plain text, spans in order."""
    clean, directions = directed(Article("", (paragraph(text),)))
    length = len(clean.blocks[0].text) if clean.blocks else 0
    for found in (*directions.breaks, *directions.voices):
        assert 0 <= found.at.offset < length
        assert not clean.blocks[0].text[found.at.offset].isspace()
    for manner in directions.manners:
        assert clean.blocks[0].text[manner.start : manner.end] == "word"
    for saying in directions.sayings.get(0, ()):
        assert clean.blocks[0].text[saying.start : saying.end] == "word"


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "[1s]" * 20_000, "+a " * 30_000, "(a" * 50_000, "\\" * 50_000, "/ˈ" * 50_000]
)
def test_long_hostile_text_is_read_too(text):
    """No text is too strange."""
    directed(Article("", (paragraph(text),)))


@given(st.lists(MARKS, max_size=20).map("".join))
def test_every_mark_is_seen(text):
    """No mark is passed over for want of its sign."""
    assert has_marks(text) == bool(mark_pattern().search(text))
