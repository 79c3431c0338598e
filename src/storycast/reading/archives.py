"""Documents that are ZIP archives of XML: opened with a bound on everything that can grow."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from storycast.errors import UnreadableArticle

MOST_BYTES = 50_000_000
"""Of one part, unpacked; the text of the longest novels is 3 MB."""
MOST_PARTS = 20_000


class Archive:
    """The parts of a document by name. Raises `UnreadableArticle` for one that is damaged, locked or a bomb."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        with self._translated():
            self._zip = zipfile.ZipFile(BytesIO(content))
            self._parts = {part.filename: part for part in self._zip.infolist()}
        if len(self._parts) > MOST_PARTS:
            raise self._bomb()
        self._left = MOST_BYTES

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """The bytes of a part; empty where there is none."""
        if part not in self._parts:
            return b""
        with self._translated(), self._zip.open(self._parts[part]) as opened:
            content = opened.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise self._bomb()
        return content

    def xml(self, part: str) -> Any:
        """The root element of a part; None where there is none. No entity is expanded, no network asked."""
        content = self.read(part)
        if not content:
            return None
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableArticle(f"{self.name}: damaged ({part}); save the document anew") from error
        if any("depth" in error.message for error in parser.error_log):
            raise UnreadableArticle(f"{self.name}: nested too deeply to be read ({part}); save it anew as text")
        return root

    def _bomb(self) -> UnreadableArticle:
        return UnreadableArticle(f"{self.name}: unpacks to more than {MOST_BYTES // 1_000_000} MB; split the document")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:  # what zipfile raises for a password
            raise UnreadableArticle(f"{self.name}: locked with a password; save it without") from error
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            OverflowError,
        ) as error:
            raise UnreadableArticle(f"{self.name}: damaged, not a whole document; save it anew") from error
