"""`show.toml` as `storycast init` writes it: every key with what it is for."""

from __future__ import annotations

from msgspec import Struct

from storycast.shows.disclosures import disclosure
from storycast.shows.record import quoted


class Start(Struct, frozen=True):
    """What a new show is asked for; empty where it is left for later."""

    title: str
    author: str
    description: str = ""
    email: str = ""
    language: str = "en"
    category: tuple[str, ...] = ("Society & Culture",)
    base_url: str = ""
    voice: str = ""
    cover: str = ""
    """The name of a picture in the show's folder."""


def render_settings(start: Start) -> str:
    """The text of `show.toml`; what wasn't given stands in it as a comment."""
    categories = ", ".join(map(quoted, start.category))
    return f"""\
# What all episodes of this show share. `storycast build` makes the show, `storycast check` tells what a directory would
# refuse. Stories go into stories/, one file each.

# What listeners see in their apps.
title = {quoted(start.title)}

# Who answers for the show. A story may name its own author.
author = {quoted(start.author)}

# A few sentences for directories and apps, at most 4000 bytes.
description = {quoted(start.description or start.title)}

# Where directories write to when somebody claims the show. It stands in the feed, so anyone can read it.
email = {quoted(start.email)}

# The language of the show, as "en" or "pt-BR". A story may name its own.
language = {quoted(start.language)}

# From Apple's list, in Apple's spelling: a category, and subcategories of it where wanted.
# https://podcasters.apple.com/support/1691-apple-podcasts-categories
category = [{categories}]

# Where the folder site/ will be reached; every address in the feed starts with it. Directories ask for https.
base_url = {quoted(start.base_url)}

# Whether there is anything in it that parents would want to be warned about.
explicit = false

# A square JPEG or PNG of 1400 to 3000 pixels without transparency, beside this file. Without one, a cover is drawn.
{_line("cover", start.cover, "cover.jpg")}

# Who reads where a story does not say it; `storycast voices` lists them all. An episode keeps the voice it has.
{_line("voice", start.voice, "espeak:en-gb")}

# Apple asks shows with a synthetic voice to say so, in the audio and in the feed. true is our sentence in the show's
# language; a text of yours takes its place; false says nothing.
# disclosure = {quoted(disclosure(start.language))}

# Whether each episode ends with that sentence.
disclosure_spoken = true

# How stories are read where their front matter doesn't say it: "none", "light" or "full" drama; 0.5 to 2 times as fast.
# pauses = "full"
# pace = 1.0

# Who finds the beats: "editor"; "plain", one steady voice; "written", as you marked them; "llm", a model that you run.
# director = "editor"

# A second voice, of the same engine, for what people say in quotation marks.
# quote-voice = "en-gb+f3"

# "episodic" (newest first) or "serial" (one story in order).
# type = "episodic"

# Who owns it.
# copyright = "2026 Ada Quill"

# Whether other hosts are asked not to import the feed.
# locked = true

# Whether the feed itself tells the chapters, too. Pages, MP3s and files beside them always do.
# chapters_in_feed = false

# By what apps know the show, where it has been published before. Else it is worked out from base_url, and kept.
# guid = "9b024349-ccf0-5f69-a609-6b82873eab3c"

# Music, as files beside this one: before the first word, after the last, and at each break between sections. A story
# goes without where its front matter says so: "intro: none".
# intro = "intro.flac"
# outro = "outro.flac"
# sting = "sting.flac"

# Words that the voice gets wrong, respelled, or as IPA between slashes.
# [lexicon]
# "Nguyen" = "win"
"""


def _line(key: str, value: str, example: str) -> str:
    return f"{key} = {quoted(value)}" if value else f"# {key} = {quoted(example)}"
