"""Pages that stand by themselves and hold the whole story."""

import json
import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from shows import EPISODE, FEED, SHOW
from storycast.model import Feed, Role
from storycast.rendering.captions import words
from storycast.rendering.page import episode_page, index_page
from tales import TALE, tell

TITLE = EPISODE.title
RISING, CLIMAX = Role.RISING, Role.CLIMAX
TOLD = tell(TITLE)
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "a ]]> b --> c",
    "Q&A &amp; \"more\" 'so' {{ 7 * 7 }}",
    "\u202eright to left\u202c שלום",
    "🎧" * 80,
    "nul \x00 bell \x07 end",
    "t" * 300,
)


class Outline(HTMLParser):
    """The elements of a page with their attributes, and the text inside each kind."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.texts, self._open = [], {}, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        for tag in set(self._open):
            self.texts.setdefault(tag, []).append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag):
        return " ".join("".join(self.texts.get(tag, [])).split())


def page(show=SHOW, published=EPISODE, episode=TOLD, loud=(0.2, 0.9)):
    return Outline(episode_page(show, published, episode, loud=loud))


def script(outline, kind):
    """The JSON of the script of that type."""
    scripts = outline.texts["script"]
    at = [attributes.get("type") for attributes in outline.all("script")].index(kind)
    return json.loads(scripts[at])


def test_the_page_holds_the_whole_story():
    """Every word of the transcript, in order, once; the title is the heading."""
    outline = page()
    assert outline.text("h1") == TITLE
    written = " ".join(re.sub(r"^(#|>|-|\*\*\*) *", "", line) for line in TALE)
    assert outline.text("article").replace(" ", "") == written.replace(" ", "")


def test_the_story_keeps_its_shape():
    """Headings, quotes, lists and section breaks are those of the article."""
    shape = [tag for tag, _ in page().elements if tag in {"h2", "blockquote", "ul", "li", "hr"}]
    assert shape == ["li"] * len(EPISODE.chapters) + ["h2", "hr", "h2", "blockquote", "ul", "li", "li"]


def test_a_role_is_told_where_it_begins():
    """Chapters of one role in a row don't repeat it; under the picture it stands once for all of them."""
    chapters = tuple(
        replace(chapter, role=role) for chapter, role in zip(EPISODE.chapters, (RISING, RISING, CLIMAX), strict=True)
    )
    outline = page(published=replace(EPISODE, chapters=chapters), episode=replace(TOLD, chapters=chapters))
    assert [a["class"] for a in outline.all("span") if a.get("class") == "role"] == ["role", "role"]
    assert len([a for a in outline.all("span") if a.get("style", "").startswith("left:")]) == 2


def test_the_player_knows_when_each_word_is_heard():
    """The times given to the page are those of the transcript, a start for every word on it."""
    outline = page()
    cues = script(outline, "application/json")["cues"]
    assert [(start, end) for start, end, _ in cues] == [(cue.start, cue.end) for cue in TOLD.transcript.cues]
    for cue, (start, _, gaps) in zip(TOLD.transcript.cues, cues, strict=True):
        assert [start + sum(gaps[: n + 1]) for n in range(len(gaps))] == [word.start for word in words(cue)]
    sentences = [attributes for attributes in outline.all("span") if attributes.get("class") == "s"]
    assert len(sentences) == len(cues)


def test_it_plays_without_scripts():
    """The browser's own player stands there from the start; ours waits until it can work."""
    outline = page()
    assert "controls" in outline.all("audio")[0]
    controls = [attributes for attributes in outline.all("div") if attributes.get("id") == "controls"]
    assert "hidden" in controls[0]


def test_nothing_is_fetched_from_elsewhere():
    """Scripts, styles and pictures are inside or beside the page; links between pages are relative."""
    outline = page()
    assert not [attributes for attributes in outline.all("script") if "src" in attributes]
    assert [attributes["rel"] for attributes in outline.all("link")] == ["canonical", "alternate", "icon"]
    addresses = [a.get("href") or a.get("src") for tag in ("a", "img", "audio") for a in outline.all(tag)]
    assert addresses
    assert not [address for address in addresses if ":" in address or address.startswith("/")]


def test_pages_in_folders_find_their_way_back():
    """A page deeper in the site links upwards."""
    outline = page(published=replace(EPISODE, page="stories/keeper/index.html"))
    assert outline.all("audio")[0]["src"] == "../../episodes/keeper-1f2e3d.mp3"
    assert {a["href"] for a in outline.all("a") if a["href"].endswith("index.html")} == {"../../index.html"}


