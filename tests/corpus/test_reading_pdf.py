"""PDF: reading order, places, furniture, and what cannot be read."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading import ocr
from corpus.reading.pdf import read_pdf
from corpus.reading.plain import read_plain
from tests.corpus.printing import FONT, measure, print_lines
from tools.sample_source import SampleIssue, load
from tools.typeset import wrap

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"
SOURCES = ROOT / "tools" / "samples"


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def spaced(text: str) -> str:
    """With single spaces and none at the ends: how many were typed cannot be seen on paper."""
    return re.sub(r"[ \u3000]+", " ", text).strip()


def said(document: Document) -> str:
    """All that a document says, white space aside."""
    return squeeze("".join(line.text for line in document.lines))


def printed(issue: SampleIssue) -> list[str]:
    """An issue's paragraphs and headings in the order of print."""
    out = list(issue.masthead)
    section = None
    for piece in issue.pieces:
        if piece.section != section:
            section = piece.section
            out.append(f"【{section}】")
        out += [*piece.title, *([piece.under] if piece.under else [])]
        out += [f"　　{paragraph}" for paragraph in piece.printed()]
    return out + issue.footer


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    return printed(load(SOURCES / "lanchuan-2021-07.txt"))


def wrapped(paragraphs: list[str], size: float, width: float) -> list[str]:
    return [line for text in paragraphs for line in wrap(text, width, lambda t: measure(t, size))]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_the_samples_say_what_their_sources_say(path: Path) -> None:
    document = read_pdf(path.name, path.read_bytes())
    assert said(document) == squeeze("".join(printed(load(SOURCES / f"{path.stem}.txt"))))


@pytest.mark.parametrize("size", [9.0, 10.5, 12.0, 16.0])
@pytest.mark.parametrize("number", ["—{}—", "{}", "第{}页", "- {} -"])
def test_one_column(paragraphs: list[str], size: float, number: str) -> None:
    lines = wrapped(paragraphs, size, 475)
    document = read_pdf("a.pdf", print_lines(lines, size=size, number=number, head="岚川通信 2021年第7期"))
    assert [spaced(line.text) for line in document.lines] == [spaced(line) for line in lines]
    assert {line.size for line in document.lines} == {size}
    assert [line.number for line in document.lines] == list(range(1, len(lines) + 1))
    assert document.wrapped


@pytest.mark.parametrize("by_rows", [False, True])
@pytest.mark.parametrize(("columns", "size"), [(2, 9.0), (2, 10.5), (2, 12.0), (3, 8.0)])
def test_columns_are_read_one_after_another(
    paragraphs: list[str], columns: int, size: float, by_rows: bool
) -> None:
    width = (595 - 120 - (columns - 1) * 24) / columns
    lines = wrapped(paragraphs, size, width)
    spread = ("岚川通信增刊", "二〇二一年七月三十一日　岚川省信息通信行业协会主办　总第一百五十五期")
    data = print_lines(lines, size=size, columns=columns, by_rows=by_rows, spread=spread)
    document = read_pdf("a.pdf", data)
    assert said(document) == squeeze("".join([*spread, *lines]))


def test_a_line_knows_its_place_in_its_column(paragraphs: list[str]) -> None:
    document = read_pdf("a.pdf", print_lines(wrapped(paragraphs, 10.5, 225.5), size=10.5, columns=2))
    first = [line for line in document.lines if line.page == 1]
    assert {round(line.left or 0) for line in first} == {60, 310}
    for line in first:
        assert line.left is not None
        assert line.x0 is not None
        assert line.x1 is not None
        assert line.right is not None
        assert line.left <= line.x0 < line.x1 <= line.right
    indents = {round((line.x0 or 0) - (line.left or 0)) for line in first}
    assert indents == {0, 21}
    assert all(line.gap in (None, 0.0) for line in first)


