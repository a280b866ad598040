"""Here are changes to the gazetteer of an archive; I check them, keep them and let them count from now on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.entities.gazetteer import Edit, read_csv
from corpus.entities.proposals import edits_for
from corpus.errors import ArchiveError
from search.application.archive import Archive

if TYPE_CHECKING:
    from corpus.store import GazetteerEdit


def keep(archive: Archive, edits: Iterable[Edit], who: str) -> list[GazetteerEdit]:
    """Keep all of the edits or none.  Raises ArchiveError where one cannot be applied.

    Articles already taken in keep the organisations they have until they are read anew.
    """
    wanted = list(edits)
    try:
        archive.recognizer.gazetteer.merged(wanted)
    except ValueError as error:
        raise ArchiveError(str(error)) from error
    return [archive.store.edit_gazetteer(edit.action, edit.name, edit.value, who) for edit in wanted]


def csv_edits(archive: Archive, path: Path) -> Iterator[Edit]:
    """What lays a CSV file (name,kind,parent,aliases) over the gazetteer.  Raises CorpusError with line."""
    wanted = read_csv(path.read_text(encoding="utf-8-sig"), path.name)
    return edits_for(archive.recognizer.gazetteer, wanted)
