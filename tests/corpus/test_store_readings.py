"""What a draft was read as is kept beside the archive: the same when asked for, gone with its source."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.desk import LOCAL_ADMIN, Drafts, Issues, Refused
from corpus.intake.ingest import Parser, ingest_bytes
from corpus.model import Aside, Document, Line
from corpus.store import Store
from corpus.store.readings import MOST, Readings

TEXT = st.text(max_size=12)
BOX = st.none() | st.tuples(*[st.floats(0, 900, width=32)] * 4)
LINES = st.builds(Line, TEXT, st.integers(1, 9), page=st.none() | st.integers(1, 3), box=BOX)
ASIDES = st.builds(
    Aside, st.just("furniture"), TEXT, TEXT, lines=st.none() | st.tuples(st.integers(1, 9), st.integers(1, 9))
)
DOCUMENTS = st.builds(
    Document,
    TEXT,
    st.just("txt"),
    st.lists(LINES, max_size=3).map(tuple),
    meta=st.dictionaries(TEXT, TEXT, max_size=2).map(MappingProxyType),
    aside=st.lists(ASIDES, max_size=2).map(tuple),
    notices=st.lists(TEXT, max_size=2).map(tuple),
)


@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    kept = Readings(tmp_path_factory.mktemp("kept") / "readings")
    kept.put("d", document)
    assert kept.get("d", document.name) == document
    assert kept.get("d", document.name + "x") is None and kept.get("e", document.name) is None


def test_what_is_damaged_is_not_there_and_the_oldest_make_room(tmp_path: Path) -> None:
    kept = Readings(tmp_path / "readings")
    for number in range(MOST + 3):
        kept.put(f"{number:03}", Document("a", "txt", ()))
    files = sorted((tmp_path / "readings").glob("*.json.gz"))
    assert len(files) == MOST
    files[-1].write_bytes(b"\x1f\x8b broken")
    files[-2].write_bytes(b"")
    assert kept.get(files[-1].name.partition("-")[0], "a") is None
    assert kept.get(files[-2].name.partition("-")[0], "a") is None
    assert kept.get(files[-3].name.partition("-")[0], "a") is not None


def test_a_draft_is_read_once_and_nothing_of_a_discarded_one_stays(tmp_path: Path) -> None:
    def unread(name: str, data: bytes) -> list[object]:
        raise AssertionError("it was read when it came in")

    with Store.open(tmp_path / "archive") as store:
        text = "渡口停航\n\n　　南川渡口停航三天。（林见山）\n"
        report = ingest_bytes([("渡口.txt", text.encode())], store, Parser(None, None), draft=True)
        issue_id = report.outcomes[0][1].issue_id
        found = Drafts(store, lambda: Parser(None, None), unread).draft(issue_id)  # type: ignore[arg-type]
        assert next(one.line.text for one in found.lines) == "渡口停航"
        Issues(store).discard(issue_id, LOCAL_ADMIN)
        assert not list((tmp_path / "archive" / "readings").glob("*.json.gz"))


def test_records_have_nothing_to_keep(tmp_path: Path) -> None:
    with Store.open(tmp_path / "archive") as store:
        report = ingest_bytes([("a.csv", b"title,body\na,b\n")], store, Parser(None, None), draft=True)
        with pytest.raises(Refused):
            Drafts(store, lambda: Parser(None, None)).draft(report.outcomes[0][1].issue_id)