def test_a_table_of_names_is_no_two_columns() -> None:
    rows = [
        f"{unit}      {name}      {prize}"
        for unit, name, prize in [
            ("岚川远讯青泽分公司", "飞虹小组", "一等奖"),
            ("岚川瀚通网络部", "金钥匙小组", "一等奖"),
            ("岚川塔桥雁浦分公司", "铁脊梁小组", "二等奖"),
            ("岚邮建工第三工程处", "红烛小组", "二等奖"),
            ("岚川瀚通澄溪分公司", "晨曦小组", "三等奖"),
        ]
        * 2
    ]
    stored = io.BytesIO()
    canvas = Canvas(stored)
    canvas.setFont(FONT, 12)
    for index, row in enumerate(rows):
        for x, cell in zip((70, 260, 400), row.split(), strict=True):
            canvas.drawString(x, 700 - 20 * index, cell)
    canvas.save()
    document = read_pdf("a.pdf", stored.getvalue())
    assert [line.text.split() for line in document.lines] == [row.split() for row in rows]


def test_size_weight_and_gap_are_told() -> None:
    document = read_pdf("s.pdf", (SAMPLES / "lanchuan-2022-01.pdf").read_bytes())
    title = next(line for line in document.lines if line.text == "全省信息通信业工作会议在岚州召开")
    body = next(line for line in document.lines if line.text.startswith("1月14日"))
    assert (title.size, title.bold, body.size, body.bold) == (15.0, True, 10.5, False)
    assert title.gap is not None
    assert title.gap > 0.2
    assert document.meta["running_heads"] == "岚川通信 2022年第1期"


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_read_upright(paragraphs: list[str], rotate: int) -> None:
    lines = wrapped(paragraphs[:12], 12, 475)
    document = read_pdf("a.pdf", print_lines(lines, rotate=rotate))
    assert said(document) == squeeze("".join(lines))


def test_a_character_struck_twice_is_read_once() -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored)
    canvas.setFont(FONT, 16)
    for shift in (0.0, 0.4):
        canvas.drawString(100 + shift, 700, "乡乡镇镇通光缆")
    canvas.save()
    (line,) = read_pdf("a.pdf", stored.getvalue()).lines
    assert line.text == "乡乡镇镇通光缆"


def test_radicals_are_put_back_to_characters() -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored)
    canvas.setFont(FONT, 12)
    canvas.drawString(100, 700, "⼀九⽉⻛雨")
    canvas.save()
    (line,) = read_pdf("a.pdf", stored.getvalue()).lines
    assert line.text == "一九月风雨"


def refusal(data: bytes) -> str:
    with pytest.raises(CorpusError) as caught:
        read_pdf("某刊.pdf", data)
    message = str(caught.value)
    assert message.startswith("某刊.pdf: ")
    assert "\n" not in message
    return message


def test_an_encrypted_pdf_names_the_remedy() -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored, encrypt=StandardEncryption("secret", "owner"))
    canvas.drawString(100, 700, "nobody reads this")
    canvas.save()
    assert "remove the password" in refusal(stored.getvalue())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_is_refused_not_half_read(share: float) -> None:
    data = (SAMPLES / "lanchuan-2022-01.pdf").read_bytes()
    assert "truncated" in refusal(data[: int(len(data) * share)])


@pytest.fixture(scope="module")
def scan() -> bytes:
    """A page that is a picture of text."""
    page = pypdfium2.PdfDocument(
        print_lines(["岚州矿区开通首条万兆专线", "全线通信畅通"], size=24, number="")
    )
    image = page[0].render(scale=2.5).to_pil()
    stored = io.BytesIO()
    image.save(stored, "PDF", resolution=180)
    page.close()
    return stored.getvalue()


def test_a_scan_says_that_it_needs_ocr(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    message = refusal(scan)
    assert "OCR" in message
    assert "chi_sim" in message


@pytest.mark.skipif(not ocr.available(), reason="tesseract with chi_sim is not installed")
def test_a_scan_is_recognised_where_tesseract_is(scan: bytes) -> None:
    document = read_pdf("a.pdf", scan)
    assert "万兆专线" in said(document)
    assert document.meta["ocr"] == "tesseract chi_sim"
    assert document.lines[0].page == 1


def test_text_taken_line_by_line_equals_the_text_it_came_from() -> None:
    text = (SAMPLES / "lanchuan-2021-07.txt").read_text(encoding="utf-8")
    plain = [spaced(line.text) for line in read_plain("a.txt", text.encode()).lines if line.text.strip()]
    assert [spaced(line.text) for line in read_pdf("a.pdf", print_lines(plain)).lines] == plain
