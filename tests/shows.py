"""A show with published episodes, as rendering gets it."""

from datetime import UTC, datetime, timedelta, timezone

from storycast.model import Chapter, Enclosure, Feed, Milliseconds, Published, Role, Show, SideFile

SHOW = Show(
    title="Tides & Tales",
    author="Ada Quill",
    description="Stories from the shore.",
    email="ada@example.org",
    language="en-GB",
    category=("Society & Culture", "Documentary"),
    base_url="https://example.org/tales/",
    guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
    disclosure="Read by a synthetic voice.",
    cover="cover-3f2a.jpg",
    thumbnail="cover-3f2a-600.jpg",
)
CHAPTERS = (
    Chapter(Milliseconds(0), Milliseconds(61_026), "The lamp", Role.HOOK),
    Chapter(Milliseconds(61_026), Milliseconds(95_000), "Fog & rope", Role.RISING),
    Chapter(Milliseconds(95_000), Milliseconds(125_500), "Morning", Role.RESOLUTION),
)
EPISODE = Published(
    guid="b6b1f9de-6f0c-4c79-a0c7-94c9a2a6a111",
    at=datetime(2026, 3, 1, 7, 30, tzinfo=timezone(timedelta(hours=1))),
    title="The keeper’s last night",
    page="keeper.html",
    enclosure=Enclosure("episodes/keeper-1f2e3d.mp3", 1_506_123),
    duration=Milliseconds(125_500),
    summary="A lighthouse, a fog, and a man who would not leave.",
    author="Bo Reed",
    voice="British English (eSpeak NG)",
    language="en-GB",
    chapters=CHAPTERS,
    side_files=(
        SideFile("episodes/keeper-1f2e3d.srt", "application/x-subrip"),
        SideFile("episodes/keeper-1f2e3d.json", "application/json"),
        SideFile("episodes/keeper-1f2e3d.vtt", "text/vtt"),
        SideFile("episodes/keeper-1f2e3d.txt", "text/plain"),
        SideFile("episodes/keeper-1f2e3d.transcript.html", "text/html"),
        SideFile("episodes/keeper-1f2e3d.chapters.json", "application/json+chapters"),
    ),
    cover="covers/keeper-77aa.jpg",
    thumbnail="covers/keeper-77aa-600.jpg",
)
OLDER = Published(
    guid="0d1c7c3e-1a1b-4b9a-8c55-1d2e3f4a5b6c",
    at=datetime(2026, 2, 1, 6, 0, tzinfo=UTC),
    title="Salt",
    page="salt.html",
    enclosure=Enclosure("episodes/salt-00ff00.mp3", 240_000),
    duration=Milliseconds(20_010),
    summary="What the sea leaves.",
)
FEED = Feed(SHOW, (EPISODE, OLDER))
