"""Episodes by Google's voice, from article to MP3, against a stand-in on loopback that speaks the real wire format."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

import storycast
from fakes import INTERRUPTIBLE, article, studio
from google_standin import FAULTS, Plan, standing_in
from storycast.audio.decoding import decode
from storycast.audio.tags import VOICE, noted
from storycast.cli import main
from storycast.engines.google import Google, Patience
from storycast.errors import EngineError
from storycast.narration.narrate import Cast
from storycast.narration.plain import Plain
from storycast.produce import produce

HASTE = Patience(connect=5.0, read=2.0, whole=10.0, first_wait=0.02, longest_wait=3.0)
TALE = """The crossing

The keeper had lit the lamp every evening for thirty-one years: through storms, through illness, and once, famously,
through the birth of his own daughter, in the room below.

Nobody had asked him to. “You can't row across in this,” she said. He rowed.

By morning the boat was on the sand; there was no one in it.
"""
WORDS = TALE.split()


@pytest.fixture
def standin(tmp_path, monkeypatch):
    with standing_in() as standin:
        for name, value in standin.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield standin


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs storycast in a folder with one tale."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYCAST_STORE", str(tmp_path / "store"))
    Path("tale.txt").write_text(TALE, "utf-8")
    runner = CliRunner(mix_stderr=False)
    return lambda *arguments: runner.invoke(main, arguments, prog_name="storycast")


def offline(monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


def test_the_first_make_says_which_voice_it_chose(run, standin):
    """One line, with how to choose another; the MP3 remembers the voice."""
    done = run("make", "tale.txt")
    assert done.exit_code == 0, done.stderr
    assert done.stderr.splitlines()[0].startswith("voice: google:en (online; another with --voice")
    assert noted(Path("tale.mp3"), VOICE) == "google:en"
    probe, *asked = standin.asked
    assert probe == "OK"
    assert len(asked) == len(set(asked))
    assert max(map(len, asked)) <= Google.longest


def test_the_texts_asked_for_are_the_article(run, standin):
    """Word for word, marks included, each once."""
    run("make", "tale.txt", "--voice", "google")
    whole = " ".join(WORDS)
    assert " ".join(sorted(standin.asked, key=whole.index)) == whole


def test_an_edit_asks_for_the_new_sentence_alone(run, standin):
    run("make", "tale.txt", "--voice", "google")
    standin.asked.clear()
    Path("tale.txt").write_text(TALE.replace("He rowed.", "He rowed on."), "utf-8")
    assert run("make", "tale.txt").exit_code == 0
    assert standin.asked == ["He rowed on."]


def test_what_is_in_the_store_touches_no_network(run, standin, monkeypatch):
    """Made once, an episode is made again in a cellar: the same bytes, with the voice it had."""
    run("make", "tale.txt")
    first = Path("tale.mp3").read_bytes()
    standin.asked.clear()
    offline(monkeypatch)
    assert run("make", "tale.txt").exit_code == 0
    assert (Path("tale.mp3").read_bytes(), standin.asked) == (first, [])


@pytest.mark.usefixtures("standin")
def test_an_episode_keeps_its_voice_when_that_cannot_be_reached(run, monkeypatch):
    """Something new to speak and no Google: it says so, and changes neither the voice nor the MP3."""
    run("make", "tale.txt")
    first = Path("tale.mp3").read_bytes()
    offline(monkeypatch)
    monkeypatch.setattr("storycast.engines.google.Patience", lambda: HASTE)
    Path("tale.txt").write_text(TALE.replace("He rowed.", "He rowed on."), "utf-8")
    done = run("make", "tale.txt")
    assert done.exit_code == 1
    assert "“He rowed on.” could not be spoken: Google: the proxy can't be reached" in done.stderr
    assert "run again, or choose another voice with --voice espeak" in done.stderr
    assert Path("tale.mp3").read_bytes() == first
    assert run("make", "tale.txt", "--voice", "espeak").exit_code == 0
    assert noted(Path("tale.mp3"), VOICE).startswith("espeak:en-us")


def test_a_show_keeps_the_voice_of_each_episode(run, standin, monkeypatch):
    """Built once by Google's voice, an episode is built again without it; a new story takes what there is."""
    assert run("init", "show", "--title", "Sea", "--author", "Ada").exit_code == 0
    Path("show/stories/tale.md").write_text(TALE, "utf-8")
    assert "voice: google:en (online" in run("build", "show").stderr
    first = {path.name for path in Path("show/site/episodes").glob("tale-*.mp3")}
    standin.asked.clear()
    offline(monkeypatch)
    Path("show/stories/rope.md").write_text("# Rope\n\nHe pulled.\n", "utf-8")
    done = run("build", "show")
    assert done.exit_code == 0, done.stderr
    assert "Google can't be reached" in done.stderr
    assert {path.name for path in Path("show/site/episodes").glob("tale-*.mp3")} == first
    assert standin.asked == []
    record = Path("show/published.toml").read_text("utf-8")
    assert record.count('voice = "google:en"') == record.count('voice = "espeak:') == 1


