"""Wherever it is run, a run ends in an episode or in one clear line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import storycast

STORY = "A tale\n\nHe came home. “Where is she?” said Zoë… Nobody knew.\n"
MAKE = ("make", "tale.txt", "--voice", "tone")


@pytest.fixture
def run(tmp_path):
    """Runs storycast as a process of its own, in an empty folder."""

    def run(*arguments, without=(), text=None, name="tale.txt", **named):
        (tmp_path / name).write_text(STORY, "utf-8")
        ours = {"STORYCAST_STORE": str(tmp_path / "store"), "PYTHONPATH": str(Path(storycast.__file__).parent.parent)}
        kept = {name: value for name, value in {**os.environ, **ours}.items() if name not in without}
        kept |= {name: named.pop(name) for name in list(named) if name.isupper()}
        return subprocess.run(
            [sys.executable, "-m", "storycast", *arguments],
            cwd=tmp_path,
            env=kept,
            input=text,
            stdout=named.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
            **named,
        )

    return run


@pytest.mark.parametrize(
    "name", ["new\nline.txt", "quo'te\".txt", ".hidden.txt", "$(touch x).txt", "%s\x1b[31m.txt", "y" * 251 + ".txt"]
)
@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
def test_a_file_may_be_called_anything(run, name):
    """The MP3 is called as the source is, and a script gets that name byte for byte."""
    done = run("make", name, "--voice", "tone", name=name)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == name.removesuffix(".txt") + ".mp3\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_may_be_no_text(run):
    """Bytes that are no UTF-8 come out as they went in."""
    name = os.fsdecode(b"t\xff.txt")
    done = run("make", name, "--voice", "tone", name=name, LC_ALL="C.UTF-8", PYTHONUTF8="1")
    assert (done.returncode, done.stdout) == (0, b"t\xff.mp3\n")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("init", "t\udcff", "--title", "T", "--author", "A"), b"t\xff/show.toml\n"),
        (("voices", "--sample", "tone", "-o", "t\udcff.mp3"), b"t\xff.mp3\n"),
    ],
)
def test_every_command_prints_a_path_for_scripts(run, arguments, path):
    """Byte for byte, as `make` does."""
    done = run(*arguments, LC_ALL="C.UTF-8", PYTHONUTF8="1", PYTHONIOENCODING="utf-8:strict")
    assert (done.returncode, done.stdout) == (0, path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have names in any script")
@pytest.mark.parametrize(("variables", "named"), [({"LC_ALL": "C.UTF-8"}, "漢字-über"), ({"LC_ALL": "C"}, "episode")])
def test_a_title_may_be_in_any_script(run, variables, named):
    """An article on standard input is called by its title, where the system's names can hold it."""
    one_byte = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("make", "-", "--voice", "tone", text="漢字 über\n\nText. More.\n".encode(), **variables, **one_byte)
    assert (done.returncode, done.stdout.decode()) == (0, f"{named}.mp3\n"), done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a folder that is in use")
def test_a_folder_that_is_gone(run, tmp_path):
    """One line, where the folder that a run is in was removed under it."""
    (tmp_path / "gone").mkdir()
    done = run("make", str(tmp_path / "tale.txt"), "--voice", "tone", preexec_fn=lambda: _go_and_remove("gone"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"storycast: can't write tale.mp3: the folder this runs in is gone; ")


def _go_and_remove(folder):
    os.chdir(folder)
    Path.cwd().rmdir()


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252", "utf-8"])
def test_output_in_any_encoding(run, encoding):
    """What it lacks is printed as its number."""
    for arguments in (("plan", "tale.txt", "--voice", "tone", "--json"), MAKE):
        done = run(*arguments, PYTHONIOENCODING=encoding)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "variables", [{"COLUMNS": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C", "LANG": "C"}, {"LC_ALL": "xx"}]
)
def test_any_terminal(run, variables):
    """One column, no abilities, no language, one that isn't there."""
    done = run("plan", "tale.txt", "--voice", "tone", **variables)
    assert done.returncode == 0, done.stderr


def test_no_home(run):
    """The folder for the store is found without it."""
    done = run(*MAKE, "--store", "here", without=("HOME", "XDG_CACHE_HOME", "STORYCAST_STORE"))
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name != "posix", reason="closes files by their numbers")
@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [
        (("make", "-", "--voice", "tone"), 0, 2),
        (MAKE, 1, 0),
        (MAKE, 2, 0),
        (("plan", "tale.txt", "--voice", "tone"), 1, 0),
        (("init", "show", "--author", "Ada"), 0, 2),
    ],
)
def test_closed_files(run, arguments, closed, code):
    """Standard input that is closed is named; nobody to listen is no fault."""
    done = run(*arguments, preexec_fn=lambda: os.close(closed))
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["make", "plan", "--help"])
def test_output_that_is_full(run, command):
    """One line, exit code 1."""
    arguments = () if command == "--help" else ("tale.txt", "--voice", "tone")
    with Path("/dev/full").open("wb") as full:
        done = run(command, *arguments, stdout=full)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].startswith("storycast: can't write (No space left on device)")


@pytest.mark.skipif(os.name != "posix", reason="needs fifos")
def test_what_is_no_file_stays(run, tmp_path):
    """Nothing is written over a device or a pipe, and nothing waits for one."""
    os.mkfifo(tmp_path / "pipe.mp3")
    done = run(*MAKE, "-o", "pipe.mp3")
    assert done.returncode == 2
    assert (tmp_path / "pipe.mp3").is_fifo()
