"""The same articles through stock Whoosh and its own W3 codec: the oracle for ours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from corpus.model import Article
from index.text.analyzer import Analyzer
from index.text.fields import INDEX_NAME
from index.whoosh_format.schema import document, make_schema


def write_stock_index(directory: Path, articles: Iterable[Article]) -> FileIndex:
    """Index with nothing but Whoosh."""
    directory.mkdir(parents=True, exist_ok=True)
    index = FileIndex.create(FileStorage(str(directory)), make_schema(Analyzer()), INDEX_NAME)
    writer = SegmentWriter(index)
    for article in articles:
        writer.add_document(**document(article))
    writer.commit(merge=False)
    return index
