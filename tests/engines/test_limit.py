import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from storycast.engines.limit import Limit


class Clock:
    """Time that passes when we say so."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_never_more_under_way_than_allowed():
    limit, lock, counts = Limit(3), threading.Lock(), {"now": 0, "most": 0}

    def work(_):
        with limit.one():
            with lock:
                counts["now"] += 1
                counts["most"] = max(counts["most"], counts["now"])
            time.sleep(0.002)
            with lock:
                counts["now"] -= 1

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(work, range(60)))
    assert counts == {"now": 0, "most": 3}


def test_slowing_down_halves_and_one_is_always_left():
    clock = Clock()
    limit, allowed = Limit(8, clock=clock), []
    for _ in range(5):
        limit.slow_down(1.0)
        allowed.append(limit.allowed)
        clock.now += 1.0
    assert allowed == [4, 2, 1, 1, 1]


def test_one_burst_counts_once():
    """Four refusals of four requests sent together halve the limit, they don't end it."""
    limit = Limit(8, clock=Clock())
    for _ in range(4):
        limit.slow_down(1.0)
    assert limit.allowed == 4


def test_a_round_of_successes_allows_one_more_up_to_the_most():
    clock = Clock()
    limit = Limit(4, clock=clock)
    limit.slow_down(1.0)
    assert limit.allowed == 2
    for _ in range(3):
        limit.speed_up()
    assert limit.allowed == 3
    for _ in range(50):
        limit.speed_up()
    assert limit.allowed == 4


def test_nobody_starts_before_the_time_is_up():
    limit = Limit(2)
    limit.slow_down(0.15)
    started = time.monotonic()
    with limit.one():
        assert time.monotonic() - started >= 0.14


def test_a_place_is_given_back_when_the_work_fails():
    limit = Limit(1)
    with pytest.raises(ValueError, match="lost"), limit.one():
        raise ValueError("lost")
    with limit.one():
        pass
