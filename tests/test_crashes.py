"""Whatever ends a run, the old episode or the new one stands whole, and the next run completes."""

import pytest

import torture
from warm import Warm


@pytest.fixture(scope="module")
def warm():
    with Warm() as process:
        yield process


@pytest.mark.parametrize("seed", range(5))
def test_killed_while_making(warm, tmp_path, seed):
    """The old or the new MP3 stands, byte for byte; the next run gives that of an undisturbed run."""
    torture.killed_make(warm, tmp_path / "round", seed)


@pytest.fixture(scope="module")
def shows(tmp_path_factory):
    return tmp_path_factory.mktemp("killed")


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_building(warm, shows, seed):
    """The feed names only what is there, the record can be read, and the next build gives an undisturbed site."""
    torture.killed_build(warm, shows / str(seed), seed)


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_pruning_and_pruned_while_making(warm, tmp_path, seed):
    """What is pruned under a run's feet is made again."""
    torture.killed_prune(warm, tmp_path / "round", seed)


@pytest.mark.parametrize("seed", range(3))
def test_two_runs_share_a_store(warm, tmp_path, seed):
    """At the same time, for the same file or another, one of them killed or none."""
    torture.two_at_once(warm, tmp_path / "round", seed)


@pytest.mark.parametrize("seed", range(4))
def test_a_full_disk(warm, tmp_path, seed):
    """One line and exit code 1; nothing half-written stays; with space again the next run completes."""
    torture.full_disk(warm, tmp_path / "round", seed)


def test_the_embedded_voice_killed(warm, tmp_path):
    """The same with a voice that people hear."""
    torture.killed_make(warm, tmp_path / "round", 99, voice="espeak")
