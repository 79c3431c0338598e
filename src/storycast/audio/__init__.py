"""Sound: clips, loudness, MP3 frames, tags."""
