"""What may befall a run: killed, run twice at once, out of disk. Each function is one round, another for each seed.

A round ends in the same way: the old episode or the new one stood whole, and the next run gave the very bytes of an
undisturbed run. `scripts/torture` runs many rounds, the tests a few.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from fakes import WORDS
from published import SHOW
from warm import Warm

KILLED = -9
WORLDS = 1


class World:
    """A folder for one round, with a random story told twice: as it was, and as it was edited."""

    def __init__(self, warm, folder, seed, *, voice="tone", sentences=60):
        self.warm, self.folder, self.voice = warm, Path(folder), voice
        self.chance = random.Random(seed)
        self.folder.mkdir(parents=True)
        before = [self.sentence() for _ in range(self.chance.randint(sentences // 3, sentences))]
        after = list(before)
        for _ in range(self.chance.randint(1, 8)):
            at = self.chance.randrange(len(after))
            after[at : at + self.chance.randint(0, 2)] = [self.sentence() for _ in range(self.chance.randint(0, 3))]
        self.before, self.after = map(self.told, (before, after or before))

    def sentence(self):
        """A few words."""
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(2, 9))).capitalize() + "."

    def told(self, sentences):
        """The sentences in paragraphs below a title."""
        paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
        return "\n\n".join(["A tale", *paragraphs])

    def make(self, text, *, store="store", out="tale.mp3", at=None, start=False, **named):
        """A run of `storycast make` on that text, from its start to its end unless `start` alone is asked for."""
        at = Path(at or self.folder)
        tale = at / "tale.txt"
        if not tale.exists() or tale.read_text("utf-8") != text:  # another run may be reading it
            tale.write_text(text, "utf-8")
        order = ("make", "tale.txt", "--voice", self.voice, "--jobs", "2", "-o", out)
        run = self.warm.start(*order, cwd=at, STORYCAST_STORE=at / store, **named)
        return run if start else run.ended()

    def undisturbed(self, text, name):
        """The bytes of that text made from nothing, and the seconds that took."""
        began = time.monotonic()
        done = self.make(text, store=f"{name}-store", out=f"{name}.mp3")
        assert done.code == 0, done.stderr
        return (self.folder / f"{name}.mp3").read_bytes(), time.monotonic() - began

    def stands(self, *allowed, at=None, out="tale.mp3"):
        """The episode that stands is one of those, or none is there where None is allowed."""
        path = Path(at or self.folder) / out
        found = path.read_bytes() if path.exists() else None
        assert found in allowed, f"{path} is neither the old episode nor the new one"

    def completes(self, text, expected, *, at=None, out="tale.mp3"):
        """The next run gives the bytes of an undisturbed one."""
        done = self.make(text, at=at, out=out)
        assert done.code == 0, done.stderr
        self.stands(expected, at=at, out=out)
        assert not re.search("damaged|another version", done.stderr), done.stderr

    def killed_within(self, running, seconds):
        """Killed at a random moment of that stretch; whether it was still at work."""
        time.sleep(self.chance.uniform(0, seconds))
        running.kill()
        return running.ended().code == KILLED


def killed_make(warm, folder, seed, voice="tone"):
    """Killed while making an edited story; whether it was still at work."""
    world = World(warm, folder, seed, voice=voice)
    old, _ = world.undisturbed(world.before, "old")
    new, seconds = world.undisturbed(world.after, "new")
    if had := world.chance.random() < 0.7:
        world.make(world.before)
    killed = 0
    for _ in range(2):
        killed += world.killed_within(world.make(world.after, start=True), seconds)
        world.stands(old if had else None, new)
    litter = left_aside(world.folder)
    assert len(litter) <= 3 * killed, litter  # one a thread, and the MP3's own
    world.completes(world.after, new)
    return killed


def killed_build(warm, folder, seed):
    """Killed while building a show that was edited; the site names only what is there, and the next build mends it."""
    prepared = Path(folder).parent / "shows"
    if not prepared.exists():
        prepare_shows(warm, prepared)
    show = Path(shutil.copytree(prepared / "before", folder, copy_function=shutil.copy2))
    seconds = float((prepared / "seconds").read_text())
    build = partial(warm.start, "build", ".", cwd=show, STORYCAST_STORE=show / ".store")
    running = build()
    time.sleep(random.Random(seed).uniform(0, seconds))
    running.kill()
    killed = running.ended().code == KILLED
    assert_site_holds(show)
    done = build().ended()
    assert done.code == 0, done.stderr
    assert tree(show) == tree(prepared / "after")
    return killed


def prepare_shows(warm, folder):
    """A show that was built and then edited, and the same show built undisturbed; the seconds that took."""
    world = World(warm, folder, 1, sentences=24)
    show = folder / "before"
    run = partial(warm.run, "build", ".")
    tell_show(show, {"one": world.before, "two": world.before[::-1], "gone": "Gone\n\nIt went.\n"})
    assert run(cwd=show, STORYCAST_STORE=show / ".store").code == 0
    (show / "stories/gone.md").unlink()
    tell_show(show, {"one": world.after, "two": world.before[::-1], "three": world.after[::-1]})
    after = shutil.copytree(show, folder / "after", copy_function=shutil.copy2)
    began = time.monotonic()
    assert run(cwd=after, STORYCAST_STORE=after / ".store").code == 0
    (folder / "seconds").write_text(str(time.monotonic() - began))


def killed_prune(warm, folder, seed):
    """Pruned and killed, and pruned while a story is made."""
    world = World(warm, folder, seed)
    new, _ = world.undisturbed(world.after, "new")
    world.make(world.before)
    prune = ("store", "prune", "--down-to", f"{world.chance.randint(0, 2000)}k")
    killed = world.killed_within(warm.start(*prune, cwd=folder, STORYCAST_STORE=world.folder / "store"), 0.05)
    making = world.make(world.after, start=True)
    for _ in range(world.chance.randint(1, 4)):
        how = world.chance.choice([prune, ("store", "clear")])
        pruned = warm.run(*how, cwd=folder, STORYCAST_STORE=world.folder / "store")
        assert pruned.code == 0, pruned.stderr
    made = making.ended()
    assert made.code == 0, made.stderr
    world.stands(new)
    world.completes(world.after, new)
    return killed


def two_at_once(warm, folder, seed):
    """Two runs on one store, for one file or two, from the same text or another; one may be killed."""
    world = World(warm, folder, seed)
    new, seconds = world.undisturbed(world.after, "new")
    same = world.chance.random() < 0.5
    runs = [world.make(world.after, start=True, out=out) for out in ("tale.mp3", "tale.mp3" if same else "other.mp3")]
    killed = world.chance.random() < 0.5 and world.killed_within(runs.pop(), seconds)
    for run in runs:
        done = run.ended()
        assert done.code == 0, done.stderr
    world.stands(new)
    if not same:
        world.stands(None, new, out="other.mp3") if killed else world.stands(new, out="other.mp3")
    world.completes(world.after, new, out="other.mp3")
    return killed


def full_disk(warm, folder, seed):
    """Made on a disk that gets full; one line says so, the old episode stands, and with space again it is made."""
    world = World(warm, folder, seed)
    old, _ = world.undisturbed(world.before, "old")
    new, _ = world.undisturbed(world.after, "new")
    needs = sum(path.stat().st_blocks * 512 for path in (world.folder / "new-store").rglob("*")) + len(old) + len(new)
    with disk(world.folder / "disk", needs * 3) as (at, limit):
        if had := world.chance.random() < 0.5:
            world.make(world.before, at=at)
        refused = limit(world.chance.random() * needs)
        done = world.make(world.after, at=at, largest_file=refused)
        assert done.code in {0, WORLDS}, (done.code, done.stderr)
        if done.code:
            assert re.fullmatch(
                r"storycast: .*(No space left|File too large).*\n", done.stderr.splitlines(keepends=True)[-1]
            )
            world.stands(old if had else None, at=at)
        assert not left_aside(at)
        limit(needs * 3)
        world.completes(world.after, new, at=at)
    return done.code == WORLDS


@contextmanager
def disk(at, size):
    """A small file system of its own, and what sets its free space; where none may be mounted, a folder.

    What sets the space gives the size of the largest file that a run may write: None on a real disk.
    """
    at.mkdir()
    mounted = mount("-t", "tmpfs", "-o", f"size={int(size)}", "none", str(at))

    def limit(free):
        if mounted:
            mount("-o", f"remount,size={taken(at) + int(free) + 4096}", str(at))
            return None
        return int(free) // 8 + 100

    try:
        yield at, limit
    finally:
        if mounted:
            subprocess.run(["umount", str(at)], check=True)


def mount(*arguments):
    """Whether that was mounted: it takes root."""
    if os.name != "posix" or os.geteuid():
        return False
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


def taken(at):
    """Bytes in use on the file system of a folder."""
    stat = os.statvfs(at)
    return (stat.f_blocks - stat.f_bfree) * stat.f_frsize


def left_aside(folder):
    """Files that were being written."""
    return [path for path in Path(folder).rglob("*") if path.name.startswith(".") and path.name.endswith(".part")]


def tell_show(at, stories):
    """A show's folder with those stories, each of a fixed day."""
    (at / "stories").mkdir(parents=True, exist_ok=True)
    (at / "show.toml").write_text(SHOW, "utf-8")
    for day, (name, text) in enumerate(sorted(stories.items()), 1):
        title, _, rest = text.partition("\n\n")
        front = f"---\ntitle: {title} {name}\ndate: 2026-01-{day:02}\n---\n\n"
        (at / "stories" / f"{name}.md").write_text(front + rest, "utf-8")


