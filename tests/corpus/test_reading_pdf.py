"""PDF: reading order, places, furniture, and what cannot be read."""

from __future__ import annotations

import io
import os
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
from corpus.reading.types import Limits
from tests.corpus.printing import FONT, measure, print_lines
from tools.sample_source import SampleIssue, load
from tools.typeset import wrap

needs_tesseract = pytest.mark.skipif(
    not ocr.available() and not os.environ.get("CI"), reason="tesseract with chi_sim is not installed"
)

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


@needs_tesseract
def test_a_scan_is_recognised_where_tesseract_is(scan: bytes) -> None:
    document = read_pdf("a.pdf", scan)
    assert "万兆专线" in said(document)
    assert document.meta["ocr"] == "tesseract chi_sim"
    assert document.lines[0].page == 1


def test_text_taken_line_by_line_equals_the_text_it_came_from() -> None:
    text = (SAMPLES / "lanchuan-2021-07.txt").read_text(encoding="utf-8")
    plain = [spaced(line.text) for line in read_plain("a.txt", text.encode()).lines if line.text.strip()]
    assert [spaced(line.text) for line in read_pdf("a.pdf", print_lines(plain)).lines] == plain


TYPED = ["岚州举办安全生产演练", "六月三日，岚州塔桥电信局举办安全生产演练，", "三十名员工参加。"]


def mixed(scan: bytes, number: str, pages: str = "tst") -> bytes:
    """Typed pages (t), scanned ones (s) with `number` typed on them, and blank ones (b)."""
    picture = pypdfium2.PdfDocument(scan)
    image = picture[0].render(scale=2).to_pil()
    picture.close()
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=(595, 842))
    for at, kind in enumerate(pages, start=1):
        canvas.setFont(FONT, 12)
        if kind == "t":
            for row, line in enumerate(TYPED):
                canvas.drawString(80, 720 - 20 * row - 60 * at, f"{at}{line}")
        elif kind == "s":
            canvas.drawInlineImage(image, 0, 0, 595, 842)
            canvas.drawCentredString(297, 30, number)
        canvas.showPage()
    canvas.save()
    return stored.getvalue()


@needs_tesseract
@pytest.mark.parametrize("number", ["", "—2—", "扫描件编号07"])
def test_a_scanned_page_among_typed_ones_is_recognised(scan: bytes, number: str) -> None:
    document = read_pdf("a.pdf", mixed(scan, number))
    assert "万兆专线" in squeeze("".join(line.text for line in document.lines if line.page == 2))
    assert any("第2页" in notice and "tesseract" in notice for notice in document.notices)
    whole = said(document) + squeeze("".join(one.text for one in document.aside))
    assert squeeze(number) in whole
    boxes = [line.box for line in document.lines if line.page == 2]
    assert all(box is not None and box[0] < box[2] <= 595 and box[1] < box[3] <= 842 for box in boxes)


