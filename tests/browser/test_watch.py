"""A page under `storycast serve --watch` follows its story."""

from tools import node

from published import show_folder
from serving import serving

STORY = "Salt\n\nThe sea leaves it. Nobody asks why.\n\nThen it was gone. The beach was white. And nobody had asked.\n"


def test_an_edited_story_is_heard_on_at_the_sentence_where_one_was(tmp_path):
    """An earlier sentence grew longer; the page is loaded again and stands at the words that were being heard."""
    folder = show_folder(tmp_path / "show", {"salt.txt": STORY})
    edit = ("Nobody asks why.", "Nobody ever asks it why, not even those who live there.")
    with serving(folder, "--watch", "--store", str(tmp_path / "store")) as feed:
        page = feed.replace("feed.xml", "salt.html")
        seen = node("watch.mjs", page, str(folder / "stories/salt.txt"), *edit)
    before, after = seen["before"], seen["after"]
    assert edit[0] in before["text"]
    assert edit[1] in after["text"]
    assert before["sentence"] == after["sentence"] == "The beach was white."
    assert after["time"] > before["time"]
