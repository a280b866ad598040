"""A file that takes too much, or ends the program that reads it, costs itself and one line, no more."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import re
import signal
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.children import Child, ChildEnded
from corpus.errors import CorpusError
from corpus.intake.ingest import Parser, ingest
from corpus.model import Document
from corpus.reading import Confined, Failure, Limits, Records, Source, read_bytes, types
from corpus.reading import confined as confining
from corpus.reading.types import Origin
from corpus.store import Store
from tests.corpus.printing import print_lines

posix = pytest.mark.skipif(
    os.name != "posix", reason="the platform bounds no processor time, has no named pipes"
)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the platform bounds no memory")
GOOD = print_lines(["岚州矿区开通首条万兆专线", "全线通信畅通。"])


def word(paragraphs: int = 1, styles: int = 0) -> bytes:
    """A DOCX of so many paragraphs and styles."""
    document = docx.Document()
    document.add_paragraph("一段正文。")
    stored = io.BytesIO()
    document.save(stored)
    old = zipfile.ZipFile(io.BytesIO(stored.getvalue()))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                more = "".join(
                    f'<w:p><w:pPr><w:pStyle w:val="s{n % max(1, styles)}"/></w:pPr>'
                    f"<w:r><w:t>{n}正文</w:t></w:r></w:p>"
                    for n in range(paragraphs)
                )
                data = data.replace(b"<w:sectPr", more.encode() + b"<w:sectPr", 1)
            if name == "word/styles.xml":
                more = "".join(
                    f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/>'
                    f'<w:basedOn w:val="s{n + 1}"/></w:style>'
                    for n in range(styles)
                )
                data = data.replace(b"</w:styles>", more.encode() + b"</w:styles>")
            new.writestr(name, data)
    return stored.getvalue()


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Path]:
    """A file that never ends: whoever reads it waits."""
    path = tmp_path / "waits.pdf"
    os.mkfifo(path)
    yield path


def failure(child: Confined, place: Path | bytes, suffix: str = ".docx") -> str:
    with pytest.raises(CorpusError) as caught:
        child.content("某刊" + suffix, suffix, b"x", Origin(place))
    message = str(caught.value)
    assert message.startswith("某刊") and "\n" not in message and " / " in message
    return message


def reads_on(child: Confined) -> bool:
    content = child.content("a.pdf", ".pdf", GOOD[:64], Origin(GOOD))
    return isinstance(content, Document) and content.lines[0].text == "岚州矿区开通首条万兆专线"


def test_one_child_reads_file_after_file() -> None:
    with Confined() as child:
        assert reads_on(child)
        first = child._idle
        assert len(first) == 1 and reads_on(child) and child._idle == first
        assert "damaged" in failure(child, b"PK\x03\x04 no package")
        assert reads_on(child) and child._idle == first


def test_too_much_output() -> None:
    with Confined(Limits(output=20_000)) as child:
        assert "reading.output_mb" in failure(child, word(5000))
        assert reads_on(child)


def test_too_many_lines() -> None:
    with Confined(Limits(lines=5000)) as child:
        assert "reading.lines" in failure(child, "行\n".encode() * 10_000_000, ".txt")
        assert "reading.lines" in failure(child, word(6000))
        assert reads_on(child)


@linux
def test_too_much_memory() -> None:
    with Confined(Limits(memory=60 * 2**20)) as child:
        assert "reading.memory_mb" in failure(child, word(60_000, 100))
        assert reads_on(child)


def test_a_process_that_watches_itself_ends_by_its_bounds() -> None:
    for kind, why in (("memory", "memory"), ("processor", "processor")):
        with Child("tests.corpus.hungry:main", quiet=True) as child:
            child.send(None)
            child.send(kind)
            with pytest.raises(ChildEnded) as caught:
                child.receive(30)
            assert caught.value.why == why


@posix
def test_too_much_processor_time() -> None:
    with Confined(Limits(processor=0)) as child:
        assert "reading.processor_seconds" in failure(child, word(150_000))
    with Confined() as child:
        assert reads_on(child)


@posix
def test_too_much_time(pipe: Path) -> None:
    with Confined(Limits(seconds=1)) as child:
        before = time.monotonic()
        holder = os.open(pipe, os.O_RDWR)
        assert "reading.seconds" in failure(child, pipe, ".pdf")
        assert time.monotonic() - before < 20
        os.close(holder)
        assert reads_on(child)


@posix
@pytest.mark.parametrize("how", [signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL])
def test_a_child_that_dies(pipe: Path, how: signal.Signals) -> None:
    with Confined() as child:
        assert reads_on(child)
        process = child._idle[0]._process
        holder = os.open(pipe, os.O_RDWR)
        killer = threading.Timer(0.3, process.send_signal, (how,))
        killer.start()
        assert "save it again" in failure(child, pipe, ".pdf")
        os.close(holder)
        assert reads_on(child)


def test_an_answer_cannot_run_code() -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return os.getcwd, ()

    with pytest.raises(pickle.UnpicklingError):
        confining._Plain(pickle.dumps((("value", Evil()), False))).load()


def test_records_and_documents_come_through_unchanged() -> None:
    (source,) = read_bytes("a.docx", word(3))
    assert isinstance(source, Source) and isinstance(source.content, Document)
    assert [line.text for line in source.content.lines] == ["一段正文。", "0正文", "1正文", "2正文"]
    with Confined() as child:
        rows = b'{"title": "a", "text": "b"}\n{bad\n'
        records = child.content("a.jsonl", ".jsonl", rows, Origin(rows))
    assert isinstance(records, Records)
    good, bad = records.rows
    assert isinstance(bad, Failure) and bad.error.line == 2 and not isinstance(good, Failure)
    assert good.values["title"] == "a"
    assert next(records.rows) == good


def test_many_threads_read_at_once() -> None:
    with Confined() as child, ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: reads_on(child), range(12)))
        assert 1 <= len(child._idle) <= 2


def test_large_bytes_go_by_a_file_that_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(types, "_MANY", 100)
    with Confined() as child:
        assert reads_on(child)
    assert list(tmp_path.iterdir()) == []


def test_many_styles_and_paragraphs_take_no_longer_than_their_number() -> None:
    before = time.process_time()
    (source,) = read_bytes("a.docx", word(20_000, 4_000))
    assert isinstance(source, Source) and isinstance(source.content, Document)
    assert len(source.content.lines) == 20_001
    assert time.process_time() - before < 10  # of this process: it only waits and unpickles


@pytest.mark.parametrize("size", [(10, 1000), (14_400, 14_400), (3, 3)])
def test_pages_of_odd_sizes_have_pictures_within_bounds(size: tuple[int, int]) -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=size)
    canvas.drawString(1, 1, "x")
    canvas.save()
    data = stored.getvalue().replace(b"14400", b"14400000")
    with Confined() as child:
        picture = child.picture("a.pdf", Origin(data), 1, 1600)
        assert picture is not None
        width, height = Image.open(io.BytesIO(picture)).size
        assert width * height <= 41_000_000
        assert child.picture("a.pdf", Origin(data), 9, 100) is None


@posix
def test_an_ingest_goes_on_after_a_file_that_ends_its_reader(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.pdf").write_bytes(GOOD)
    (folder / "2.docx").write_bytes(word(40_000))
    (folder / "3.docx").write_bytes(word(3))
    with Store.open(tmp_path / "archive") as store:
        report = ingest([folder], store, Parser(limits=Limits(output=2**20)))
    assert [name for name, _ in report.failed] == ["2.docx"]
    assert "reading.output_mb" in str(report.failed[0][1])
    assert set(report.added) == {"1.pdf", "3.docx"}


def scans(pages: int, across: int, down: int) -> bytes:
    """A PDF of so many pages that are pictures of noise."""
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=(across / 4, down / 4))
    noise = ImageReader(Image.effect_noise((across, down), 80))
    for _ in range(pages):
        canvas.drawImage(noise, 0, 0, across / 4, down / 4)
        canvas.showPage()
    canvas.save()
    return stored.getvalue()


def workbook_that_claims(rows: int, columns: str) -> bytes:
    """An XLSX of two cells that says it holds a whole sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["题目", "正文"])
    sheet.append(["开通专线", "全线通信畅通。"])
    stored = io.BytesIO()
    book.save(stored)
    old, stored = zipfile.ZipFile(stored), io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(rb'ref="A1:B2"', f'ref="A1:{columns}{rows}"'.encode(), data)
                far = f'<row r="{rows}"><c r="{columns}{rows}" t="inlineStr"><is><t>远</t></is></c></row>'
                data = data.replace(b"</sheetData>", far.encode() + b"</sheetData>")
            new.writestr(name, data)
    return stored.getvalue()


