"""The pages in a real browser and under real checkers: they play, read along, and can be used by everyone."""

import json
import subprocess
import threading

import pytest
from tools import node, package, program

from sites import TOLD, make_site
from storycast import serve

KEEPER = TOLD["keeper"]
CUES = KEEPER.transcript.cues


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return make_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def seen(site):
    """What a listener saw who played, clicked, typed, left and came back."""
    return node("listen.mjs", site["keeper"].as_uri())


def said_at(seconds):
    """The sentence that the transcript has at that time: the last one begun."""
    begun = [cue for cue in CUES if cue.start <= seconds * 1000 + 1]
    return begun[-1].text if begun else None


def words_near(seconds):
    """The words that the transcript has round that time; a page is drawn a moment after it looks at the clock."""
    return {word.text for cue in CUES for word in cue.words if word.start - 250 <= seconds * 1000 <= word.end + 250}


def test_pressing_play_makes_time_move(seen):
    """The button says what it will do; time stands before, moves after, and stops with the second press."""
    assert (seen["before"]["time"], seen["before"]["paused"], seen["before"]["label"]) == (0, True, "Play")
    assert (seen["playing"]["paused"], seen["playing"]["label"]) == (False, "Pause")
    assert 0 < seen["playing"]["time"] < seen["later"]["time"] < seen["next"]["time"]
    assert (seen["paused"]["paused"], seen["paused"]["label"]) == (True, "Play")


@pytest.mark.parametrize("moment", ["playing", "later", "next"])
def test_the_highlight_agrees_with_the_transcript(seen, moment):
    """While it plays, the sentence and word marked are those that the transcript has at that time."""
    now = seen[moment]
    assert now["sentence"] in {said_at(now["time"]), said_at(now["time"] - 0.25)}
    assert now["word"] is None or now["word"] in words_near(now["time"])


def test_the_highlight_moves(seen):
    """Word by word, and sentence by sentence."""
    assert seen["playing"]["word"] != seen["later"]["word"]
    assert seen["later"]["sentence"] != seen["next"]["sentence"]


def test_a_click_on_a_sentence_seeks_there(seen):
    """The time is the sentence's own, and it is the one marked."""
    for index, after in seen["sentences"]:
        assert after["time"] == pytest.approx(CUES[index].start / 1000, abs=0.05)
        assert after["sentence"] == CUES[index].text


def test_sentences_are_reached_by_keys(seen):
    """Enter hears the sentence that has the focus; the arrow walks to the next."""
    assert seen["entered"]["sentence"] == CUES[2].text
    assert seen["walked"]["sentence"] == CUES[3].text


def test_a_chapter_seeks_to_its_start(seen):
    """The chapter that is heard is marked in the list."""
    assert seen["chapter"]["time"] == pytest.approx(KEEPER.chapters[2].start / 1000, abs=0.05)
    assert seen["chapter"]["chapter"] == f"#t={KEEPER.chapters[2].start / 1000:g}"


def test_the_picture_is_a_slider(seen):
    """Home and an arrow go to 5 seconds, told in words; a click in the middle goes to the middle."""
    whole = round(KEEPER.duration / 1000)
    assert seen["slid"]["time"] == pytest.approx(5, abs=0.05)
    assert seen["slid"]["slider"].startswith(f"5 seconds of {whole} seconds, ")
    assert seen["halfway"]["time"] == pytest.approx(KEEPER.duration / 2000, abs=0.3)


def test_speed_and_keys(seen):
    """N and P go from chapter to chapter; J goes 15 seconds back, until keys are switched off."""
    chapters = [chapter.start / 1000 for chapter in KEEPER.chapters]
    here = max(start for start in chapters if start <= seen["halfway"]["time"])
    assert seen["after"]["time"] == pytest.approx(chapters[chapters.index(here) + 1], abs=0.05)
    assert seen["before_that"]["time"] == pytest.approx(here, abs=0.05)
    assert seen["back"]["speed"] == 1.5
    assert seen["back"]["time"] == pytest.approx(max(here - 15, 0), abs=0.05)
    assert seen["deaf"]["time"] == seen["back"]["time"]


def test_the_place_is_remembered(seen):
    """Who comes back goes on where they left."""
    left, after = seen["returned"]
    assert after["time"] == pytest.approx(left, abs=0.2)


def test_links_lead_to_a_time(seen):
    """`#t=0:04` opens the episode there, whatever was remembered."""
    assert seen["linked"]["time"] == pytest.approx(4, abs=0.05)


def test_a_preview_comes_back_to_the_sentence_being_heard(site):
    """Served with reloading, an open page that is built anew is loaded again and stays where it was."""
    running = serve.server(serve.Asked(site["keeper"].parent, reloading=True))
    with serve.listening("127.0.0.1", 0) as bound:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        try:
            seen = node("reload.mjs", f"http://127.0.0.1:{bound.getsockname()[1]}/keeper.html", site["keeper"])
        finally:
            running.should_exit = True
            thread.join()
    assert seen["edited"]
    assert seen["before"][0] == seen["after"][0] == CUES[4].text
    assert seen["after"][1] == pytest.approx(seen["before"][1], abs=0.05)
    assert seen["complaints"] == []


def test_the_system_knows_what_plays(seen):
    """Media Session has the title and who wrote it."""
    assert seen["session"] == [KEEPER.article.title, "Bo Reed"]


def test_the_page_tells_the_length_of_the_sound(seen):
    """Within the encoder's padding."""
    length, told = seen["durations"]
    assert length == pytest.approx(KEEPER.duration / 1000, abs=0.1)
    assert told == f"/ 0:{round(KEEPER.duration / 1000)}"


def test_nothing_goes_wrong_unseen(seen):
    """The console stays empty, on file:// as well."""
    assert [complaint for complaint in seen["complaints"] if "MediaImage" not in complaint] == []


@pytest.mark.parametrize(
    ("view", "pages"), [("light", "index keeper"), ("dark", "index keeper"), ("phone", " ".join(["index", *TOLD]))]
)
def test_everyone_can_use_the_pages(site, view, pages):
    """axe-core finds nothing serious in light, dark and 320 pixels, and nothing is wider than the screen."""
    found = node("axe.mjs", view, *(site[page].as_uri() for page in pages.split()))
    assert [finding for finding in found if finding[3] in {"serious", "critical"}] == []


def test_the_pages_are_sound_html(site):
    """The Nu HTML checker finds no error, in transcripts neither."""
    package("vnu-jar")
    pages = [*site.values(), *site["index"].parent.glob("episodes/*.html")]
    command = [
        program("java"),
        "-jar",
        package("vnu-jar/build/dist/vnu.jar"),
        "--format",
        "json",
        "--errors-only",
        *pages,
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    messages = json.loads(done.stderr)["messages"]
    assert [(message["url"], message["message"], message.get("extract")) for message in messages] == []


def test_transcripts_pass_a_strict_parser(site):
    """The W3C community's WebVTT parser reads every cue and complains of nothing."""
    transcripts = sorted(site["index"].parent.glob("episodes/*.vtt"))
    found = node("vtt.mjs", *transcripts)
    assert [result["errors"] for result in found] == [[]] * len(transcripts)
    assert all(result["cues"] for result in found)
