"""Bounds that hold wherever a setting is given: on the command line, in front matter, in `show.toml`.

Imports nothing: the command line needs them before it knows what it is to do.
"""

SLOWEST, FASTEST = 0.5, 2.0
"""Of the pace: times as fast as the voice's own rate."""
