"""Tables of a DOCX: here is one, say whether it holds data, or is only there to place texts on the page."""

from __future__ import annotations

from lxml import etree

from corpus.reading.wordpackage import WRAPPERS, W

_PROSE = 60
"""Characters from which a cell with several paragraphs holds a text."""
_SHORT = 30
"""Characters that a cell of a line of short ones has at most."""


def children(element: etree._Element, tag: str) -> list[etree._Element]:
    """Direct children of that tag, looked up through what only wraps them."""
    found: list[etree._Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in WRAPPERS:
            found.extend(children(child, tag))
    return found


def is_layout(table: etree._Element) -> bool:
    """Whether the table places texts: one column, or cells that hold several paragraphs or a table.

    A table whose rows begin with short cells, three or more to a row, is data whatever its last cell holds.
    """
    rows = [children(row, f"{W}tc") for row in children(table, f"{W}tr")]
    widest = max((len(row) for row in rows), default=0)
    if widest <= 1:
        return True
    listed = [row for row in rows if len(row) >= 3 and 0 < len(_said(row[0])) <= 10]
    if len(rows) >= 3 and len(listed) >= 0.8 * len(rows):
        return False
    cells = [cell for row in rows for cell in row]
    if any(children(cell, f"{W}tbl") or _is_prose(cell) for cell in cells):
        return True
    return len(rows) <= 2 and widest <= 2 and any(len(_said(cell)) > _PROSE for cell in cells)


def is_line(cells: list[etree._Element]) -> bool:
    """Whether a row of a layout table is one line: several short cells of one paragraph each."""
    filled = [cell for cell in cells if _said(cell)]
    plain = all(not children(cell, f"{W}tbl") and _paragraphs(cell) <= 1 for cell in cells)
    return len(filled) >= 2 and plain and all(len(_said(cell)) <= _SHORT for cell in filled)


def is_caption(cell: etree._Element) -> bool:
    """Whether the paragraphs of a cell only head a table of data within it."""
    inner = children(cell, f"{W}tbl")
    said = sum(len(_said(paragraph)) for paragraph in children(cell, f"{W}p"))
    return bool(inner) and said <= _SHORT and not any(is_layout(table) for table in inner)


def _is_prose(cell: etree._Element) -> bool:
    return _paragraphs(cell) >= 2 and len(_said(cell)) >= _PROSE


def _paragraphs(cell: etree._Element) -> int:
    """Paragraphs of a cell that are not empty."""
    return sum(bool(_said(paragraph)) for paragraph in children(cell, f"{W}p"))


def _said(element: etree._Element) -> str:
    return "".join((node.text or "") for node in element.iter(f"{W}t")).strip()
