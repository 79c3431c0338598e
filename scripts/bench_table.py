"""What `bench` found: medians, and the ratios that are promised beside what they are to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

Runs = Mapping[str, Sequence[Sequence[float]]]
"""By name: wall seconds, processor seconds and peak memory (MB) of each run."""
WALL, MEMORY = 0, 2
ASKED = (
    ("an hour, cold : the bound with LAME 5", WALL, "{hour}: cold", "the bound, LAME 5", 1.25),
    ("an hour, cold : the bound with LAME 7, as ours", WALL, "{hour}: cold", "the bound, LAME 7", None),
    ("an hour, cold : the pipe", WALL, "{hour}: cold", "the pipe", 0.75),
    ("an hour, cold : the plain way", WALL, "{hour}: cold", "the plain way", 1 / 9),
    ("a sentence of an hour : cold", WALL, "{hour}: one sentence edited", "{hour}: cold", 0.08),
    ("of that, our own code : cold", WALL, "{hour}: one sentence edited: our own code", "{hour}: cold", 0.04),
    ("a sentence of ten hours : cold", WALL, "{long}: one sentence edited", "{long}: cold", 0.02),
    ("no change : its imports and a hash", WALL, "{hour}: no change", "{hour}: the imports of that, and a hash", 1.5),
    ("--version : import click", WALL, "--version", "import click", 2),
    ("peak memory at ten hours : at one", MEMORY, "{long}: cold", "{hour}: cold", 1.2),
    ("a show built again : cold", WALL, "a show of 20: no change", "a show of 20: cold", None),
    ("a sentence of one of its stories : cold", WALL, "a show of 20: one sentence edited", "a show of 20: cold", None),
)
"""What is set against what, and what it may be at most."""
MOST_MEMORY = 200
"""MB, at ten hours."""
FLAT = 1.1
"""What a minute may cost at most, beside the cheapest."""


def printed(found: Runs, **names: str) -> None:
    """Prints the tables; `names` says what the short, the hour's and the long story are called."""
    print(f"{'':54}{'runs':>5}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
    for name, runs in found.items():
        wall, processor, memory = (f"{median(column):.2f}" for column in zip(*runs, strict=True))
        print(f"{name:54}{len(runs):5}{wall:>9}{processor:>9}{memory[:-3]:>9}")
    print(f"\n{'':54}{'':5}{'is':>9}{'at most':>9}")
    for label, value, most in ratios(found, **names):
        judged = "" if most is None else "yes" if value <= most else "no"
        print(f"{label:59}{value:9.3f}{'' if most is None else f'{most:.3f}':>9}{judged:>9}")


def ratios(found: Runs, **names: str) -> Iterator[tuple[str, float, float | None]]:
    """Each ratio that both sides were measured of, and its target where there is one."""
    for label, column, one, other, most in ASKED:
        pair = [found.get(name.format(**names)) for name in (one, other)]
        if all(pair):
            value, beside = (median(run[column] for run in runs or ()) for runs in pair)
            yield label, value / beside, most
    if whole := found.get(f"{names['long']}: cold"):
        yield "peak memory at ten hours, of 200 MB", median(run[MEMORY] for run in whole) / MOST_MEMORY, 1
    yield from _costs(found, list(names.values()))


def _costs(found: Runs, stories: Sequence[str]) -> Iterator[tuple[str, float, float | None]]:
    """The dearest minute beside the cheapest, over stories of all lengths; and without what every run costs."""
    cold = {name: found[f"{name}: cold"] for name in stories if f"{name}: cold" in found}
    if len(cold) > 1:
        minutes = {name: found[f"{name}: its length"][0][0] for name in cold}
        cost = {name: median(run[1] for run in runs) for name, runs in cold.items()}
        least = median(run[1] for run in found.get("one sentence: cold", [(0, 0, 0)]))
        lengths = ", ".join(f"{length:.0f}" for length in minutes.values())
        for label, fixed in (("", 0.0), ("; less what a sentence costs", least)):
            each = [(cost[name] - fixed) / minutes[name] for name in cold]
            yield f"CPU a minute at {lengths} min, dearest : cheapest{label}", max(each) / min(each), FLAT
