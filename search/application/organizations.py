"""Here is a CSV file; give me the changes that lay it over the gazetteer of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.entities.gazetteer import Edit, read_csv
from corpus.entities.proposals import edits_for
from search.application.archive import Archive


def csv_edits(archive: Archive, path: Path) -> Iterator[Edit]:
    """What lays a CSV file (name,kind,parent,aliases) over the gazetteer.  Raises CorpusError with line."""
    wanted = read_csv(path.read_text(encoding="utf-8-sig"), path.name)
    return edits_for(archive.recognizer.gazetteer, wanted)
