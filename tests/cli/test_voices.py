"""Who can speak, as people read it; and how a voice of another package or another archive comes to be listed."""

import re
import subprocess
from pathlib import Path

import mutagen.mp3
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from extras import needed
from piper_model import write_voice
from storycast.audio.tags import VOICE, noted
from storycast.cli import main

ENGINE = """
from storycast.engines.tone import Tone

class Hum(Tone):
    name = "hum"
    def voices(self):
        return [self.voice(None, "en")]
    def voice(self, id, language):
        from storycast.errors import UnknownVoice
        from storycast.model import Voice
        if id not in (None, "low"):
            raise UnknownVoice(f"hum has no voice {id!r}")
        return Voice("hum", "low", "en")
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYCAST_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    runner = CliRunner(mix_stderr=False)
    return lambda *arguments: runner.invoke(main, arguments, prog_name="storycast")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs a package with engines, as pip would leave it on disk."""

    def install(name, code, entry):
        there = tmp_path / "packages"
        info = there / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[storycast.engines]\n{entry}\n")
        (there / f"{name}.py").write_text(code)
        monkeypatch.syspath_prepend(str(there))

    return install


@pytest.mark.parametrize("asked", [("--sample", "tone", "--download", "x"), ("-o", "x.mp3")])
def test_options_that_would_be_ignored_are_refused(run, asked):
    """Nothing that is typed goes unheard."""
    assert run(*asked).exit_code == 2


def test_every_voice_has_a_line(run):
    """Name, language, where it speaks, whether it is there; a script can cut them apart."""
    done = run("voices")
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("auto ")
    voices = [line for line in lines if ":" in line.split()[0]]
    assert all(re.fullmatch(r"\w+:.+? {2,}\S+ +(online|offline) +installed", line) for line in voices)
    assert len(voices) == len({line.split()[0] for line in voices}) > 200


@pytest.mark.parametrize(
    ("language", "some"), [("en", "google:en-co.uk"), ("en-GB", "espeak:en-gb"), ("pt_BR", "google:pt ")]
)
def test_voices_of_a_language(run, language, some):
    done = run("voices", "--language", language)
    assert some in done.stdout
    assert "espeak:de" not in done.stdout


def test_a_language_that_nobody_speaks_is_said_so(run):
    done = run("voices", "--language", "tlh")
    assert done.exit_code == 2
    assert "no voice for the language 'tlh'" in done.stderr


@pytest.mark.parametrize(
    ("voice", "file"),
    [("tone:high", "tone-high.mp3"), ("espeak:ja", "espeak-ja.mp3"), ("espeak:en-gb+f3", "espeak-en-gb+f3.mp3")],
)
def test_a_sample_lasts_five_seconds(run, voice, file):
    """And is a sound MP3 that names its voice."""
    done = run("voices", "--sample", voice)
    assert done.stdout == f"{file}\n"
    assert mutagen.mp3.MP3(file).info.length == pytest.approx(5.0, abs=0.06)
    assert noted(Path(file), VOICE) == voice
    samples, _ = soundfile.read(file)
    assert np.abs(samples).max() > 0.1


def test_the_default_voice_gives_a_sample_too(run, monkeypatch):
    """`auto` is listed among the voices; which one it is here is said, and stands in the file's name."""
    monkeypatch.setattr("storycast.engines.google.Google.reachable", lambda *_: False)
    done = run("voices", "--sample", "auto", "--language", "cy")
    assert done.stdout == "espeak-cy.mp3\n"
    assert "voice: espeak:cy (Google can't be reached" in done.stderr


def test_validators_find_nothing_in_a_sample(run, tool):
    run("voices", "--sample", "espeak", "-o", "sample.mp3")
    told = subprocess.run([tool("mp3val"), "sample.mp3"], capture_output=True, text=True, check=True).stdout
    assert "WARNING" not in told


def test_another_packages_engine_is_listed_and_speaks(run, installed):
    """Installed beside storycast, it needs no further step."""
    installed("hum", ENGINE, "hum = hum:Hum")
    assert re.search(r"^hum:low +en +offline +installed$", run("voices").stdout, re.MULTILINE)
    Path("tale.txt").write_text("A tale\n\nHe hummed.\n")
    assert run("make", "tale.txt", "--voice", "hum").exit_code == 0
    assert noted(Path("tale.mp3"), VOICE) == "hum:low"


@pytest.mark.parametrize(
    ("code", "why"),
    [("import nothing_of_that_name", "ModuleNotFoundError"), ("", "AttributeError"), ("Hum = 3", "TypeError")],
)
def test_a_broken_engine_is_a_warning_that_names_it(run, installed, code, why):
    """The other voices are listed all the same; asked for by name, it is one line and exit code 1."""
    package = f"hum_{why.lower()}"
    installed(package, code, f"hum = {package}:Hum")
    done = run("voices")
    assert done.exit_code == 0
    assert "espeak:de" in done.stdout
    assert f"The engine 'hum' of the package {package} can't be loaded: {why}" in done.stderr
    Path("tale.txt").write_text("A tale\n\nHe hummed.\n")
    failed = run("make", "tale.txt", "--voice", "hum")
    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1)


def test_piper_says_what_is_missing_and_lists_what_is_there(run, tmp_path):
    needed("piper", "pip install '.[test-piper]'")
    needed("onnx", "pip install '.[test-piper]'")
    assert re.search(
        r"^piper +offline +no Piper voice in .*--download en_US-lessac-medium$", run("voices").stdout, re.MULTILINE
    )
    write_voice(tmp_path / "data" / "storycast" / "voices")
    assert re.search(r"^piper:en_US-hum-low +en-US +offline +installed$", run("voices").stdout, re.MULTILINE)


def test_a_download_without_a_network_is_one_line(run):
    needed("piper", "pip install '.[test-piper]'")
    done = run("voices", "--download", "en_US-lessac-medium")
    assert done.exit_code == 1
    assert "'en_US-lessac-medium' could not be fetched" in done.stderr
