"""ZIP archives as they come from Chinese offices, and as nobody should send them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import Failure, Limits, Source, read_bytes

TEXT = "岚州矿区开通首条万兆专线。\n（林晓舟）\n"


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stored.getvalue()


def by_hand(name: bytes, data: bytes, flags: int = 0, claimed: int | None = None) -> bytes:
    """An archive of one stored member whose name's bytes, flags and claimed size are as given."""
    size = len(data) if claimed is None else claimed
    common = struct.pack("<HHHHHIII", 20, flags, 0, 0, 0x5A21, zlib.crc32(data), len(data), size)
    local = b"PK\3\4" + common + struct.pack("<HH", len(name), 0) + name + data
    central = (
        b"PK\1\2"
        + struct.pack("<H", 20)
        + common
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0)
        + name
    )
    return local + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def messages(found: list[Source | Failure]) -> list[str]:
    return [str(item.error) for item in found if isinstance(item, Failure)]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_without_the_unicode_flag(encoding: str) -> None:
    (source,) = read_bytes("九月.zip", by_hand("二〇二一/九月号.txt".encode(encoding), TEXT.encode()))
    assert isinstance(source, Source)
    assert source.name == "九月.zip/二〇二一/九月号.txt"
    assert source.data == TEXT.encode()


def test_an_encrypted_member_is_named_and_the_rest_is_read() -> None:
    (failure,) = read_bytes("a.zip", by_hand(b"secret.txt", TEXT.encode(), flags=1))
    assert "a.zip/secret.txt: " in messages([failure])[0]
    assert "remove the password" in messages([failure])[0]


def test_a_damaged_member_costs_only_itself() -> None:
    data = bytearray(packed({"a.txt": TEXT.encode() * 50, "b.txt": TEXT.encode()}))
    data[60:70] = b"\xff" * 10
    found = list(read_bytes("a.zip", bytes(data)))
    assert [isinstance(item, Source) for item in found] == [False, True]
    assert "damaged member" in messages(found)[0]


def test_sizes_are_counted_not_believed() -> None:
    bomb = packed({"0.txt": TEXT.encode(), "1.txt": bytes(2**25), "2.txt": TEXT.encode()})
    found = list(read_bytes("b.zip", bomb))
    assert [item.name for item in found] == ["b.zip/0.txt", "b.zip/1.txt"]
    assert "zip bomb" in messages(found)[0]


def test_the_total_is_limited() -> None:
    data = packed({f"{n}.txt": TEXT.encode() * 100 for n in range(20)}, zipfile.ZIP_STORED)
    found = list(read_bytes("t.zip", data, Limits(total=20_000)))
    assert len(found) < 20
    assert "zip bomb" in messages(found)[-1]


def test_an_empty_archive_is_not_passed_over() -> None:
    assert "nothing is packed in it" in messages(list(read_bytes("a.zip", packed({}))))[0]


def test_an_archive_in_an_archive_is_read() -> None:
    inner = packed({"九月.txt": TEXT.encode()})
    (source,) = read_bytes("outer.zip", packed({"inner.zip": inner}))
    assert source.name == "outer.zip/inner.zip/九月.txt"


def test_every_format_may_stand_in_an_archive() -> None:
    data = packed({"a.jsonl": b'{"title": "a"}', "b.md": "# 题".encode(), "c.bin": b"\0\1\2" * 99})
    found = list(read_bytes("m.zip", data))
    assert [isinstance(item, Source) for item in found] == [True, True, False]


@given(st.integers(0, 3000), st.integers(0, 255))
def test_no_changed_byte_breaks_the_reader(place: int, value: int) -> None:
    data = bytearray(packed({"a.txt": TEXT.encode() * 20, "b/c.txt": TEXT.encode()}))
    data[place % len(data)] = value
    for item in read_bytes("a.zip", bytes(data)):
        assert isinstance(item, (Source, Failure))
