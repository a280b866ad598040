"""CSV: one table, or all of them one after another under their names."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from search.exports.columns import harmless
from search.reports.files.types import Setting, written
from search.reports.types import Report


def write(report: Report, out: BinaryIO, setting: Setting) -> None:
    """Values as they are counted: a share is a number from 0 to 1."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", errors="replace")
    rows = csv.writer(text, lineterminator="\r\n")
    tables = [report.table(setting.table)] if setting.table else report.tables
    for number, table in enumerate(tables):
        if len(tables) > 1:
            rows.writerows([[]] if number else [])
            rows.writerow([harmless(setting.of(table.words))])
        rows.writerow([setting.of(head.words) for head in table.columns])
        for row in table.rows:
            rows.writerow(
                [
                    cell.value
                    if isinstance(cell.value, (int, float))
                    else harmless(written(cell, head.shape))
                    for cell, head in zip(row, table.columns, strict=True)
                ]
            )
    text.flush()
    text.detach()
