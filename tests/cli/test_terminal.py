"""What a terminal shows while an episode is made."""

import os
import re
import subprocess
import sys
from contextlib import suppress

import pytest

from fakes import STORIES
from storycast.cli.terminal import duration

pty = pytest.importorskip("pty")


def shown(*arguments):
    """What a terminal of 80 columns is sent until the end."""
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "storycast", *arguments]
    run = subprocess.Popen(command, stdout=end, stderr=end, env={**os.environ, "TERM": "xterm", "COLUMNS": "80"})
    os.close(end)
    parts = []
    with suppress(OSError):  # Linux's way to say that the other end was closed
        while part := os.read(terminal, 65536):
            parts.append(part)
    os.close(terminal)
    assert run.wait() == 0, parts
    return b"".join(parts).decode()


@pytest.mark.parametrize(
    ("length", "told"), [(0, "0:00"), (499, "0:00"), (500, "0:01"), (62_500, "1:03"), (3_727_000.2, "1:02:07")]
)
def test_a_length_is_told_as_on_the_page(length, told):
    """Half a second counts as one wherever a length is told."""
    assert duration(length) == told


def test_each_stage_is_named_from_the_first_moment(tmp_path):
    """One line at a time, which is gone when it is done; what stays are the notes and the path."""
    out = tmp_path / "episode.mp3"
    sent = shown("make", STORIES[0], "--voice", "tone", "--store", tmp_path / "store", "-o", out)
    stages = list(dict.fromkeys(re.findall(r"(\w+) +\S*━", sent)))
    assert [stage for stage in stages if stage in {"reading", "directing", "speaking"}] == stages[:3]
    kept = [line.rpartition("\x1b[2K")[2].rpartition("\r")[2] for line in sent.rstrip().split("\r\n")]
    left = [re.sub(r"\x1b\[\S*?[a-zA-Z]", "", line) for line in kept]
    assert left[-1] == str(out)
    assert re.fullmatch(r"\d+ of \d+ utterances spoken, \d+ of \d+ beats encoded, [\d.]+ s", left[-2])
    assert not any("━" in line for line in left)
