"""A paragraph of a DOCX: here is its element, give me what is printed in it and what is not.

The text is taken from the XML, for it holds more than runs of text: tracked insertions and deletions,
hidden runs, text boxes (twice, in two drawing languages), WordArt, marks of notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from corpus.reading.wordpackage import W
from corpus.reading.wordstyles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"
_GONE = {f"{W}del", f"{W}moveFrom"}
_SKIPPED = {f"{W}rPr", f"{W}pPr", f"{W}rt", f"{W}instrText", f"{W}delInstrText"}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_TEXTS = (f"{W}t", _TEXTPATH, f"{_A}t", f"{_DGM}relIds")


@dataclass
class ParagraphText:
    """What a paragraph holds.

    printed: its characters, "\\f" at a page break; art: WordArt; boxes: elements that hold the paragraphs of
    text boxes; notes: (kind, id) of notes it refers to; diagrams: ids of relationships; hidden, deleted: not
    printed.
    """

    printed: list[str] = field(default_factory=list)
    art: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The printed characters."""
        return "".join(self.printed)


def text_of(paragraph: etree._Element, styles: Styles) -> ParagraphText:
    """Everything in a paragraph."""
    found = ParagraphText()
    for child in paragraph:
        _walk(child, styles, found, found.printed)
    return found


def _walk(element: etree._Element, styles: Styles, found: ParagraphText, into: list[str]) -> None:
    tag = element.tag
    if tag in _SKIPPED or not isinstance(tag, str):
        return
    if tag in (f"{W}t", f"{W}delText", f"{_A}t"):
        into.append(element.text or "")
    elif tag in _SIGNS:
        into.append(_SIGNS[tag])
    elif tag == f"{W}br":
        into.append("\f" if element.get(f"{W}type") == "page" else "\n")
    elif tag in _NOTES:
        found.notes.append((_NOTES[tag], element.get(f"{W}id") or ""))
    elif tag == f"{W}txbxContent":
        found.boxes.append(element)
    elif tag == _TEXTPATH:
        found.art.append(element.get("string") or "")
    elif tag == f"{_DGM}relIds":
        found.diagrams.append(element.get(f"{_R}dm") or "")
    elif tag == f"{_MC}AlternateContent":
        _walk_best(element, styles, found, into)
    else:
        if tag in _GONE:
            into = found.deleted
        elif tag == f"{W}r" and into is found.printed and styles.is_hidden(element):
            into = found.hidden
        for child in element:
            _walk(child, styles, found, into)


def _walk_best(element: etree._Element, styles: Styles, found: ParagraphText, into: list[str]) -> None:
    """One of the ways in which a drawing is written: the first that holds text."""
    ways = [child for child in element if child.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    best = next((way for way in ways if next(way.iter(*_TEXTS), None) is not None), None)
    for child in best if best is not None else ():
        _walk(child, styles, found, into)
