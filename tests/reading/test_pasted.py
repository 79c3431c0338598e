"""Text pasted from web pages: furniture goes, and is listed; nothing that is text goes with it."""

import pytest

from storycast.reading.formats import read

FIRST = "The ferry had crossed the river every morning for sixty years, and nobody could say who had built it first."
LAST = "On the last day of March it did not come back."
BODY = f"{FIRST}\n{LAST}"

PAGES = {
    "site builder": (
        "top of page\nRiver Tales\nHome\nAbout\nLog In\nAll Posts\nNora Whitlock\nMar 3\n4 min read\n"
        f"The Last Ferry Home\nUpdated: Mar 5\n{BODY}\nShare\nComments\nWrite a comment...\nRecent Posts\nSee All\n"
        "The Bridge at Low Water\nA bridge, a goat and a bet.\n12\n0\n© 2025 by River Tales. All Rights Reserved\n"
        "bottom of page"
    ),
    "blog": (
        f"Skip to content\nRiver Tales\nMenu\nThe Last Ferry Home\nBy Nora Whitlock\nPosted on March 3, 2025\n{BODY}\n"
        "Share this:\nFacebook\nTwitter\nLike this:\nLike Loading...\nLeave a Reply\nProudly powered by WordPress"
    ),
    "magazine": (
        "Open in app\nSign up\nSign in\nThe Last Ferry Home\nNora Whitlock\n5 min read · Mar 3, 2025\n--\n"
        "12\nListen\nShare\n"
        f"{BODY}\nFollow\nWritten by Nora Whitlock\n1.2K Followers\nHelp\nStatus\nAbout\nCareers\nPrivacy\nTerms"
    ),
    "newspaper": (
        "We use cookies to improve your experience. By continuing you accept them.\nAccept all\nSubscribe\nSign in\n"
        "The Last Ferry Home\nBy Nora Whitlock\nPublished: 3 March 2025, 10:15 am\nAdvertisement\n"
        f"{FIRST}\nAdvertisement\n{LAST}\nMost read\n1\nThe goat who knew\n2\nRain again\nTerms of use | Privacy policy"
    ),
    "german": (
        "Zum Inhalt springen\nStartseite\nThe Last Ferry Home\nvon Nora Whitlock\nZuletzt aktualisiert: 3. März 2025\n"
        f"{BODY}\nTeilen\nKommentare\nSchreibe einen Kommentar\nImpressum\nDatenschutz\nAlle Rechte vorbehalten © 2025"
    ),
    "spanish": (
        f"Ir al contenido\nInicio\nThe Last Ferry Home\nPor Nora Whitlock\nActualizado: 3 mar 2025\n{BODY}\nCompartir\n"
        "Comentarios\nEscribe un comentario\nEntradas recientes\nVer todo\nTodos los derechos reservados © 2025"
    ),
    "french": (
        "Aller au contenu\nAccueil\nThe Last Ferry Home\nPar Nora Whitlock\nDernière mise à jour : 3 mars 2025\n"
        f"{BODY}\nPartager\nCommentaires\nRédigez un commentaire...\nMentions légales\nTous droits réservés © 2025"
    ),
    "unknown tongue": (
        f"top of page\nThe Last Ferry Home\nNora Whitlock\nViimati uuendatud: 3. 3. 2025\n{BODY}\nShare\nbottom of page"
    ),
    "zero width": (
        f"\u200btop of page\u200b\nThe Last Ferry Home\ufeff\nBy Nora Whitlock\n{BODY}\n\u200b\nShare\u200b\nComments\n"
    ),
}


@pytest.mark.parametrize("blank", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize("page", PAGES)
def test_pages(page, blank):
    """Of a pasted page the title, the author and the story are left; each other line is listed."""
    pasted = PAGES[page].replace("\n", blank)
    article = read(pasted.encode(), name="pasted.txt")
    assert (article.title, article.author) == ("The Last Ferry Home", "Nora Whitlock")
    assert [block.text for block in article.blocks] == [FIRST, LAST]
    lines = [line.strip("\u200b\ufeff") for line in pasted.split("\n")]
    listed = [one.text for one in article.left_out]
    heard = {article.title, article.author, "By Nora Whitlock", *(block.text for block in article.blocks)}
    assert [line for line in lines if line and line not in heard and line not in listed] in (
        [],
        ["von Nora Whitlock"],
        ["Por Nora Whitlock"],
        ["Par Nora Whitlock"],
    )


@pytest.mark.parametrize("page", PAGES)
def test_keep_everything(page):
    """Where everything is to be kept, every line is read, and none is listed."""
    article = read(PAGES[page].encode(), name="pasted.txt", keep_everything=True)
    assert article.left_out == ()
    read_lines = {article.title, *(block.text for block in article.blocks)}
    lines = [line.strip("\u200b\ufeff") for line in PAGES[page].split("\n")]
    missing = [line for line in lines if line and line not in read_lines and "Nora Whitlock" not in line]
    assert missing == []


@pytest.mark.parametrize(
    "written",
    [
        f"Home\n\nNora Whitlock\n\n{BODY}",
        f"Search\n\nBy Nora Whitlock\n\n{BODY}",
        f"Share\n\n{BODY}",
        f"Comments\n\n{BODY}",
        f"The Ferry\n\n{BODY}\n\nNora Whitlock",
        f"The Ferry\n\n{BODY}\n\nNora Whitlock\nBarcelona, 1992",
        f"The Ferry\n\n{BODY}\n\nHome",
        f"The Ferry\n\n{BODY}\n\nand so we went\nby the low road\nhome",
        f"The Ferry\n\n{BODY}\n\nNext",
        f"The Ferry\n\n{BODY}\n\nTo be continued",
        f"The Ferry\n\n{BODY}\n\nThe End",
        f"The Ferry\n\n{BODY}\n\nMarch 1992",
        f"The Ferry\n\n{BODY}\n\nNobody would share, and nobody would comment on it.",
        f"The Ferry\n\n{BODY}\n\nFurther reading made him tired. He closed the book.\n\n{BODY}",
        f"The Ferry\n\nA story about cookies: we use cookies to catch fish.\n\n{BODY}",
        f"The Ferry\n\n12\n\n{BODY}",
        f"The Ferry\n\nThen she wrote it down:\n\nLog in\n\n{BODY}",
    ],
)
def test_text_is_never_furniture(written):
    """A title, a signature, the last line of a verse, a sentence about cookies: all are read."""
    article = read(written.encode(), name="a.txt")
    assert article.left_out == ()
    words = " ".join(written.split()).removesuffix(".").replace("By ", "").split()
    heard = [article.title, article.author or "", *(block.text for block in article.blocks)]
    assert sorted(" ".join(heard).removesuffix(".").split()) == sorted(words)
