"""Real code that stands in for the slow, the large and the far away."""

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from storycast.engines.tone import Tone
from storycast.model import Article, Block, BlockKind
from storycast.narration.narrate import Cast
from storycast.narration.plain import Plain
from storycast.produce import produce
from storycast.store import Store
from storycast.studio import Studio

INTERRUPTIBLE = (
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from storycast.cli import main; main()",
)
"""The command line, which heeds Ctrl-C even where tests run in the background: a shell has that ignored there."""
STORIES = sorted((Path(__file__).parent.parent / "audio" / "stories").glob("*.md"))


class Listening(Tone):
    """A tone engine that remembers what it was given."""

    def __init__(self):
        self.heard = []

    def speak(self, utterance):
        """Beeps, and a note of the utterance."""
        self.heard.append(utterance)
        return super().speak(utterance)


@contextmanager
def studio(store, *, engine=None, jobs=2, **settings):
    """A studio over a store in a folder."""
    with ThreadPoolExecutor(jobs) as pool:
        yield Studio(engine or Listening(), Store(Path(store)), pool, **settings)


def made(article, folder, *, store=None, engine=None, cast=None, jobs=2, name="episode.mp3", ahead=False, **settings):
    """An article made in a folder by tones; the episode, its bytes, and what was spoken."""
    engine = engine or Listening()
    cast = cast or Cast(engine.voice(None, "en"), Plain())
    with studio(store or folder / "store", engine=engine, jobs=jobs, ahead=ahead) as at:
        episode = produce(article, cast, at, folder / name, **settings)
    return episode, (folder / name).read_bytes(), engine.heard


def article(*paragraphs, title="A title", **fields):
    """An article of paragraphs; `***` is a section break, `# …` a heading."""
    blocks = [
        Block(BlockKind.SECTION_BREAK)
        if text == "***"
        else Block(BlockKind.HEADING, text[2:], level=2)
        if text.startswith("# ")
        else Block(BlockKind.PARAGRAPH, text)
        for text in paragraphs
    ]
    return Article(title, tuple(blocks), **fields)


WORDS = [
    "the",
    "old",
    "house",
    "stood",
    "by",
    "the",
    "river",
    "and",
    "nobody",
    "knew",
    "who",
    "had",
    "left",
    "a",
    "lamp",
    "burning",
    "in",
    "its",
    "only",
    "window",
]


def story(seed, paragraphs=6):
    """A made-up story of short sentences, another for each seed."""
    rng = random.Random(seed)

    def sentence():
        words = rng.choices(WORDS, k=rng.randint(1, 9))
        return " ".join(words).capitalize() + rng.choice(".....!?…")

    return article(*(" ".join(sentence() for _ in range(rng.randint(1, 5))) for _ in range(paragraphs)))
