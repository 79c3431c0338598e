"""Values become text: feeds, transcripts, chapters, pages. Pure."""