def test_machines_are_told_what_the_page_is():
    """Canonical address, feed, Open Graph and JSON-LD, whole."""
    outline = page()
    links = {attributes["rel"]: attributes["href"] for attributes in outline.all("link")}
    assert links["canonical"] == "https://example.org/tales/keeper.html"
    assert links["alternate"] == "feed.xml"
    graph = {a["property"]: a["content"] for a in outline.all("meta") if a.get("property", "").startswith("og:")}
    assert graph == {
        "og:site_name": "Tides & Tales",
        "og:title": TITLE,
        "og:type": "article",
        "og:image": "https://example.org/tales/covers/keeper-77aa.jpg",
        "og:url": "https://example.org/tales/keeper.html",
        "og:description": EPISODE.summary,
        "og:audio": "https://example.org/tales/episodes/keeper-1f2e3d.mp3",
        "og:audio:secure_url": "https://example.org/tales/episodes/keeper-1f2e3d.mp3",
        "og:audio:type": "audio/mpeg",
    }
    assert script(outline, "application/ld+json") == {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": TITLE,
        "url": "https://example.org/tales/keeper.html",
        "datePublished": "2026-03-01T07:30:00+01:00",
        "description": f"{EPISODE.summary} Read by a synthetic voice.",
        "inLanguage": "en-GB",
        "duration": "PT126S",
        "timeRequired": "PT126S",
        "image": "https://example.org/tales/covers/keeper-77aa.jpg",
        "author": {"@type": "Person", "name": "Bo Reed"},
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": "https://example.org/tales/episodes/keeper-1f2e3d.mp3",
            "encodingFormat": "audio/mpeg",
            "contentSize": "1506123",
            "duration": "PT126S",
        },
        "partOfSeries": {
            "@type": "PodcastSeries",
            "name": "Tides & Tales",
            "url": "https://example.org/tales/index.html",
            "webFeed": "https://example.org/tales/feed.xml",
        },
    }


def test_without_a_known_address_there_is_no_canonical():
    """A page that doesn't know where it will stand claims nothing."""
    assert "canonical" not in {link["rel"] for link in page(replace(SHOW, base_url="")).all("link")}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_harms_nothing(text):
    """Whatever stands in titles, names and stories is shown as text: no element more than for a harmless one."""
    tame = page(replace(SHOW, title="t", disclosure="t"), _named("t"), tell("t", ["t."] * 3))
    wild = page(replace(SHOW, title=text, disclosure=text), _named(text), tell(text, [text] * 3))
    others = {"span", "p", "path", "title"}
    assert [tag for tag, _ in wild.elements if tag not in others] == [
        tag for tag, _ in tame.elements if tag not in others
    ]
    assert not [name for _, attributes in wild.elements for name in attributes if name.startswith("on")]
    assert script(wild, "application/json")["guid"] == EPISODE.guid


def _named(text):
    chapters = tuple(replace(chapter, title=text) for chapter in EPISODE.chapters)
    return replace(EPISODE, title=text, author=text, voice=text, summary=text, chapters=chapters)


def test_right_to_left_stories_run_from_the_right():
    """The story has its language and direction; the page around it stays in English."""
    outline = page(published=replace(EPISODE, language="he"), episode=tell("הלילה", ["המנורה כבתה."], language="he"))
    assert {key: outline.all("article")[0][key] for key in ("lang", "dir")} == {"lang": "he", "dir": "rtl"}
    assert outline.all("html")[0]["lang"] == "en"


def test_an_hour_stays_light():
    """A page of some 9,500 words weighs well under half a megabyte."""
    lines = [
        "The lamp went out at ten, and nobody on the mainland saw it go, because nobody was looking out to sea."
    ] * 475
    text = episode_page(SHOW, EPISODE, tell(TITLE, lines), loud=(0.5,) * 250)
    assert len(text.encode()) < 450_000


def test_the_show_page_lists_its_episodes():
    """Newest first, each with its page; the feed is one click away."""
    outline = Outline(index_page(FEED))
    assert [a["href"] for a in outline.all("a")] == ["feed.xml", "keeper.html", "salt.html"]
    assert outline.text("h1") == "Tides & Tales"
    assert "Read by a synthetic voice." in outline.text("main")
    assert script(outline, "application/ld+json")["@type"] == "PodcastSeries"


def test_a_show_without_episodes_says_so():
    """An empty list is no broken page."""
    assert "No episode yet." in Outline(index_page(Feed(SHOW))).text("main")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_shows_harm_nothing(text):
    """The show's own texts are shown as text."""
    show = replace(SHOW, title=text, author=text, description=text, disclosure="")
    page = index_page(Feed(show, (_named(text),)))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert Outline(page).text("h1") == " ".join(text.replace("\x00", "").replace("\x07", "").split())
