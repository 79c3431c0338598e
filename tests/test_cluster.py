"""A show is the same whoever makes it: this process, or the workers of a cluster, one of them lost on the way."""

import os
import shutil
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from clusters import PATIENCE, SOURCE, cluster
from published import show_folder
from storycast.cli import main
from storycast.cluster import workers
from storycast.errors import SchedulerError

LINES = ("The lamp went out at ten.", "Nobody rowed.", "Then a horn answered, twice.", "Who was it?", "The sea.")
STORIES = {
    f"night-{night}.md": f"---\ndate: 2026-03-{night + 1:02}\n---\n# Night {night}\n\n"
    + "\n\n".join(f"{LINES[(night + n) % 5]} It was night {night}, hour {n}." for n in range(8))
    for night in range(20)
}


def site(folder):
    """Every file of a show's site and what it holds."""
    files = (path for path in (folder / "site").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def command(folder, *options):
    return ["build", str(folder), "--store", str(folder / "store"), *options]


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """The show's folder before it is built, and the site that this process makes of it."""
    folder = show_folder(tmp_path_factory.mktemp("local") / "show", STORIES)
    fresh = shutil.copytree(folder, folder.with_name("fresh"))
    done = CliRunner().invoke(main, command(folder))
    assert done.exit_code == 0, done.output
    return fresh, site(folder)


@pytest.mark.parametrize("killed", [False, True], ids=["whole", "a worker killed"])
def test_a_cluster_makes_the_same_site(local, tmp_path, killed):
    """Byte for byte; what a lost worker had under way is made again by the other."""
    fresh, wanted = local
    folder = shutil.copytree(fresh, tmp_path / "show")
    with cluster(tmp_path) as (address, running):
        build = [sys.executable, "-m", "storycast", *command(folder, "--scheduler", address)]
        with subprocess.Popen(
            build, env={**os.environ, "PYTHONPATH": str(SOURCE)}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as process:
            ends = time.monotonic() + PATIENCE
            while killed and len(list((folder / "site").glob("episodes/*.mp3"))) < 3:
                assert time.monotonic() < ends
                time.sleep(0.02)
            if killed:
                running[0].kill()
                assert len(list((folder / "site").glob("episodes/*.mp3"))) < len(STORIES)
            said = process.communicate(timeout=PATIENCE)[1].decode()
    assert process.returncode == 0, said
    assert site(folder) == wanted
    assert "20 of 20 episodes made" in said


def test_a_story_that_fails_there_is_named_here(tmp_path):
    """The worker's error is ours: one line, the same exit code."""
    folder = show_folder(tmp_path / "show", {"night.md": "---\nvoice: nobody\n---\n# Night\n\nThe lamp went out."})
    with cluster(tmp_path, 1) as (address, _):
        done = CliRunner().invoke(main, command(folder, "--scheduler", address))
    assert done.exit_code == 2
    assert done.output.startswith("storycast: stories/night.md: ")
    assert len(done.output.splitlines()) == 1


def test_no_scheduler(monkeypatch):
    """Nothing waits for ever."""
    monkeypatch.setattr("storycast.cluster.PATIENCE", 1.0)
    with (
        pytest.raises(SchedulerError, match="no Dask scheduler answers"),
        workers("tcp://127.0.0.1:9"),
    ):
        pass


def test_no_workers(tmp_path, monkeypatch):
    """A scheduler alone makes nothing, and says so."""
    monkeypatch.setattr("storycast.cluster.PATIENCE", 2.0)
    with cluster(tmp_path, 0) as (address, _), pytest.raises(SchedulerError, match="has no workers"), workers(address):
        pass
