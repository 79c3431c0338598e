"""What is read aloud for what is written, and the way back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storycast.model import Emphasis, Phonemes, Respelled, Stress, Utterance, Voice
from storycast.narration.english import FAMILIES, rules_for
from storycast.narration.spoken import Saying, spoken

VOICE = Voice("tone", "a", "en")

ENGLISH = [
    # years
    ("In 1992 he ran.", "In nineteen ninety-two he ran."),
    ("It was 1905.", "It was nineteen oh five."),
    ("since 1066", "since ten sixty-six"),
    ("in 2000 and 2005", "in 2000 and 2005"),
    ("World Cup 2010", "World Cup twenty ten"),
    ("1066 men and 1500 sheep", "1066 men and fifteen hundred sheep"),
    ("after 2000 years", "after 2000 years"),
    ("AD 79", "A.D. seventy-nine"),
    ("300–200 BC", "300 to 200 BC"),
    ("c. 1450", "circa fourteen fifty"),
    ("In 1912 the workers struck", "In nineteen twelve the workers struck"),
    ("In 1968 students rioted", "In nineteen sixty-eight students rioted"),
    ("the 1973 oil crisis", "the nineteen seventy-three oil crisis"),
    ("in 1500 cases", "in 1500 cases"),
    ("pre-1914 houses", "pre-nineteen fourteen houses"),
    ("the summer of ’69", "the summer of sixty-nine"),
    # decades
    ("the mid-1980s", "the mid-nineteen eighties"),
    ("in his mid-30s", "in his mid-thirties"),
    # what a measure says of a thing
    ("The $45 million bridge", "The 45 million dollar bridge"),
    ("the $45 million it cost", "the 45 million dollars it cost"),
    ("A $100-million deal", "A 100 million dollar deal"),
    ("The $15-an-hour wage", "The 15 dollar-an-hour wage"),
    ("the 35mm film", "the 35 millimeter film"),
    ("the 5 km to the village", "the 5 kilometers to the village"),
    ("the 5 km felt long", "the 5 kilometers felt long"),
    ("2.3m Americans", "2.3 million Americans"),
    ("5 ft. 6 in. tall", "5 feet 6 inches tall"),
    ("He weighs 12st 4lb.", "He weighs 12 stone 4."),
    ("She’s 5’4” tall", "She’s 5 foot 4 tall"),
    # ranges and ranks
    ("5%-10% of it", "5 to 10 percent of it"),
    ("20°–25° today", "20 to 25 degrees today"),
    ("Some 500-1000 people", "Some 500 to 1000 people"),
    ("the 1,000th visitor", "the one thousandth visitor"),
    # days
    ("The 7 July bombings", "The seventh of July bombings"),
    ("5 Jan. 2021", "the fifth of January twenty twenty-one"),
    # numbered things
    ("a World War I veteran", "a World War One veteran"),
    ("Chapter I begins", "Chapter One begins"),
    ("the Part I liked", "the Part I liked"),
    ("the 1990s and the '90s", "the nineteen nineties and the nineties"),
    ("the 1800s", "the eighteen hundreds"),
    ("in his 40s, in the ’60s", "in his forties, in the sixties"),
    # ranges
    ("1914–1918", "nineteen fourteen to nineteen eighteen"),
    ("the 1914-18 war", "the nineteen fourteen to eighteen war"),
    ("1999-2001", "nineteen ninety-nine to two thousand one"),
    ("3-5 days, pages 3–5", "3 to 5 days, pages 3 to 5"),
    ("a set of 3-5 tools", "a set of 3 to 5 tools"),
    # units
    ("5 km, 5km and 5 km/h", "5 kilometers, 5 kilometers and 5 kilometers per hour"),
    ("45.3 s", "45.3 seconds"),
    ("22 °C, −5°C and 100 °F", "22 degrees Celsius, minus 5 degrees Celsius and 100 degrees Fahrenheit"),
    ("60 mph", "60 miles per hour"),
    ("1 km, 10-15 kg", "1 kilometer, 10 to 15 kilograms"),
    ("a 5 km run, a 5-km run", "a 5 kilometer run, a 5-kilometer run"),
    ("He ran 400 m. The 400m final", "He ran 400 meters. The 400 meter final"),
    ("the 4x100 m relay", "the 4 by 100 meter relay"),
    ("1.5m people", "1.5 million people"),
    ("6'2\" or 5 ft", "6 foot 2 or 5 feet"),
    ("12 in. tall in 1990, 12 in all", "12 inches tall in nineteen ninety, 12 in all"),
    ("50° N and 10°", "50 degrees north and 10 degrees"),
    ("100 m²", "100 square meters"),
    # money
    ("$5m and $5 million", "5 million dollars and 5 million dollars"),
    ("£3.50, $0.50, $3.05", "3 pounds 50, 50 cents, 3 dollars and 5 cents"),
    ("€20 billion or 20 €", "20 billion euros or 20 euros"),
    ("$1,500,000 and $1", "1,500,000 dollars and 1 dollar"),
    ("a $20 bill, $5-10 million", "a 20 dollar bill, 5 to 10 million dollars"),
    ("US$5 and A$20 million", "5 US dollars and 20 million Australian dollars"),
    ("£5bn, $10k", "5 billion pounds, 10 thousand dollars"),
    # percent
    ("99.9%, 5–10%", "99.9 percent, 5 to 10 percent"),
    # Roman numerals
    ("Henry VIII and Elizabeth II", "Henry the Eighth and Elizabeth the Second"),
    ("Louis XIV’s King George V", "Louis the Fourteenth’s King George the Fifth"),
    ("World War II, Chapter IV", "World War Two, Chapter Four"),
    ("Chapter I, Rocky II, Vol. II", "Chapter One, Rocky Two, Volume Two"),
    ("the XIX century", "the nineteenth century"),
    ("I think Elizabeth I know", "I think Elizabeth I know"),
    ("the Part I liked; Malcolm X", "the Part I liked; Malcolm X"),
    ("Washington DC, MIX, CD, Disney XL", "Washington DC, MIX, CD, Disney XL"),
    # initials
    ("J. K. Rowling", "J K Rowling"),
    ("John F. Kennedy and J.R.R. Tolkien", "John F Kennedy and J R R Tolkien"),
    ("you and I. Did", "you and I. Did"),
    ("He took plan B. Then", "He took plan B. Then"),
    # addresses
    ("See https://www.example.com/a-b?x=1.", "See example dot com slash a dash b."),
    ("jane.doe@example.com", "jane dot doe at example dot com"),
    ("Read example.org today", "Read example dot org today"),
    ("@storycast #beats", "at storycast hashtag beats"),
    # ordinals
    ("the 21st, the 20th-century, 101st", "the twenty-first, the twentieth-century, one hundred first"),
    # scores
    ("They won 3-1.", "They won three one."),
    ("It was 2-0, then 0-0.", "It was two nil, then nil nil."),
    ("They lost 1-4", "They lost one four"),
    ("6-4, 7-5", "six four, seven five"),
    ("a 4-4-2", "a four four two"),
    # times
    ("at 7:30 pm, 7:30 p.m., 7.30pm", "at seven thirty p.m., seven thirty p.m., seven thirty p.m."),
    ("15:50, 10:00, 10:05, 20:00", "fifteen fifty, ten o'clock, ten oh five, twenty hundred"),
    ("7 p.m.", "7 p.m."),
    ("2:04:35 and 3:43.13", "2 hours, 4 minutes, 35 seconds and 3 minutes, 43.13 seconds"),
    ("3:1", "3 to 1"),
    # dates
    ("On 21 July 1969 they", "On the twenty-first of July nineteen sixty-nine they"),
    ("the 4 July attack", "the fourth of July attack"),
    ("On July 21, 1969, they", "On July twenty-first, nineteen sixty-nine, they"),
    ("Sept. 11, Jan. 5th", "September eleventh, January fifth"),
    ("12–15 May", "the twelfth to the fifteenth of May"),
    ("In June 2021 and May 1940", "In June twenty twenty-one and May nineteen forty"),
    ("2024-07-21", "July twenty-first, twenty twenty-four"),
    (
        "7/21/1969 and 21/7/1969",
        "July twenty-first, nineteen sixty-nine and the twenty-first of July nineteen sixty-nine",
    ),
    ("In March 400 people", "In March 400 people"),
    # fractions
    ("1/2 cup, 3/4, 1 1/2", "one half cup, three quarters, 1 and a half"),
    ("½, 2½ and 1⅛", "one half, 2 and a half and 1 and an eighth"),
    ("8/10, 24/7, 9/11", "8 out of 10, twenty-four seven, nine eleven"),
    # numbers
    ("No. 5, Nos. 5 and 6, #5", "number 5, numbers 5 and 6, number 5"),
    ("No. It was", "No. It was"),
    ("1,000 and 1 000 000", "1,000 and 1,000,000"),
    ("−5 and -5", "minus 5 and minus 5"),
    ("555-1234", "five five five, one two three four"),
    ("(212) 555-1234", "two one two, five five five, one two three four"),
    ("+44 20 7946 0958", "plus four four, two zero, seven nine four six, zero nine five eight"),
    ("65+, 5bn", "65 plus, 5 billion"),
    # abbreviations
    ("Dr. Smith, Mr. Li, Prof. Ito", "Doctor Smith, Mister Li, Professor Ito"),
    ("Dr Smith met Capt. R. F. Scott", "Doctor Smith met Captain R F Scott"),
    ("St. Paul on Main St. today", "Saint Paul on Main Street today"),
    ("on Main St.", "on Main Street."),
    ("cats vs. dogs, e.g. poodles, etc.", "cats versus dogs, for example poodles, et cetera."),
    ("i.e. Smith et al. said", "that is Smith and others said"),
    ("Pitt & Co. at noon", "Pitt and Company at noon"),
    ("King Jr. and Sons Inc.", "King Junior and Sons Incorporated."),
    ("p. 5, pp. 5-6, § 5, fig. 3", "page 5, pages 5 to 6, section 5, figure 3"),
    ("Roe v. Wade", "Roe versus Wade"),
    ("the Jan. 1992 trip", "the January nineteen ninety-two trip"),
    # signs
    ("AT&T, R & B", "AT and T, R and B"),
    ("2 + 2 = 4", "2 plus 2 equals 4"),
    ("3×4 or 3 x 4", "3 by 4 or 3 by 4"),
    ("~5, ±2, ≥ 3", "about 5, plus or minus 2, at least 3"),
    ("and/or, he/she", "and or, he or she"),
    ("Lego® bricks", "Lego bricks"),
    # capitals
    ("STOP IT NOW!", "stop it now!"),
    ("I said NO to the BBC and NASA", "I said NO to the BBC and NASA"),
    ("THE END OF THE UK", "the end of the UK"),
    ("version v1.2.3", "version version 1 point 2 point 3"),
    ("50¢, 20p each", "50 cents, 20 pence each"),
    ("Est. 1890", "established eighteen ninety"),
    ("6 ÷ 2, ≤ 5, here → there", "6 divided by 2, at most 5, here to there"),
    ("One | Two, © 2024", "One, Two, copyright twenty twenty-four"),
    # left to the engine
    ("COVID-19, Apollo 11, C++, 12,5", "COVID-19, Apollo 11, C++, 12,5"),
    ("a 90-yard run from 9 to 5", "a 90-yard run from 9 to 5"),
    ("“Well—” he said… don’t!", "“Well—” he said… don’t!"),
]


@pytest.mark.parametrize(("written", "expected"), ENGLISH)
def test_english_is_read_as_people_say_it(written, expected):
    """Years, measures, money, names and signs, as a narrator would say them."""
    assert spoken(written).text == expected


@pytest.mark.parametrize(("written", "_expected"), ENGLISH)
def test_the_transcript_shows_the_articles_own_words(written, _expected):
    """Respelling never changes what is shown."""
    assert shown(spoken(written)) == written


def shown(form):
    return Utterance(form.text, VOICE, respelled=form.respelled).written


@pytest.mark.parametrize(
    ("language", "written"),
    [("de", "Am 21. Juli 1969 um 7:30 Uhr, 5 km & 3,50 €"), ("fr", "en 1992, Louis XIV"), ("ja", "1992年 5 km")],
)
def test_other_languages_are_left_to_the_engine(language, written):
    """Engines know the numbers of their own languages; English rules would spoil them."""
    assert spoken(written, language).text == written


def test_regions_of_english_are_english():
    """`en-GB` is read by the same rules."""
    assert spoken("in 1992", "en-GB").text == spoken("in 1992", "en_US").text == "in nineteen ninety-two"


LEXICON = [
    ((("Reykjavik", "RAKE-ya-vick"),), "In Reykjavik’s port", "In RAKE-ya-vick’s port"),
    ((("gif", "jiff"),), "A GIF, a gif, two gifs", "A jiff, a jiff, two gifs"),
    ((("Nice", "neess"),), "Nice is nice", "neess is nice"),
    ((("St. Paul", "Sao Paulo"),), "St. Paul in 1992", "Sao Paulo in nineteen ninety-two"),
    ((("New York", "NOO york"), ("York", "YAWK")), "New York and York", "NOO york and YAWK"),
    ((("O'Brien", "oh bryan"),), "O’Brien", "oh bryan"),
    ((("C++", "see plus plus"),), "In C++.", "In see plus plus."),
    ((("1992", "the year ninety-two"),), "in 1992", "in the year ninety-two"),
    ((("", "x"), ("word", "")), "A word.", "A word."),
]


@pytest.mark.parametrize(("lexicon", "written", "expected"), LEXICON)
def test_the_lexicon_comes_before_the_rules(lexicon, written, expected):
    """A writer's own respelling wins; whole words only, the longest first, small letters find capitals."""
    form = spoken(written, "en", lexicon)
    assert form.text == expected
    assert shown(form) == written


