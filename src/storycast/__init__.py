"""storycast turns an article into a narrated podcast episode."""
