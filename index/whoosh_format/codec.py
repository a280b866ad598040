"""Here is a packed segment, give me what Whoosh wants of a codec, so that stock Whoosh searches it.

`PackedCodec` reads; writing goes through `index.writing.writer`, which sorts arrays instead of tuples.  A
stock Whoosh writer may still open the index: it adds segments in Whoosh's own W3 format beside ours, and its
merges read ours posting by posting through the matchers below.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from index.segments.interface import Bools, Positions, Postings
from index.segments.packed import PackedSegment
from index.segments.placed import PlacedField
from index.segments.terms import WordTerms
from index.text.analyzer import PARAGRAPH
from index.text.fields import EXTENSION, KEYWORD_FIELDS, TEXT_FIELDS, channels

_UINT = struct.Struct("!I")
"""How the format Frequency encodes a posting value."""

INDEXED_FIELDS = (
    "id",
    *KEYWORD_FIELDS,
    *(field for name in TEXT_FIELDS for field in channels(name)),
)


class PackedTocSegment(base.Segment):  # type: ignore[misc]
    """What the table of contents keeps of a packed segment; pickled there.

    docs: documents, dead ones included; dead: one bit a document, empty while all are live;
    chars: characters of its longest text field; fingerprint: of the analyzer (see `index.segments.manifest`).
    """

    def __init__(self, index_name: str, docs: int = 0, fingerprint: str = "") -> None:
        super().__init__(index_name)
        self.docs = docs
        self.chars = 0
        self.dead = b""
        self.fingerprint = fingerprint

    def codec(self) -> PackedCodec:
        return PackedCodec()

    def doc_count_all(self) -> int:
        return self.docs

    def set_doc_count(self, doccount: int) -> None:
        self.docs = doccount

    def dead_bits(self) -> Bools:
        """bool[docs]: which documents are dead."""
        if not self.dead:
            return np.zeros(self.docs, np.bool_)
        bits = np.unpackbits(np.frombuffer(self.dead, np.uint8), count=self.docs, bitorder="little")
        return bits.astype(np.bool_)

    def kill(self, docs: Sequence[int]) -> None:
        """Mark documents as deleted, for the generation this object is committed with."""
        if docs:
            bits = self.dead_bits()
            bits[list(docs)] = True
            self.dead = np.packbits(bits, bitorder="little").tobytes()

    def deleted_count(self) -> int:
        return int(np.count_nonzero(self.dead_bits()))

    def deleted_docs(self) -> Iterator[int]:
        return iter(np.flatnonzero(self.dead_bits()).tolist())

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        bits = self.dead_bits()
        bits[docnum] = delete
        self.dead = np.packbits(bits, bitorder="little").tobytes() if bits.any() else b""

    def is_deleted(self, docnum: int) -> bool:
        return bool(self.dead) and bool(self.dead[docnum >> 3] >> (docnum & 7) & 1)

    def should_assemble(self) -> bool:
        return False

    def open(self, directory: Path) -> PackedSegment:
        """The segment's arrays, with the dead documents of this generation."""
        path = directory / self.make_filename(EXTENSION)
        return PackedSegment(path, self.segment_id(), self.dead)


class PackedCodec(base.Codec):  # type: ignore[misc]
    """Reads packed segments for Whoosh."""

    def terms_reader(self, storage: FileStorage, segment: PackedTocSegment) -> PackedTermsReader:
        return PackedTermsReader(segment.open(Path(storage.folder)))

    def per_document_reader(self, storage: FileStorage, segment: PackedTocSegment) -> PackedDocumentReader:
        return PackedDocumentReader(segment.open(Path(storage.folder)), segment)

    def new_segment(self, storage: FileStorage, indexname: str) -> PackedTocSegment:
        return PackedTocSegment(indexname)

    def per_document_writer(self, storage: FileStorage, segment: PackedTocSegment) -> NoReturn:
        raise NotImplementedError("packed segments are written by index.writing.writer.IndexWriter")

    def field_writer(self, storage: FileStorage, segment: PackedTocSegment) -> NoReturn:
        raise NotImplementedError("packed segments are written by index.writing.writer.IndexWriter")


class PackedTermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms, and matchers over decoded postings."""

    def __init__(self, segment: PackedSegment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(len(self._postings(*term).docs))

    def _postings(self, field: str, text: bytes) -> Postings:
        if field == "id":
            docs = np.array(self._segment.find_ids([text.decode()]), np.int32)
            return Postings(docs, np.ones(len(docs), np.float32))
        return self._segment.postings(field, text.decode("utf-8", "surrogatepass"))

    def _field_terms(self, field: str) -> Sequence[str]:
        if field == "id":
            return sorted(set(self._segment.all_ids()))
        terms = self._segment.terms(field) if field in INDEXED_FIELDS else []
        return _InOrder(terms) if len(terms) and terms[0] == PARAGRAPH else terms

    def cursor(self, fieldname: str, fieldobj: Any) -> PackedCursor:
        return PackedCursor(self._field_terms(fieldname), lambda text: self.term_info(fieldname, text))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in sorted(INDEXED_FIELDS):
            yield from ((field, term.encode("utf-8", "surrogatepass")) for term in self._field_terms(field))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        terms = self._field_terms(fieldname)
        for i in range(bisect_left(terms, prefix.decode("utf-8", "surrogatepass")), len(terms)):
            yield fieldname, terms[i].encode("utf-8", "surrogatepass")

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        return self._term_info(fieldname, text, self._postings(fieldname, text))

    def _term_info(self, field: str, text: bytes, found: Postings) -> TermInfo:
        if not len(found.docs):
            raise TermNotFound(f"{field}:{text!r}")
        lengths = np.ones(1, np.float32)
        if field not in ("id", *KEYWORD_FIELDS):
            lengths = self._segment.lengths(field)[found.docs]
        return TermInfo(
            weight=float(found.freqs.sum()),
            df=len(found.docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(found.freqs.max()),
            minid=int(found.docs[0]),
            maxid=int(found.docs[-1]),
        )

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        found = self._postings(fieldname, text)
        info = self._term_info(fieldname, text, found)
        values: _Values
        if isinstance(self._segment.field(fieldname), PlacedField):
            where = self._segment.positions(fieldname, text.decode("utf-8", "surrogatepass"))
            values = _Values(len(found.docs), lambda i: format_.encode(_positions_of(where, i)))
        else:
            values = _Values(len(found.docs), lambda i: _UINT.pack(int(found.freqs[i])))
        return ListMatcher(
            found.docs.tolist(),
            found.freqs.tolist(),
            values,
            format_,
            scorer,
            term=(fieldname, text),
            terminfo=info,
        )

    def indexed_field_names(self) -> tuple[str, ...]:
        return INDEXED_FIELDS


class _InOrder(Sequence[str]):
    """Pairs in code point order: the paragraph marker, which we keep first, where Whoosh looks for it."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = terms
        self._place = bisect_left(terms, PARAGRAPH, lo=1) - 1

    def __len__(self) -> int:
        return len(self._terms)

    def __getitem__(self, i: Any) -> Any:
        at = range(len(self._terms))[i]
        return PARAGRAPH if at == self._place else self._terms[at + 1 if at < self._place else at]


class PackedCursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field."""

    def __init__(self, terms: Sequence[str], info: Callable[[bytes], TermInfo]) -> None:
        self._terms, self._info, self._at = terms, info, 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        wanted = string.decode() if isinstance(string, bytes) else string
        self._at = bisect_left(self._terms, wanted)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._terms[self._at] if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return self._info(self._terms[self._at].encode()) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._at < len(self._terms)


class PackedDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths, stored ids and dates, deletions."""

    def __init__(self, segment: PackedSegment, toc: PackedTocSegment) -> None:
        self._segment, self._toc = segment, toc
        self._ids = WordTerms(segment.arrays, "ids")

    def doc_count(self) -> int:
        return int(np.count_nonzero(self._segment.live))

    def doc_count_all(self) -> int:
        return self._segment.doc_count

    def has_deletions(self) -> bool:
        return bool(self._toc.dead)

    def is_deleted(self, docnum: int) -> bool:
        return self._toc.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._toc.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._segment.arrays.get(f"{fieldname}/lengths")
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        return int(self._segment.meta["totals"].get(fieldname, 0))

    def min_field_length(self, fieldname: str) -> int:
        lengths = self._segment.arrays.get(f"{fieldname}/lengths")
        return int(lengths.min()) if lengths is not None and len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        lengths = self._segment.arrays.get(f"{fieldname}/lengths")
        return int(lengths.max()) if lengths is not None and len(lengths) else 0

    def stored_fields(self, docnum: int) -> dict[str, object]:
        stored: dict[str, object] = {"id": self._ids.term(docnum)}
        if date := int(self._segment.arrays["dates"][docnum]):
            stored["date"] = date
        return stored


class _Values(Sequence[bytes]):
    """Encoded posting values, made when asked for."""

    def __init__(self, count: int, encode: Callable[[int], bytes]) -> None:
        self._count, self._encode = count, encode

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, i: Any) -> Any:
        if not 0 <= i < self._count:
            raise IndexError(i)
        return self._encode(i)


def _positions_of(where: Positions, i: int) -> list[int]:
    positions: list[int] = where.positions[where.offsets[i] : where.offsets[i + 1]].tolist()
    return positions