def test_the_lexicon_serves_every_language():
    """Also those that put no spaces between words."""
    assert spoken("我在重庆。", "zh", (("重庆", "崇庆"),)).text == "我在崇庆。"


def test_sounds_in_the_lexicon_leave_the_text_alone():
    """IPA between slashes is handed to the engine beside the word."""
    form = spoken("In 1992 Siobhán ran.", "en", (("siobhán", "/ʃɪˈvɔːn/"),))
    assert form.text == "In nineteen ninety-two Siobhán ran."
    assert form.phonemes == (Phonemes(23, 30, "ʃɪˈvɔːn"),)


def test_the_writers_hand_comes_before_all_else():
    """Words and sounds given for a place stand, whatever rules or lexicon say."""
    form = spoken("in 1992 and 1993", lexicon=(("1992", "x"),), sayings=(Saying(3, 7, "that year"),))
    assert form.text == "in that year and nineteen ninety-three"
    assert spoken("in 1992", phonemes=(Phonemes(3, 7, "naɪn"),)).phonemes == (Phonemes(3, 7, "naɪn"),)


def test_every_respelled_word_can_be_found():
    """Places are those of the spoken text."""
    assert spoken("5 km in 1992").respelled == (Respelled(0, 12, "5 km"), Respelled(16, 35, "1992"))


