"""A small site on disk: episodes that are heard as tones, with their pages, side files and pictures."""

import math
from array import array
from pathlib import Path

import lameenc
from msgspec.structs import replace

from shows import EPISODE, SHOW
from storycast.audio.cover import cover, shrunk
from storycast.model import Enclosure, Episode, Feed, Published, Role, SideFile
from storycast.rendering.arc import arc, hue, poster
from storycast.rendering.beside import BESIDE
from storycast.rendering.page import episode_page, index_page
from tales import RATE, TALE, tell

HOSTILE = "<script>alert(1)</script> ]]> --> & \"quotes\" 'so' \u202eRTL\u202c 🎧 " + "w" * 300
TONE = array("h", (int(6000 * math.sin(at * 0.03)) for at in range(2 * RATE)))
TOLD = {
    "keeper": tell(EPISODE.title),
    "hostile": tell(HOSTILE, [HOSTILE, f"# {HOSTILE}", f"> {HOSTILE}", f"- {HOSTILE}"], [Role.HOOK, Role.CLIMAX]),
    "hebrew": tell("הלילה האחרון", ["המנורה כבתה בעשר. אף אחד לא ראה.", "# פרק שני", "הוא עלה."], [Role.LOW], "he"),
    "wordless": tell("Salt", [], [Role.HOOK]),
    "long": tell("The long watch", TALE * 12, list(Role) * 2),
}


def make_site(folder: Path) -> dict[str, Path]:
    """The pages of the site, by name; `index` is the show's."""
    curve = arc(TOLD["keeper"].chapters)
    picture = cover(SHOW.title, SHOW.author, curve=curve, colours=poster(hue(SHOW.title, curve)))
    (folder / SHOW.cover).write_bytes(picture)
    (folder / SHOW.thumbnail).write_bytes(shrunk(picture))
    (folder / "episodes").mkdir()
    published = [_publish(folder, name, episode) for name, episode in TOLD.items()]
    (folder / "index.html").write_text(index_page(Feed(SHOW, tuple(published))), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in ("index", *TOLD)}


def _publish(folder: Path, name: str, episode: Episode) -> Published:
    sound = tones(episode)
    (folder / f"episodes/{name}.mp3").write_bytes(sound)
    for beside in BESIDE.values():
        (folder / f"episodes/{name}{beside.ending}").write_text(beside.render(episode), encoding="utf-8")
    published = replace(
        EPISODE,
        guid=name,
        title=episode.article.title,
        page=f"{name}.html",
        enclosure=Enclosure(f"episodes/{name}.mp3", len(sound)),
        duration=episode.duration,
        language=episode.article.language,
        chapters=episode.chapters,
        side_files=tuple(SideFile(f"episodes/{name}{beside.ending}", beside.type) for beside in BESIDE.values()),
        cover=SHOW.cover,
        thumbnail=SHOW.thumbnail,
    )
    page = episode_page(SHOW, published, episode, loud=[abs(math.sin(bar)) for bar in range(250)])
    (folder / published.page).write_text(page, encoding="utf-8")
    return published


def tones(episode: Episode) -> bytes:
    """The episode as an MP3: a tone for each word, silence between."""
    samples = array("h", bytes(2 * episode.timeline.length))
    for cue in episode.transcript.cues:
        for word in cue.words:
            start, end = (at * RATE // 1000 for at in (word.start, word.end))
            length = min(end - start, len(TONE))
            samples[start : start + length] = TONE[:length]
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_bit_rate(96)
    encoder.set_quality(9)
    encoder.silence()
    return bytes(encoder.encode(samples.tobytes()) + encoder.flush())