def test_scanned_pages_are_named_where_they_cannot_be_read(
    scan: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    document = read_pdf("a.pdf", mixed(scan, "—2—", "tsts"))
    (notice,) = document.notices
    assert "第2、4页" in notice and "pages 2, 4" in notice and "chi_sim" in notice


def test_a_blank_page_is_nothing_to_speak_of(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert read_pdf("a.pdf", mixed(scan, "", "tbt")).notices == ()


@needs_tesseract
def test_pages_that_the_time_does_not_suffice_for_are_named(scan: bytes) -> None:
    document = read_pdf("a.pdf", mixed(scan, ""), Limits(ocr=0))
    assert "ocr_seconds" in document.notices[0] and "第2页" in document.notices[0]


def test_a_pdf_without_its_end_mark_is_read(paragraphs: list[str]) -> None:
    data = print_lines(wrapped(paragraphs, 12, 475))
    whole = read_pdf("a.pdf", data)
    cut = data[: data.rindex(b"%%EOF")]
    assert read_pdf("a.pdf", cut).lines == whole.lines
    assert read_pdf("a.pdf", data + b"\0" * 100_000).lines == whole.lines


def test_what_the_file_says_of_itself() -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored)
    canvas.setTitle("Microsoft Word - 岚川通信第七期.doc")
    canvas.setAuthor("林晓舟")
    canvas.setFont(FONT, 12)
    canvas.drawString(100, 700, "正文一行")
    canvas.save()
    meta = read_pdf("a.pdf", stored.getvalue()).meta
    assert (meta["title"], meta["author"]) == ("岚川通信第七期", "林晓舟")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", meta["date"])


LEFT = [f"左栏第{n}行写得满满当当不留空白一直到边" for n in "一二三四五六七八九十"]
MIDDLE = [f"中{line[1:]}" for line in LEFT]
RIGHT = [f"右{line[1:]}" for line in LEFT]


@pytest.mark.parametrize("ends", [(10, 10), (10, 7), (8, 10), (10, 5)])
@pytest.mark.parametrize(
    "foot",
    [
        ["报：岚州市总工会", "送：各县（区）工会"],
        ["岚州市总工会办公室", "二〇二二年六月二十日印"],
        ["共印一百五十份"],
        ["主办：岚州市总工会", "地址：岚州市塔桥路七号", "电话：六六八八"],
    ],
)
@pytest.mark.parametrize("by_rows", [False, True])
def test_what_stands_under_two_columns_is_read_after_them(
    ends: tuple[int, int], foot: list[str], by_rows: bool
) -> None:
    columns = [LEFT[: ends[0]], RIGHT[: ends[1]]]
    assert texts_of(columns, foot, 9.0, by_rows) == [*columns[0], *columns[1], *foot]


@pytest.mark.parametrize("ends", [(10, 10, 10), (10, 10, 6), (9, 10, 10)])
@pytest.mark.parametrize(
    "foot", [["抄送：岚州市各县（区）工会", "本期共印八十份"], ["编辑：王晓", "校对：李月"]]
)
def test_what_stands_under_three_columns_is_read_after_them(
    ends: tuple[int, int, int], foot: list[str]
) -> None:
    columns = [column[:end] for column, end in zip((LEFT, MIDDLE, RIGHT), ends, strict=True)]
    assert texts_of(columns, foot, 7.0, False) == [*columns[0], *columns[1], *columns[2], *foot]


def texts_of(columns: list[list[str]], foot: list[str], size: float, by_rows: bool) -> list[str]:
    """Columns under a headline across the page, and a foot at the left margin: what is read below it."""
    stored = io.BytesIO()
    canvas = Canvas(stored)
    canvas.setFont(FONT, 18)
    canvas.drawString(60, 780, "横贯各栏的大标题横贯各栏的大标题")
    canvas.setFont(FONT, size)
    width = size * 22
    places = [
        (750 - 1.6 * size * row, 60 + width * number, line)
        for number, column in enumerate(columns)
        for row, line in enumerate(column)
    ]
    for y, x, line in sorted(places, key=lambda place: -place[0]) if by_rows else places:
        canvas.drawString(x, y, line)
    under = 750 - 1.6 * size * (max(map(len, columns)) + 1)
    for row, line in enumerate(foot):
        canvas.drawString(60, under - 1.6 * size * row, line)
    canvas.save()
    first, *rest = (line.text for line in read_pdf("a.pdf", stored.getvalue()).lines)
    assert first.startswith("横贯")
    return rest


STORY = (
    "六月初三，渡口村的水车又转了起来，老人们搬了凳子坐在堤上看，孩子们把纸船放进水槽里，"
    "说是要让它一直漂到县城去，谁也没有舍得催他们回家吃饭。"
)


def two_columns(left: int, right: int, gaps: bool, foot: list[str]) -> list[str]:
    """The lines read from a page whose columns have so many rows; a blank row above every fifth if `gaps`."""
    rows = [f"{at:02d}{STORY[at % 20 : at % 20 + 17]}" for at in range(left + right)]
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=(595, 842), invariant=True)
    canvas.setFont(FONT, 11)
    low = 842.0
    for column, part in enumerate((rows[:left], rows[left:])):
        y = 740.0
        for at, row in enumerate(part):
            y -= 33 if gaps and at % 5 == 0 and at else 16.5
            canvas.drawString(60 + column * 240, y, row)
        low = min(low, y)
    for at, row in enumerate(foot):
        canvas.drawString(60, low - 40 - at * 16.5, row)
    canvas.save()
    document = read_pdf("a.pdf", stored.getvalue())
    assert document.lines
    return [line.text for line in document.lines]


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("right", [1, 2, 5, 6, 10, 15, 24])
def test_the_left_column_may_end_far_below_the_right_one(right: int, gaps: bool) -> None:
    foot = ["报：县委办公室", "送：各村", "共印六十份"]
    read = two_columns(25, right, gaps, foot)
    assert [line[:2] for line in read[:-3]] == [f"{at:02d}" for at in range(25 + right)]
    assert read[-3:] == foot