@pytest.mark.parametrize(
    ("stress", "expected"),
    [
        ((0, 2), "In"),
        ((3, 7), "nineteen ninety-two"),
        ((3, 10), "nineteen ninety-two he"),
        ((8, 10), "he"),
        ((4, 6), "nineteen ninety-two"),
        ((8, 17), "he ran 5 kilometers"),
        ((0, 19), "In nineteen ninety-two he ran 5 kilometers."),
    ],
)
def test_emphasis_finds_its_words_again(stress, expected):
    """A stress is carried over; where it cuts a respelled word, the whole word has it."""
    form = spoken("In 1992 he ran 5km.")
    (carried,) = form.stresses([Stress(*stress, Emphasis.STRONG)])
    assert form.text[carried.start : carried.end] == expected
    assert carried.emphasis is Emphasis.STRONG


PIECES = st.lists(
    st.one_of(
        st.sampled_from([written for written, _ in ENGLISH]),
        st.sampled_from(
            [" ", ", ", ". ", "-", "–", "$", "%", "'", "I", "a", "1", "12", "1999", "s", "&", "\n", "°", "/"]
        ),
        st.text(max_size=4),
    ),
    max_size=8,
).map("".join)


@given(
    PIECES, st.sampled_from(["en", "de"]), st.lists(st.tuples(st.text("aI1 ", max_size=3), st.text("xy/", max_size=3)))
)
def test_no_text_is_lost_or_silenced(written, language, lexicon):
    """Whatever is written can be shown again exactly, and what has letters is never silent."""
    form = spoken(written, language, tuple(lexicon))
    assert shown(form) == written
    assert bool(form.text.strip()) == bool(written.strip())
    for here, there in zip(form.respelled, form.respelled[1:], strict=False):
        assert here.end <= there.start


