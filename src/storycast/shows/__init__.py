"""What stands in a show's folder, as values: `show.toml`, `published.toml`, the names of stories. Opens no file."""
