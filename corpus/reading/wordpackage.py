"""A word processor's package: here are the bytes of a DOCX, DOCM or DOTX, give me the XML of its parts.

Parts are found by their relationships (ECMA-376, part 2).  Strict packages name their elements by other
addresses than transitional ones; these are put back, so that the readers know one set.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WRAPPERS = tuple(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"))
"""Elements that only wrap what they hold."""
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass
class Package:
    """Parts of a package, parsed when asked for.  main: name of the document's part."""

    archive: zipfile.ZipFile
    main: str = ""
    _parsed: dict[str, etree._Element | None] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes) -> Package:
        """Raises what `zipfile` and `lxml` raise for a damaged one, KeyError where it holds no document."""
        package = cls(zipfile.ZipFile(io.BytesIO(data)))
        for kind, target in package.relations(""):
            if kind.endswith("/officeDocument"):
                package.main = target
                package.archive.getinfo(target)
                return package
        raise KeyError("officeDocument")

    def root(self, part: str) -> etree._Element | None:
        """The root element of a part; None where there is none."""
        if part not in self._parsed:
            try:
                data = self.archive.read(part)
            except KeyError:
                self._parsed[part] = None
            else:
                for strict, usual in _STRICT:
                    data = data.replace(strict, usual)
                parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
                self._parsed[part] = etree.fromstring(data, parser)
        return self._parsed[part]

    def relations(self, part: str) -> Iterator[tuple[str, str]]:
        """(type, name of the part) for every part that `part` refers to; "" is the package itself."""
        for _, kind, target in self._relations(part):
            yield kind, target

    def target(self, part: str, identifier: str) -> str:
        """The part that `part` means by a relationship's id; "" where there is none."""
        return next((target for known, _, target in self._relations(part) if known == identifier), "")

    def related(self, kind: str) -> etree._Element | None:
        """The root of the part that the document has under this relationship (styles, numbering, …)."""
        for known, target in self.relations(self.main):
            if known.endswith(f"/{kind}"):
                return self.root(target)
        return None

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, name = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in root.iter(_RELATION) if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target") or ""
            inside = posixpath.normpath(posixpath.join(folder, target))
            place = target.lstrip("/") if target.startswith("/") else inside
            yield relation.get("Id") or "", relation.get("Type") or "", place


def value(element: etree._Element | None, name: str) -> str:
    """The value of the element's child of that name; "" where there is none."""
    child = element.find(f"{W}{name}") if element is not None else None
    return str(child.get(f"{W}val") or "") if child is not None else ""


def is_on(element: etree._Element | None, name: str) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child is not None and (child.get(f"{W}val") or "1") not in ("0", "false", "off")
