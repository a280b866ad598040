"""The flow of a DOCX: here is its package, give me its lines in order, and what is kept aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.model import Aside, Line
from corpus.reading.furniture import is_page_number
from corpus.reading.numbering import Numbering
from corpus.reading.plain import clean
from corpus.reading.wordpackage import WRAPPERS, Package, W, is_on
from corpus.reading.wordstyles import Styles
from corpus.reading.wordtables import children, is_caption, is_layout, is_line
from corpus.reading.wordtext import ParagraphText, text_of

_LONG = 40
"""Characters of a paragraph of text, after which a note may stand."""
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass
class WordFlow:
    """One pass through a document: its lines, what is kept aside, and what is still to come.

    gap: blank paragraphs since the last line; page: by page breaks; notes: numbers of notes met; due: notes
    that wait for the end of the paragraph of text they belong under.
    """

    package: Package
    lines: list[Line] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    heads: dict[str, None] = field(default_factory=dict)
    gap: float = 0.0
    page: int = 1
    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    due: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.styles = Styles.of(self.package.related("styles"))
        self.numbering = Numbering.of(self.package.related("numbering"))

    def read(self) -> None:
        """The head of the first page, the body, then notes that nothing refers to and comments."""
        root = self.package.root(self.package.main)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            return
        self._margins(body)
        self._blocks(body)
        self._notes()
        for kind in ("footnotes", "endnotes"):
            for identifier in self._entries(kind):
                if (kind, identifier) not in self.notes:
                    self._keep(self._entries(kind)[identifier], "note without a mark")
        comments = self.package.related("comments")
        for comment in comments.iter(f"{W}comment") if comments is not None else ():
            self._keep(comment, "comment")

    # The margins: heads and feet of sections.

    def _margins(self, body: etree._Element) -> None:
        """Heads and feet of every section; the head of the first page opens the text."""
        known: set[str] = set()
        for number, section in enumerate(body.iter(f"{W}sectPr")):
            first = is_on(section, "titlePg")
            for reference in (*section.iter(f"{W}headerReference"), *section.iter(f"{W}footerReference")):
                part = self.package.target(self.package.main, reference.get(_R_ID) or "")
                root = self.package.root(part) if part else None
                if root is None or part in known:
                    continue
                known.add(part)
                kind, head = reference.get(f"{W}type"), reference.tag == f"{W}headerReference"
                if head and kind == "first" and first and number == 0:
                    self._blocks(root)
                    self.gap += 1.0
                    continue
                for text in self._texts(root):
                    if kind == "first" and not first:
                        self._set_aside(text, "hidden")
                        continue
                    foot = "page number" if is_page_number(text) else "running foot"
                    self._set_aside(text, "running head" if head else foot)
                    if head:
                        self.heads.setdefault(text)

    # The text: blocks, one after another.

    def _blocks(self, container: etree._Element, style: str | None = None) -> None:
        """Paragraphs and tables in order; style: of the paragraphs, in place of what they say."""
        for child in container:
            if child.tag == f"{W}p":
                self._paragraph(child, style)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag in WRAPPERS:
                self._blocks(child, style)
            elif child.tag in (f"{W}del", f"{W}moveFrom"):
                self._keep(child, "deleted")

    def _paragraph(self, element: etree._Element, style: str | None) -> None:
        found = text_of(element, self.styles)
        mark = self._mark(element, found)
        for art in found.art:
            self._line(art, element, None)
        self._line(mark + found.text, element, style or self.styles.structure(element))
        self._beside(found)
        if self.due and (len(found.text) >= _LONG or found.text.rstrip().endswith("。")):
            self._notes()

    def _mark(self, element: etree._Element, found: ParagraphText) -> str:
        """The automatic number, where the paragraph is printed."""
        if found.art and not found.text.strip():
            return ""
        name, level, style = self.styles.number(element)
        return self.numbering.number(name, level, style) if name else ""

    def _beside(self, found: ParagraphText) -> None:
        """What hangs on a paragraph: boxes, diagrams, notes, and what is not printed."""
        for box in found.boxes:
            self._blocks(box)
        for identifier in found.diagrams:
            self._diagram(identifier)
        for note in found.notes:
            if note not in self.notes:
                self.notes[note] = len(self.notes) + 1
                self.due.append(note)
        for reason, pieces in (("hidden", found.hidden), ("deleted", found.deleted)):
            self._set_aside("".join(pieces), reason)

    def _line(self, text: str, element: etree._Element, style: str | None) -> None:
        """A line for each line of the text; an empty one is a gap."""
        for part in text.split("\n"):
            self.page += part.count("\f")
            printed = clean(part.replace("\f", "")).replace("\t", " ").rstrip()
            if not printed.strip():
                self.gap += 1.0
                continue
            line = Line(printed, len(self.lines) + 1, page=self.page, gap=self.gap, style=style)
            self.lines.append(_with_font(line, element))
            self.gap = 0.0

    def _table(self, table: etree._Element) -> None:
        """Rows of data as lines; the cells of a layout table as texts of their own."""
        layout = is_layout(table)
        for row in children(table, f"{W}tr"):
            cells = children(row, f"{W}tc")
            if layout and not is_line(cells):
                for cell in cells:
                    self.gap += 1.0
                    self._blocks(cell, "table" if is_caption(cell) else None)
            else:
                self._row(cells, row)
        self._notes()

    def _row(self, cells: list[etree._Element], row: etree._Element) -> None:
        """Cells of one row, two spaces between; tables within them below it."""
        texts: list[str] = []
        inner: list[etree._Element] = []
        held: list[ParagraphText] = []
        for cell in cells:
            paragraphs = children(cell, f"{W}p")
            found = [text_of(paragraph, self.styles) for paragraph in paragraphs]
            pieces = [
                self._mark(paragraph, text) + " ".join([*text.art, text.text])
                for paragraph, text in zip(paragraphs, found, strict=True)
            ]
            texts.append(" ".join(" ".join(pieces).split()))
            inner += children(cell, f"{W}tbl")
            held += found
        self._line("  ".join(texts).strip(), row, "table")
        for text in held:
            self._beside(text)
        for table in inner:
            self._table(table)

    # What stands elsewhere in the package.

    def _entries(self, kind: str) -> dict[str, etree._Element]:
        """Notes by id, without the rules that part them from the text."""
        root = self.package.related(kind)
        notes = root.findall(f"{W}{kind[:-1]}") if root is not None else ()
        usual = [note for note in notes if (note.get(f"{W}type") or "normal") == "normal"]
        return {note.get(f"{W}id") or "": note for note in usual}

    def _notes(self) -> None:
        """The notes that are due, each with its number."""
        due, self.due = self.due, []
        for kind, identifier in due:
            note = self._entries(kind).get(identifier)
            if note is not None:
                number = self.notes[kind, identifier]
                sign = chr(0x2460 + number - 1) if number <= 20 else f"({number})"
                text = "\n".join(self._texts(note))
                self._line(sign + text if text else "", note, None)

    def _diagram(self, identifier: str) -> None:
        """The words of a diagram (SmartArt)."""
        part = self.package.target(self.package.main, identifier)
        root = self.package.root(part) if part else None
        for paragraph in root.iter(f"{_A}p") if root is not None else ():
            self._line("".join(node.text or "" for node in paragraph.iter(f"{_A}t")), paragraph, None)

    def _texts(self, container: etree._Element) -> list[str]:
        """Printed paragraphs of a part that is not the body, boxes included."""
        texts: list[str] = []
        for paragraph in _paragraphs(container):
            found = text_of(paragraph, self.styles)
            texts += [*found.art, found.text]
            texts += [text for box in found.boxes for text in self._texts(box)]
            for reason, pieces in (("hidden", found.hidden), ("deleted", found.deleted)):
                self._set_aside("".join(pieces), reason)
        return [text for text in (clean(text).replace("\f", "").strip() for text in texts) if text]

    def _keep(self, container: etree._Element, reason: str) -> None:
        gone = "".join(node.text or "" for node in container.iter(f"{W}delText"))
        for text in self._texts(container) or [gone]:
            self._set_aside(text, reason)

    def _set_aside(self, text: str, reason: str) -> None:
        text = clean(text).replace("\f", "").strip()
        if text:
            self.aside.append(Aside("furniture", text, reason, page=self.page))


def _paragraphs(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs of a part, those of tables too, but not those within a paragraph."""
    for child in container:
        if child.tag == f"{W}p":
            yield child
        elif child.tag in (f"{W}tbl", f"{W}tr", f"{W}tc", *WRAPPERS):
            yield from _paragraphs(child)


def _with_font(line: Line, element: etree._Element) -> Line:
    sizes = [
        int(node.get(f"{W}val") or 0)
        for node in element.iter(f"{W}sz")
        if (node.get(f"{W}val") or "").isdigit()
    ]
    runs = [run for run in element.iter(f"{W}r") if run.find(f"{W}t") is not None]
    bold = bool(runs) and all(run.find(f"{W}rPr/{W}b") is not None for run in runs)
    return replace(line, size=max(sizes) / 2 if sizes else None, bold=bold)
