"""What LibreOffice opens: here are the bytes of an old Office or WPS file, give me them in a format of today.

`soffice --headless` runs in a folder of its own, with a profile of its own, within the bounds of the child
that reads (`confined`), except that it may map more memory; it ends with that child.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path, PurePosixPath

from corpus import bounds
from corpus.reading.types import Limits, problem

_MEMORY = 6 * 2**30
"""Bytes of address space: soffice maps much more than it uses."""
WORD, SHEET, DECK = "docx", "xlsx", "pptx"
KINDS = {
    ".doc": (WORD, "旧版 Word 文档", "an old Word file"),
    ".dot": (WORD, "旧版 Word 模板", "an old Word template"),
    ".wps": (WORD, "WPS 文字文档", "a WPS document"),
    ".wpt": (WORD, "WPS 文字模板", "a WPS template"),
    ".xls": (SHEET, "旧版 Excel 表格", "an old Excel workbook"),
    ".et": (SHEET, "WPS 表格", "a WPS workbook"),
    ".ppt": (DECK, "旧版 PowerPoint 演示文稿", "an old PowerPoint presentation"),
    ".dps": (DECK, "WPS 演示文稿", "a WPS presentation"),
    ".ods": (SHEET, "ODS 表格", "an ODS spreadsheet"),
    ".odp": (DECK, "ODP 演示文稿", "an ODP presentation"),
    ".uot": (WORD, "UOF 文字文档", "a UOF document"),
    ".uof": (WORD, "UOF 文档", "a UOF document"),
}
"""Suffix → (format it is converted to, its name in Chinese, in English)."""
OLE = b"\xd0\xcf\x11\xe0"
_STREAMS = (
    ("EncryptedPackage", ""),
    ("WordDocument", ".doc"),
    ("PowerPoint Document", ".ppt"),
    ("Workbook", ".xls"),
)


def kind_of_old(name: str, data: bytes) -> str | None:
    """The suffix in `KINDS` of an old Office file, by its streams, else by its name; None for a foreign one.

    Raises `CorpusError` for one with a password.
    """
    suffix = PurePosixPath(name).suffix.lower()
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            if not kind:
                raise problem(
                    name, "文档有密码，请去掉密码后再导入", "encrypted Office file: remove the password first"
                )
            return suffix if suffix in KINDS and KINDS[suffix][0] == KINDS[kind][0] else kind
    return suffix if suffix in KINDS else None


def converted(name: str, data: bytes, kind: str, limits: Limits) -> bytes:
    """The file in the format that `KINDS` says.

    Raises `CorpusError` where LibreOffice is not installed or fails, TimeoutError where it takes too long.
    """
    wanted, zh, en = KINDS[kind]
    remedy = {"docx": "DOCX", "xlsx": "XLSX", "pptx": "PPTX"}[wanted]
    if executable() is None:
        raise problem(
            name,
            f"这是{zh}，本机没有 LibreOffice，请安装它，或另存为 {remedy}",
            f"{en} (old Office file): install LibreOffice, or save it as {remedy}",
        )
    result = _convert(kind, wanted, data, limits.seconds)
    if not result:
        raise problem(
            name,
            f"LibreOffice 打不开这份{zh}，请核对文件或另存为 {remedy}",
            f"LibreOffice cannot open {en}: check it or save it as {remedy}",
        )
    return result


def executable() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _convert(kind: str, wanted: str, data: bytes, seconds: float) -> bytes:
    """b"" where it fails.  Raises TimeoutError; what is still running then ends with the child."""
    program = executable()
    if program is None:
        return b""
    with tempfile.TemporaryDirectory(prefix="xunzhang-") as folder:
        place = Path(folder)
        given = place / f"source{kind}"
        given.write_bytes(data)
        out = place / "out"
        command = [
            program,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            *["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--convert-to"],
            wanted,
            "--outdir",
            str(out),
            str(given),
        ]
        try:
            with bounds.roomier(_MEMORY):
                subprocess.run(
                    command,
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=seconds,
                    check=False,
                )
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        except OSError:
            return b""
        written = out / f"source.{wanted}"
        return written.read_bytes() if written.is_file() else b""
