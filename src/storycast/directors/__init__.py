"""Directors that reach outside for their marks; those that don't are at home in `narration`."""