@given(PIECES, st.lists(st.integers(0, 60), min_size=2, max_size=6))
def test_carried_places_keep_their_order(written, places):
    """Stresses in order and apart stay so."""
    places = sorted({min(place, len(written)) for place in places})
    form = spoken(written)
    stresses = form.stresses([Stress(a, b) for a, b in zip(places[::2], places[1::2], strict=False)])
    ends = [0, *(end for stress in stresses for end in (stress.start, stress.end)), len(form.text)]
    assert ends == sorted(ends)


@pytest.mark.parametrize(("written", "_expected"), ENGLISH)
def test_what_is_spoken_needs_no_second_reading(written, _expected):
    """The spoken form is in words already."""
    once = spoken(written).text
    assert spoken(once).text == once


RULES = [rule for _, rules in FAMILIES for rule in rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern.pattern[:40])
def test_every_rule_earns_its_place(rule):
    """Each rule speaks for some row of the table."""
    assert any(rule.say(found) is not None for written, _ in ENGLISH for found in rule.pattern.finditer(written))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern.pattern[:40])
@settings(max_examples=20)
@given(data=st.data())
def test_no_rule_is_passed_over_where_it_has_something_to_say(rule, data):
    """Whatever a rule would find in a text, the text bears the sign of its family."""
    assert rule in rules_for(data.draw(st.from_regex(rule.pattern)))


@pytest.mark.parametrize(
    "text",
    [
        *("a.b" * 30_000, "1-" * 50_000, "9" * 100_000, " " * 100_000 + "&", "A. " * 30_000, "A-" * 50_000),
        *("/a" * 50_000, "@" * 100_000, "$1,000" * 20_000, "1:" * 50_000, "X " * 50_000, "'90" * 30_000),
        *("1 000 " * 20_000, "STOP " * 20_000),
    ],
    ids=lambda text: text[:6],
)
def test_long_hostile_text_is_spoken_too(text):
    """No text is too strange to be read, and none takes more than its length deserves."""
    assert shown(spoken(text)) == text
