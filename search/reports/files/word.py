"""DOCX: a letter with tables, ready to be sent; an index in two columns under its letters."""

from __future__ import annotations

from itertools import groupby
from typing import Any, BinaryIO

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from corpus.characters import for_xml
from search.reports.files.types import Setting, entry, written
from search.reports.types import WORDY, Report, Table

BAR = 24
"""Characters of the longest bar."""


def write(report: Report, out: BinaryIO, setting: Setting) -> None:
    """The report's name, its text, its tables, its notes."""
    document = docx.Document()
    _fonts(document)
    document.add_heading(for_xml(setting.of(report.words)), 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in report.text:
        document.add_paragraph(for_xml(setting.of(words))).paragraph_format.first_line_indent = Pt(21)
    for table in [report.table(setting.table)] if setting.table else report.tables:
        document.add_heading(for_xml(setting.of(table.words)), 1)
        if table.layout == "index":
            _index(document, table, setting)
        else:
            _table(document, table, setting)
            _bars(document, table)
        if note := setting.of(table.note):
            document.add_paragraph(for_xml(note))
    for words in report.notes:
        document.add_paragraph(for_xml(setting.of(words)))
    document.save(out)


def _fonts(document: Any) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.styles["Normal"].font.size = Pt(10.5)


def _table(document: Any, table: Table, setting: Setting) -> None:
    """A table whose row of headings comes again on every page.

    Built as XML: python-docx looks every cell up anew, which takes minutes for thousands of rows.
    """
    made = document.add_table(rows=1, cols=len(table.columns))
    made.style = "Table Grid"
    for cell, head in zip(made.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(for_xml(setting.of(head.words))).bold = True
    again = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(again)
    for row in table.rows:
        line = OxmlElement("w:tr")
        for cell, head in zip(row, table.columns, strict=True):
            line.append(_cell(for_xml(written(cell, head.shape)), head.shape not in WORDY))
        made._tbl.append(line)


def _bars(document: Any, table: Table) -> None:
    """The table's bars, drawn of characters: every program and printer has them."""
    chart = table.chart
    if chart is None or chart.kind != "bar" or not table.rows:
        return
    keys = [head.key for head in table.columns]
    across, of = keys.index(chart.across), keys.index(chart.of[0])
    pairs = [(str(row[across].value), row[of].value) for row in table.rows[: chart.first]]
    values = [value if isinstance(value, (int, float)) else 0 for _, value in pairs]
    most = max([*values, 1])
    document.add_paragraph()
    made = document.add_table(rows=0, cols=2)
    for (label, _), value in zip(pairs, values, strict=True):
        line = OxmlElement("w:tr")
        line.append(_cell(for_xml(label), right=True))
        line.append(
            _cell(f"{'█' * max(1 if value else 0, round(BAR * value / most))} {value:g}", right=False)
        )
        made._tbl.append(line)


def _cell(text: str, right: bool) -> Any:
    cell, paragraph, run, words = (OxmlElement(f"w:{name}") for name in ("tc", "p", "r", "t"))
    if right:
        properties, side = OxmlElement("w:pPr"), OxmlElement("w:jc")
        side.set(qn("w:val"), "right")
        properties.append(side)
        paragraph.append(properties)
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    paragraph.append(run)
    cell.append(paragraph)
    return cell


def _index(document: Any, table: Table, setting: Setting) -> None:
    """Entries in two columns under their letters; the name of the index runs at the head of its pages."""
    section = document.add_section(WD_SECTION.CONTINUOUS)
    _columns(section, 2)
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = for_xml(setting.of(table.words))
    for letter, rows in groupby(table.rows, lambda row: row[0].value):
        document.add_heading(for_xml(str(letter)), 2)
        for row in rows:
            parts = (before + written(cell, "text") for before, cell in entry(row, table, setting))
            paragraph = document.add_paragraph(for_xml("　".join(parts)))
            shape = paragraph.paragraph_format
            shape.left_indent, shape.first_line_indent, shape.space_after = Pt(21), Pt(-21), Pt(0)
    closing = document.add_section(WD_SECTION.CONTINUOUS)
    _columns(closing, 1)
    closing.header.is_linked_to_previous = False


def _columns(section: Any, number: int) -> None:
    held = section._sectPr.find(qn("w:cols"))
    if held is None:
        held = OxmlElement("w:cols")
        section._sectPr.append(held)
    held.set(qn("w:num"), str(number))
