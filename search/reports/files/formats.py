"""The table of formats of a report, and `write_report`, which writes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import BinaryIO

from search.exports import FORMATS
from search.reports.files.types import ReportWriter, Setting
from search.reports.types import Report, ReportProblem


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One format.  module: in this package, loaded when first wanted; media: MIME type."""

    name: str
    label: str
    suffix: str
    media: str
    module: str

    @property
    def binary(self) -> bool:
        """Whether it is nothing for a terminal."""
        return self.media.startswith("application/vnd")


REPORT_FORMATS: Mapping[str, ReportFormat] = MappingProxyType(
    {
        one.name: one
        for one in (
            ReportFormat("docx", "Word", ".docx", FORMATS["docx"].media, "word"),
            ReportFormat("xlsx", "Excel", ".xlsx", FORMATS["xlsx"].media, "workbook"),
            ReportFormat("csv", "CSV", ".csv", FORMATS["csv"].media, "delimited"),
            ReportFormat("html", "HTML", ".html", FORMATS["html"].media, "hypertext"),
            ReportFormat("md", "Markdown", ".md", FORMATS["markdown"].media, "markdown"),
            ReportFormat("json", "JSON", ".json", "application/json", "data"),
            ReportFormat("table", "文本", ".txt", "text/plain; charset=utf-8", "plain"),
        )
    }
)
"""Every format by name.  One more is one module with a `write` and one line here."""


def write_report(format: str, report: Report, out: BinaryIO, setting: Setting | None = None) -> None:
    """Write the report to `out` (left open).  Raises ReportProblem for a format or table there is not."""
    if format not in REPORT_FORMATS:
        known = ", ".join(REPORT_FORMATS)
        raise ReportProblem(f"没有格式 {format}，可用：{known} / no format {format}; there are: {known}")
    write: ReportWriter = import_module(f"search.reports.files.{REPORT_FORMATS[format].module}").write
    write(report, out, setting or Setting())