def sentences(count, seed):
    """Paragraphs of sentences, no two alike."""
    draw = random.Random(seed)
    subjects, verbs = ("the keeper", "a boat", "her brother", "nobody"), ("waited", "came back", "was seen", "slept")
    told = [f"On day {n} {draw.choice(subjects)} {draw.choice(verbs)}, and it rained." for n in range(count)]
    return [" ".join(told[at : at + 4]) for at in range(0, count, 4)]


def spoken(told, folder, name, *, store="store", tries=HASTE.tries):
    """The bytes of an episode spoken by Google's voice."""
    google = Google(decode, jobs=4, patience=replace(HASTE, tries=tries))
    cast = Cast(google.voice("en", "en"), Plain(), longest=google.longest)
    with studio(folder / store, engine=google, jobs=6) as at:
        produce(told, cast, at, folder / name)
    return (folder / name).read_bytes()


@pytest.mark.parametrize("seed", [1, 2])
def test_through_faults_an_episode_is_right_or_not_there(standin, tmp_path, seed):
    """With one try in five going wrong in any way, in the end there are the very bytes of an undisturbed run.

    A run that gives up leaves no MP3; the next one asks only for what is missing.
    """
    told = article(*sentences(24, seed), title="Rain")
    undisturbed = spoken(told, tmp_path, "undisturbed.mp3", store="other")
    standin.answered.clear()
    standin.plan = Plan(*FAULTS, share=0.2, seed=seed)
    for _ in range(5):
        try:
            through = spoken(told, tmp_path, "through.mp3")
            break
        except EngineError:
            assert not (tmp_path / "through.mp3").exists()
    assert through == undisturbed


def test_a_service_that_fails_half_way_ends_the_run(standin, tmp_path):
    """Nothing is mixed: no MP3, what came is kept, and the next run asks for the rest alone."""
    told = article(*sentences(16, 3), title="Rain")
    standin.plan = Plan("503", after=7)
    with pytest.raises(EngineError, match=r"paragraph \d+: “On day .* could not be spoken: Google: it answered 503"):
        spoken(told, tmp_path, "half.mp3", tries=2)
    assert not (tmp_path / "half.mp3").exists()
    arrived = set(standin.answered)
    assert len(arrived) == 7
    standin.plan = Plan()
    standin.asked.clear()
    spoken(told, tmp_path, "half.mp3")
    assert not arrived & set(standin.asked)
    assert len(standin.asked) == len(set(standin.asked))


def killed(arguments, folder, when):
    """`storycast` as a process of its own, killed as soon as `when()`."""
    environment = {**os.environ, "PYTHONPATH": str(Path(storycast.__file__).parent.parent)}
    command = [sys.executable, "-m", "storycast", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not when():
            time.sleep(0.002)
        process.kill()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("after", [1, 9, 24])
def test_killed_at_any_moment_the_next_run_completes(run, standin, tmp_path, after):
    """What had arrived is not asked for twice, and the MP3 is the one of an undisturbed run."""
    Path("tale.txt").write_text("\n\n".join(["Rain", *sentences(24, 4)]), "utf-8")
    standin.latency = 0.02
    make = ("make", "tale.txt", "--voice", "google", "--jobs", "3")
    killed(make, tmp_path, lambda: len(standin.answered) >= after)
    assert not list(tmp_path.glob("*.mp3"))
    plan = json.loads(run("plan", "tale.txt", "--json", "--voice", "google").stdout)
    standin.asked.clear()
    assert run(*make).exit_code == 0
    assert len(standin.asked) == plan["utterances"] - plan["in_store"]
    run(*make, "-o", "undisturbed.mp3", "--store", "other")
    assert Path("undisturbed.mp3").read_bytes() == Path("tale.mp3").read_bytes()


def test_who_presses_ctrl_c_does_not_wait_for_the_service(standin, tmp_path):
    """Though it asked to be left alone for a minute; the run ends, and what was spoken is kept."""
    standin.plan = Plan("429 for long", after=2)
    (tmp_path / "tale.txt").write_text(TALE, "utf-8")
    command = [*INTERRUPTIBLE, "make", "tale.txt", "--voice", "google", "--store", "store"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as running:
        ends = time.monotonic() + 30
        while len(standin.asked) < 4:
            assert time.monotonic() < ends
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        told = running.communicate(timeout=30)[1].decode()
    assert running.returncode == 130, told
    assert "stopped; what was spoken is kept" in told
    assert len(list((tmp_path / "store/clips").rglob("*"))) > 1