def zipped(name: str, data: bytes) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(name, data)
    return stored.getvalue()


def bombs() -> Iterator[tuple[str, bytes]]:
    yield "many-styles.docx", word(20_000, 4_000)
    yield "one-huge-text.zip", zipped("a.txt", "岚州开通专线。\n".encode() * 4_000_000)
    yield "many-lines.txt", "行\n".encode() * 10_000_000
    yield "claims-all.xlsx", workbook_that_claims(1_048_576, "XFD")
    yield "huge-page.pdf", GOOD.replace(b"842", b"14400000").replace(b"595", b"14400000")
    yield "title.txt", "标".encode() * 1_400_000 + b"\n\n" + "正文一段。\n".encode()
    yield "title.html", f"<title>{'标' * 1_400_000}</title><p>正文。</p>".encode()
    yield "title.jsonl", json.dumps({"title": "标" * 1_400_000, "text": "正文。"}).encode()
    yield "deep.html", b"<div>" * 200_000 + "深处的正文。".encode()
    yield "deep.md", b"> " * 100_000 + "深处的正文。".encode()
    yield "scans.pdf", scans(12, 2400, 3200)


@posix
@pytest.mark.slow
def test_an_ingest_outlives_bombs(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in bombs():
        (folder / name).write_bytes(data)
    (folder / "good.pdf").write_bytes(GOOD)
    (folder / "zz.docx").write_bytes(word(3))
    limits = Limits(processor=20, seconds=60, ocr=10)
    before = time.monotonic()
    with Store.open(tmp_path / "archive") as store:
        report = ingest([folder], store, Parser(limits=limits))
    assert {"good.pdf", "zz.docx"} <= set(report.added)
    told = {name for name, _ in report.failed} | set(report.added)
    assert len(told) == 13, report
    assert all(str(error).count("\n") == 0 and " / " in str(error) for _, error in report.failed)
    assert time.monotonic() - before < 300


def test_mutated_files_cost_themselves_at_most(tmp_path: Path) -> None:
    chance = random.Random(5)
    with Confined() as child:
        for _ in range(60):
            data = bytearray(chance.choice((GOOD, word(3))))
            for _ in range(chance.choice((1, 4, 30))):
                data[chance.randrange(len(data))] = chance.randrange(256)
            for found in read_bytes("a.bin", bytes(data), child.limits, child):
                if isinstance(found, Failure):
                    assert " / " in str(found.error) and "defect" not in str(found.error), found.error
        assert reads_on(child)


def test_reading_leaves_no_process() -> None:
    list(read_bytes("a.docx", word()))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