def assert_site_holds(show):
    """The record and the feed can be read, and all that the feed names is there in its size."""
    feed = show / "site/feed.xml"
    record = (show / "published.toml").read_text("utf-8")
    for item in ET.parse(feed).getroot().iter("item"):
        enclosure = item.find("enclosure")
        path = show / "site" / enclosure.get("url").removeprefix("https://example.org/tales/")
        assert path.stat().st_size == int(enclosure.get("length")), path
        assert item.findtext("guid") in record
    for name in re.findall(r'(?:url|href)="https://example\.org/tales/([^"]+)"', feed.read_text("utf-8")):
        assert (show / "site" / name).is_file(), name


def tree(show):
    """Every file of a show but its store: what it holds."""
    return {
        path.relative_to(show).as_posix(): path.read_bytes()
        for path in sorted(show.rglob("*"))
        if path.is_file() and ".store" not in path.parts
    }


ROUNDS = {
    "make killed": killed_make,
    "build killed": killed_build,
    "prune killed, and pruned while making": killed_prune,
    "two at once on one store": two_at_once,
    "disk full": full_disk,
}


def main():
    """So many rounds of each, or of those whose names begin so; other seeds torture otherwise."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("rounds", type=int, nargs="?", default=100)
    asked.add_argument("--only", nargs="*", default=[""])
    asked.add_argument("--seed", type=int, default=0)
    asked = asked.parse_args()
    with Warm() as warm, tempfile.TemporaryDirectory() as folder:
        for number, (name, round_) in enumerate(ROUNDS.items()):
            if not name.startswith(tuple(asked.only)):
                continue
            began, disturbed = time.monotonic(), 0
            for seed in range(asked.seed, asked.seed + asked.rounds):
                at = Path(folder) / str(number) / str(seed)
                at.parent.mkdir(exist_ok=True)
                disturbed += round_(warm, at, seed)
                shutil.rmtree(at)
            seconds = time.monotonic() - began
            print(f"{name}: {asked.rounds} rounds, {disturbed} runs cut short, {seconds:.0f} s", flush=True)  # noqa: T201 - a script of ours


if __name__ == "__main__":
    main()
