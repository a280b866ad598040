"""HTML: one page that is read and printed without any other; indexes in two columns."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import BinaryIO

from search.reports.files.drawing import drawn
from search.reports.files.types import Setting, entry, written
from search.reports.types import WORDY, Cell, Report, Shape, Table

_STYLE = """
body { font: 10.5pt/1.6 "Songti SC", SimSun, "Noto Serif CJK SC", serif; max-width: 60rem; }
body { margin: 2rem auto; padding: 0 1rem; }
h1 { text-align: center; } a { color: inherit; } table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #888; padding: .15rem .4rem; text-align: left; } .n { text-align: right; }
.index { columns: 2; column-gap: 2.5rem; } .index h3 { margin: .8rem 0 .2rem; break-after: avoid; }
.index p { margin: 0; padding-left: 2em; text-indent: -2em; break-inside: avoid; }
@page { size: A4; margin: 20mm; } thead { display: table-header-group; } tr { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; } a { text-decoration: none; } }
"""


def write(report: Report, out: BinaryIO, setting: Setting) -> None:
    """The report from its name to its notes."""
    title = escape(setting.of(report.words))
    language = "zh-Hans" if setting.language == "zh" else "en"
    lines = [
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>',
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>",
        *(f"<p>{escape(setting.of(words))}</p>" for words in report.text),
    ]
    for table in [report.table(setting.table)] if setting.table else report.tables:
        lines.append(f"<section><h2>{escape(setting.of(table.words))}</h2>")
        lines.append(drawn(table, setting))
        lines += _index(table, setting) if table.layout == "index" else _rows(table, setting)
        note = setting.of(table.note)
        lines.append((f"<p>{escape(note)}</p>" if note else "") + "</section>")
    lines += [f"<p>{escape(setting.of(words))}</p>" for words in report.notes]
    out.write(("\n".join(lines) + "\n</body></html>\n").encode("utf-8", "replace"))


def _rows(table: Table, setting: Setting) -> Iterator[str]:
    classes = ["" if head.shape in WORDY else ' class="n"' for head in table.columns]
    heads = (
        f"<th{kind}>{escape(setting.of(head.words))}</th>"
        for head, kind in zip(table.columns, classes, strict=True)
    )
    yield f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>"
    for row in table.rows:
        cells = (
            f"<td{kind}>{_linked(cell, head.shape, setting)}</td>"
            for cell, head, kind in zip(row, table.columns, classes, strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _index(table: Table, setting: Setting) -> Iterator[str]:
    yield '<div class="index">'
    for letter, rows in groupby(table.rows, lambda row: row[0].value):
        yield f"<h3>{escape(str(letter))}</h3>"
        for row in rows:
            told = (
                escape(before) + "，".join(_linked(part, "text", setting) for part in cell.parts or (cell,))
                for before, cell in entry(row, table, setting)
            )
            yield f"<p>{'　'.join(told)}</p>"
    yield "</div>"


def _linked(cell: Cell, shape: Shape, setting: Setting) -> str:
    text, url = escape(written(cell, shape)), setting.url(cell)
    return f'<a href="{escape(url)}">{text}</a>' if url and text else text
