"""The README tells the truth: its commands are there, and its examples run."""

import re
import shlex
import shutil
from glob import glob
from pathlib import Path

import pytest
from click.testing import CliRunner

from storycast.cli import Commands, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = [line[2:] for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]


def test_the_table_of_commands_is_the_commands_own_help():
    """Each command, in order, with the line that `--help` shows."""
    rows = re.findall(r"^\| `storycast (\w+)` \| (.+) \|$", README, re.MULTILINE)
    assert dict(rows) == {name: line for name, (_, line) in Commands.listed.items()}


def test_every_script_is_told_of():
    """What a developer runs is in the table, and nothing else."""
    told = set(re.findall(r"^\| `scripts/([\w-]+)`", README, re.MULTILINE))
    assert told == {path.name for path in (ROOT / "scripts").iterdir() if path.suffix != ".py" and path.is_file()} - {
        "storycast"
    }


def test_every_room_is_told_of():
    """Whoever opens the package finds each file and folder of it under "How it is built"."""
    built = README.partition("## How it is built")[2]
    rooms = {path.name + "/" * path.is_dir() for path in (ROOT / "src" / "storycast").iterdir()}
    unsaid = {"__init__.py", "__main__.py", "py.typed", "__pycache__/"}
    assert not [name for name in sorted(rooms - unsaid) if not re.search(rf"(?<!\w){re.escape(name)}", built)]


def test_the_first_two_commands_come_first():
    """A newcomer needs no more."""
    assert EXAMPLES[:2] == ["scripts/storycast make audio/stories/barcelona-1992.md", "scripts/test"]


def test_the_examples_run(tmp_path, monkeypatch):
    """In the order they stand, in a folder that holds only our show's stories."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYCAST_STORE", str(tmp_path / "store"))
    shutil.copytree(ROOT / "audio", tmp_path / "audio", ignore=shutil.ignore_patterns("site"))
    runner = CliRunner(mix_stderr=False)
    for example in EXAMPLES:
        command, *arguments = shlex.split(example)
        arguments = [name for word in arguments for name in (sorted(glob(word)) if "*" in word else [word])]  # noqa: PTH207
        match command:
            case "scripts/test":
                continue
            case "cp":
                shutil.copy(*arguments)
            case "storycast" | "scripts/storycast":
                done = runner.invoke(main, arguments, prog_name="storycast")
                assert done.exit_code == 0, (example, done.stderr)
            case _:
                pytest.fail(f"the README runs something unknown: {example}")
    assert {"barcelona-1992.mp3", "the-second-stroke.mp3", "episodes", "tides"} <= {p.name for p in tmp_path.iterdir()}
    assert (tmp_path / "tides" / "site" / "feed.xml").exists()
