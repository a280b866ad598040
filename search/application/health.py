"""Here is an archive; tell me how large it is and whether store and index are whole and agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import store as corpus_store
from corpus.errors import ArchiveError, IndexMissing
from corpus.store import CheckReport, Problem
from search.application.derived import live_ids

if TYPE_CHECKING:
    from index.segments.interface import Generation
    from search.application.collaborators import Collaborators

_LISTED = 20
"""Articles named when store and index disagree; the rest are counted."""


def check(parts: Collaborators, progress: Callable[[int, int], None] | None = None) -> CheckReport:
    """Read everything and compare.  progress: called with (sources read, sources in all)."""
    problems: list[Problem] = []
    try:
        generation = _generation(parts)
        if generation is not None:
            _ = parts.reader.newest()  # refuses an index that this installation cannot read
    except ArchiveError as error:
        generation = None
        problems.append(Problem("index", str(parts.reader.directory), str(error)))
    report = corpus_store.check(parts.store, _ids(generation), progress)
    if generation is None and report.articles and not problems:
        remedy = "没有索引，请运行 xunzhang reindex / there is no index: run `xunzhang reindex`"
        problems.append(Problem("index", str(parts.reader.directory), remedy))
    if report.pending:
        remedy = "改动尚未进入索引，请运行 xunzhang reindex / changes not indexed: run `xunzhang reindex`"
        problems.append(Problem("index", str(report.pending), remedy))
    shown = [*problems, *(one for one in report.problems if generation is not None or one.kind != "index")]
    index, others = [p for p in shown if p.kind == "index"], [p for p in shown if p.kind != "index"]
    if len(index) > _LISTED:
        index = [*index[:_LISTED], Problem("index", f"… {len(index)}", index[0].remedy)]
    return CheckReport(report.sources, report.issues, report.articles, report.pending, (*others, *index))


def figures(parts: Collaborators) -> Mapping[str, object]:
    """Everything that can be counted, by name."""
    generation = _generation(parts)
    return {
        **asdict(corpus_store.stats(parts.store)),
        "indexed": generation.doc_count if generation else 0,
        "generation": generation.number if generation else 0,
        "segments": len(generation.segments) if generation else 0,
        "index_bytes": size_of(parts.reader.directory),
    }


def _generation(parts: Collaborators) -> Generation | None:
    from index.opening import open_segments

    try:
        return open_segments(parts.reader.directory)
    except IndexMissing:
        return None


def _ids(generation: Generation | None) -> list[str]:
    segments = generation.segments if generation else ()
    return [article_id for segment in segments for article_id in live_ids(segment)]


def size_of(directory: Path) -> int:
    """Bytes of all files below."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
