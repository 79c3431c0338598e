"""Engines speak utterances; the contract is in `base`, the table in `registry`."""
