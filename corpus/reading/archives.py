"""ZIP archives: here is one, give me its members, none of which can hurt.

Bytes are counted as they are unpacked, whatever the archive claims, and the archive is left as soon as
a limit is passed.  Names that are no UTF-8 are GBK, as Chinese Windows writes them.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, problem

_HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini", ".DS_Store")


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for damaged, encrypted and unknown kinds of archives."""


@dataclass(frozen=True, slots=True)
class Member:
    """One unpacked file.  name: "archive.zip/folder/file.txt"."""

    name: str
    data: bytes


def is_hidden(name: str) -> bool:
    """Whether a path is one that systems and word processors leave behind."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part in _HIDDEN or part.startswith((".", "~$")) for part in parts if part not in (".", ".."))


def shown(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 (of a Chinese Windows archive) are GBK."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return decoded_name(os.fsencode(name))
    return name


def decoded_name(raw: bytes) -> str:
    """A name in UTF-8 or GBK; what is neither keeps its good characters."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def members(name: str, origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Iterator[Member | Failure]:
    """Files of a ZIP archive in the order of their names; a failure where one cannot be had."""
    with origin.open() as stream:
        try:
            package = zipfile.ZipFile(stream)
        except BROKEN:
            yield Failure(
                name,
                problem(
                    name, "ZIP 文件不完整或已损坏，请重新打包", "truncated or damaged ZIP: pack it again"
                ),
            )
            return
        with package:
            entries = [
                entry
                for entry in package.infolist()
                if not _name(entry).endswith("/") and not is_hidden(_name(entry))
            ]
            if not entries:
                yield Failure(
                    name,
                    problem(name, "压缩包是空的，请核对文件", "nothing is packed in it: check the file"),
                )
                return
            if len(entries) > limits.members:
                yield Failure(
                    name,
                    problem(
                        name,
                        f"压缩包有 {len(entries):,} 个文件，超过上限 {limits.members:,}，请分批打包",
                        f"{len(entries):,} members, more than {limits.members:,}: split the archive",
                    ),
                )
                return
            yield from _unpacked(name, package, entries, origin.size(), limits)


def _unpacked(
    name: str, package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int, limits: Limits
) -> Iterator[Member | Failure]:
    total = 0
    seen: Counter[str] = Counter()
    allowed = min(limits.total, max(packed, 2**16) * limits.ratio)
    for entry in sorted(entries, key=_name):
        inner = f"{name}/{_name(entry)}"
        seen[inner] += 1
        if seen[inner] > 1:
            inner = _numbered(inner, seen[inner])
        if entry.flag_bits & 1:
            yield Failure(
                inner,
                problem(
                    inner,
                    "压缩包里的文件有密码，请去掉密码后再导入",
                    "encrypted member: remove the password first",
                ),
            )
            continue
        try:
            data = _read(package, entry, min(allowed - total, limits.document))
        except BROKEN:
            yield Failure(
                inner,
                problem(
                    inner, "压缩包里的这个文件已损坏，请重新打包", "damaged member: pack the archive again"
                ),
            )
            continue
        if data is None:
            yield Failure(
                inner,
                problem(
                    inner,
                    "解压后大得不合理，疑似压缩炸弹，其余文件未读取；请核对后分批打包",
                    "unpacks to an absurd size (a zip bomb?), the rest is not read: check it and split it",
                ),
            )
            return
        total += len(data)
        yield Member(inner, data)


def _numbered(name: str, number: int) -> str:
    """The name of the second and further members that bear one: a.txt, a (2).txt."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem} ({number}){path.suffix}"))


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo, allowed: int) -> bytes | None:
    """The member's bytes, or None when there are more than allowed."""
    whole = io.BytesIO()
    with package.open(entry) as stream:
        while block := stream.read(2**18):
            if whole.tell() + len(block) > allowed:
                return None
            whole.write(block)
    return whole.getvalue()


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name; without the UTF-8 flag its bytes are UTF-8 or GBK, not CP437."""
    if not entry.filename:
        return "unnamed"
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    return decoded_name(raw)
