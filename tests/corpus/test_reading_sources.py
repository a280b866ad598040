"""Files, folders, archives and every kind of bad input."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpus.model import Document
from corpus.reading import Failure, Limits, Records, Source, TableRow, read, read_bytes

TEXT = "岚州矿区开通首条万兆专线\n\n11月3日，岚州市会同矿区三家企业，\n\n完成开通仪式。（林晓舟）\n"


def documents(path: Path) -> list[Document]:
    """The documents at a path; fails where there is a failure."""
    found = []
    for source in read(path):
        assert isinstance(source, Source), source
        assert isinstance(source.content, Document)
        found.append(source.content)
    return found


def failure(found: list[Source | Failure]) -> str:
    """The message of the only thing found, which is a failure: one line, Chinese and English."""
    assert len(found) == 1
    assert isinstance(found[0], Failure), found
    message = str(found[0].error)
    assert "\n" not in message
    assert " / " in message
    return message


def test_a_text_file_keeps_all_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "issue.txt"
    path.write_bytes(TEXT.encode())
    (document,) = documents(path)
    assert [line.text for line in document.lines] == TEXT.split("\n")
    assert [line.number for line in document.lines] == list(range(1, 7))
    assert document.wrapped


def test_folders_and_archives_give_their_members_by_name(tmp_path: Path) -> None:
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "09.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as package:
        package.writestr("10.txt", TEXT)
        package.writestr("__MACOSX/._10.txt", b"\0\5\26\7")
        package.writestr("empty.txt", b"")
    found = list(read(tmp_path))
    assert [item.name for item in found] == ["2021/09.txt", "more.zip/10.txt", "more.zip/empty.txt"]
    assert [isinstance(item, Source) for item in found] == [True, True, False]


def test_records_stream_and_name_bad_lines() -> None:
    data = '{"title": "甲", "text": "乙"}\n{"title": \n\n[1]\n{"title": "丙"}\n'.encode()
    (source,) = read_bytes("a.jsonl", data)
    assert isinstance(source, Source)
    assert isinstance(source.content, Records)
    rows = list(source.content.rows)
    assert [row.line for row in rows if isinstance(row, TableRow)] == [1, 5]
    assert [row.error.line for row in rows if isinstance(row, Failure)] == [2, 4]
    assert len(list(source.content.rows)) == len(rows), "a second reading begins afresh"


def test_a_missing_path_is_a_failure(tmp_path: Path) -> None:
    assert "no such file" in failure(list(read(tmp_path / "nowhere.txt")))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", bytes(range(256)) * 40, "not a text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", "truncated"),
        ("a.pdf", b"no PDF at all, is it?", "truncated"),
        ("a.docx", b"PK\x03\x04 cut", "truncated"),
        ("a.zip", b"PK\x03\x04 cut", "truncated"),
        ("a.html", b"<html><script>x()</script></html>", "no text"),
        ("a.md", b"---\ntitle: x\n---\n", "no text"),
    ],
)
def test_bad_input_is_one_line_with_a_remedy(name: str, data: bytes, said: str) -> None:
    message = failure(list(read_bytes(name, data)))
    assert message.startswith(name)
    assert said in message


def test_one_boundless_line_is_refused_at_once() -> None:
    assert "break it into lines" in failure(list(read_bytes("a.txt", "字".encode() * (50 * 2**20 // 3))))


def test_a_zip_bomb_stops_at_the_limit() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("bomb.txt", bytes(64 * 2**20))
        package.writestr("z.txt", TEXT)
    assert "zip bomb" in failure(list(read_bytes("b.zip", stored.getvalue())))


def test_archives_within_archives_have_a_floor() -> None:
    data = TEXT.encode()
    name = "a.txt"
    for level in range(4):
        stored = io.BytesIO()
        with zipfile.ZipFile(stored, "w") as package:
            package.writestr(name, data)
        name, data = f"{level}.zip", stored.getvalue()
    assert "nested too deep" in failure(list(read_bytes(name, data)))


def test_too_many_members_are_refused() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as package:
        for number in range(12):
            package.writestr(f"{number}.txt", TEXT)
    assert "members" in failure(list(read_bytes("m.zip", stored.getvalue(), Limits(members=10))))
