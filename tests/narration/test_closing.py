"""A show's own closing sentence: the last thing heard, and no part of the article."""

from storycast.model import Article, Block, BlockKind, Pause, Place, Role, Voice, Why
from storycast.narration.narrate import Cast, narrate
from storycast.narration.plain import Plain

ARTICLE = Article("Salt", (Block(BlockKind.PARAGRAPH, "The sea leaves it. Nobody asks why."),))
CAST = Cast(Voice("tone", "low", "en"), Plain())
SENTENCE = "This episode was read by a synthetic voice."


def script(closing):
    return narrate(ARTICLE, Cast(CAST.voice, CAST.director, closing=closing))


def test_nothing_is_added_where_the_show_has_no_closing():
    assert script("") == narrate(ARTICLE, CAST)


def test_the_closing_sentence_is_a_beat_of_its_own_after_a_pause():
    plain, closed = script(""), script(SENTENCE)
    assert [line for beat in closed.beats[:-1] for line in beat.utterances] == list(plain.utterances)
    last = closed.beats[-1]
    assert (last.role, [line.text for line in last.utterances]) == (Role.REFLECTION, [SENTENCE])
    assert last.utterances[0].at == Place(len(ARTICLE.blocks)), "it stands in no block of the article"
    before, tail = closed.beats[-2].lines[-1], last.lines[-1]
    assert isinstance(before, Pause)
    assert before.why is Why.BEAT
    assert tail == plain.beats[-1].lines[-1]
