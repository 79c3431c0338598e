"""storycast turns an article into a narrated podcast episode."""

__version__ = "0.1.0"
