"""An Article becomes a Script: sentences, beats, pauses, delivery. Pure."""
