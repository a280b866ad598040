"""Text at every angle, and text that runs downwards: all of it is read, each block in its own order."""

from __future__ import annotations

import io
import math
import random
from collections import Counter
from collections.abc import Callable

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document
from corpus.reading.pdf import read_pdf
from tests.corpus.printing import FONT, print_lines
from tests.corpus.test_reading_pdf import said, squeeze

WORDS = "岚川通信行业协会组织会员单位赴塔桥县开展联学联建活动参观展览交流经验并为村民义诊送药修缮道路架设光缆"
MAIN = [f"第{n}行正文写得满满当当一直写到右边为止不留空白处" for n in "一二三四五六七八九十"]
SIDE = ["塔桥乡举办读书会", "九月三日塔桥乡举办读书会", "三十六名青年到场分享", "会后大家合影留念"]


def page(draw: Callable[[Canvas], None], pages: int = 1) -> Document:
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=(595, 842), invariant=True)
    for _ in range(pages):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read_pdf("a.pdf", stored.getvalue())


def across(
    canvas: Canvas, lines: list[str], x: float, y: float, size: float = 10.5, angle: float = 0.0
) -> None:
    """Lines one under another, turned by `angle` about where the first begins."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(angle)
    canvas.setFont(FONT, size)
    for number, line in enumerate(lines):
        canvas.drawString(0, -1.6 * size * number, line)
    canvas.restoreState()


def down(
    canvas: Canvas,
    lines: list[str],
    x: float,
    y: float,
    size: float = 10.5,
    step: float = 1.0,
    pitch: float = 1.5,
) -> None:
    """Lines from right to left, each downwards, character by character."""
    canvas.setFont(FONT, size)
    for number, line in enumerate(lines):
        for at, char in enumerate(line):
            canvas.drawString(x - number * pitch * size, y - at * step * size, char)


def texts(document: Document) -> list[str]:
    return [squeeze(line.text) for line in document.lines]


@pytest.mark.parametrize("angle", [90, 180, 270, 45, 30, -20])
def test_a_block_at_another_angle_is_read_after_the_main_text(angle: float) -> None:
    def draw(canvas: Canvas) -> None:
        across(canvas, SIDE, 330, 220, angle=angle)
        across(canvas, MAIN, 60, 780)

    assert texts(page(draw)) == [*MAIN, *SIDE]


@pytest.mark.parametrize("angle", [90, 270])
def test_a_turned_article_between_two_is_read_between_them(angle: float) -> None:
    first, second = ["前一篇的标题", *MAIN], ["后一篇的标题", *MAIN]
    side = [line * 2 for line in SIDE]

    def draw(canvas: Canvas) -> None:
        across(canvas, first[:1], 60, 760, 16)
        across(canvas, first[1:], 60, 730)
        across(canvas, second[:1], 60, 520, 16)
        across(canvas, second[1:], 60, 490)
        across(canvas, side, 450 if angle == 90 else 540, 400 if angle == 90 else 660, angle=angle)

    assert texts(page(draw)) == [*first, *side, *second]


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_lines_skewed_each_by_itself_are_one_text(seed: int) -> None:
    """As a scanner's OCR layer has them."""
    dice = random.Random(seed)
    whole = dice.uniform(-2.5, 2.5)

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(MAIN * 2):
            tilt = whole + dice.uniform(-0.6, 0.6)
            across(canvas, [line], 70, 750 - 22 * number + math.tan(math.radians(whole)) * 10, angle=tilt)

    assert texts(page(draw)) == MAIN * 2


@pytest.mark.parametrize("slope", [-0.03, 0.02])
def test_characters_that_stand_level_on_rising_lines(slope: float) -> None:
    """As OCR layers have them that place word by word."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10.5)
        for number, line in enumerate(MAIN):
            for at in range(0, len(line), 3):
                x = 60 + at * 10.5 + (8 if at > 12 else 0)
                canvas.drawString(x, 700 - 17 * number + slope * x, line[at : at + 3])

    assert texts(page(draw)) == MAIN


@pytest.mark.parametrize(("step", "pitch"), [(1.0, 1.5), (1.1, 2.0), (1.25, 1.6), (1.0, 1.25)])
@pytest.mark.parametrize("size", [9.0, 10.5, 14.0])
def test_vertical_text_is_read_downwards_from_right_to_left(step: float, pitch: float, size: float) -> None:
    lines = ["开篇的标题", *(line[:16] for line in MAIN), "完。"]
    document = page(lambda canvas: down(canvas, lines, 480, 700, size, step, pitch))
    assert texts(document) == lines
    assert all(
        line.box is not None and line.box[3] - line.box[1] > line.box[2] - line.box[0]
        for line in document.lines[:-1]
    )


def test_vertical_text_between_a_horizontal_masthead_and_imprint() -> None:
    lines = ["竖排的标题", *(line[:18] for line in MAIN)]

    def draw(canvas: Canvas) -> None:
        across(canvas, ["岚川通信", "2022年第3期"], 200, 780, 16)
        down(canvas, lines, 480, 680)
        across(canvas, ["主办：岚川省信息通信行业协会"], 60, 90)

    assert texts(page(draw)) == ["岚川通信", "2022年第3期", *lines, "主办：岚川省信息通信行业协会"]


def test_two_tiers_of_vertical_text() -> None:
    upper, lower = [line[:15] for line in MAIN], [f"下{line[1:15]}" for line in MAIN]

    def draw(canvas: Canvas) -> None:
        down(canvas, upper, 480, 740)
        down(canvas, lower, 480, 740 - 17 * 10.5)

    assert texts(page(draw)) == [*upper, *lower]


def test_digits_side_by_side_in_vertical_text() -> None:
    def draw(canvas: Canvas) -> None:
        down(canvas, [line[:14] for line in MAIN[:4]], 480, 700)
        canvas.setFont(FONT, 10.5)
        for at, piece in enumerate(["会", "议", "于", "25", "日", "在", "塔", "桥", "召", "开"]):
            canvas.drawString(480 - 4 * 15.75 + (0.0 if len(piece) == 1 else 0.5), 700 - at * 10.5, piece)

    assert texts(page(draw))[-1] == "会议于25日在塔桥召开"


def test_latin_words_turned_in_vertical_text() -> None:
    def draw(canvas: Canvas) -> None:
        down(canvas, [line[:14] for line in MAIN[:4]], 480, 700)
        down(canvas, ["岚州开通"], 480 - 4 * 15.75, 700)
        across(canvas, ["WiFi"], 480 - 4 * 15.75 + 1.5, 700 - 3 * 10.5 - 2, angle=270)
        down(canvas, ["网络服务"], 480 - 4 * 15.75, 700 - 6.2 * 10.5)

    assert texts(page(draw))[-1] == "岚州开通WiFi网络服务"


def test_a_vertical_headline_beside_horizontal_text() -> None:
    def draw(canvas: Canvas) -> None:
        down(canvas, ["光缆架进深山里"], 460, 760, 22, 1.1)
        across(canvas, MAIN, 60, 760)

    assert texts(page(draw)) == ["光缆架进深山里", *MAIN]


def test_names_under_one_another_are_rows() -> None:
    names = ["王 明", "李 华", "赵 强", "孙 丽", "周 平", "吴 波"]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10.5)
        for number, name in enumerate(names):
            first, last = name.split()
            canvas.drawString(100, 700 - 16 * number, first)
            canvas.drawString(121, 700 - 16 * number, last)

    assert texts(page(draw)) == [squeeze(name) for name in names]


def test_a_column_of_single_characters_in_a_table_is_rows() -> None:
    people = [
        ("王晓舟", "男", "团员"),
        ("李月", "女", "党员"),
        ("赵一帆", "男", "群众"),
        ("孙静", "女", "党员"),
    ] * 2

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10.5)
        for number, row in enumerate(people):
            for x, cell in zip((80, 200, 300), row, strict=True):
                canvas.drawString(x, 700 - 18 * number, cell)

    assert texts(page(draw)) == ["".join(row) for row in people]


def test_an_arc_is_one_line() -> None:
    title = "岚川通信行业协会简报"

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 20)
        for at, char in enumerate(title):
            angle = 60 - at * 12
            canvas.saveState()
            canvas.translate(
                300 - 130 * math.sin(math.radians(angle)), 600 + 130 * math.cos(math.radians(angle))
            )
            canvas.rotate(angle)
            canvas.drawString(0, 0, char)
            canvas.restoreState()
        across(canvas, MAIN, 60, 560)

    assert texts(page(draw)) == [*MAIN, title]


def test_a_turned_label_on_every_page_is_furniture() -> None:
    def draw(canvas: Canvas) -> None:
        number = canvas.getPageNumber()
        across(canvas, [f"{number}{line}" for line in MAIN], 60, 760 - 20 * number)
        across(canvas, ["岚川通信总第四十期"], 570, 300, 8, angle=90)

    document = page(draw, pages=3)
    assert texts(document) == [f"{number}{line}" for number in (1, 2, 3) for line in MAIN]
    assert [(one.kind, one.text, one.page) for one in document.aside] == [
        ("furniture", "岚川通信总第四十期", number) for number in (1, 2, 3)
    ]


def test_page_numbers_and_heads_are_kept_aside() -> None:
    document = read_pdf("a.pdf", print_lines(MAIN * 8, head="岚川通信 2021年第7期"))
    pages = document.lines[-1].page or 0
    assert pages > 1
    assert Counter(one.reason for one in document.aside) == {"running head": pages, "page number": pages}
    assert "—1—" in [squeeze(one.text) for one in document.aside]


def printed(rng: random.Random, canvas: Canvas) -> str:
    """A page of blocks in random directions, each in a field of its own; gives all that was placed."""
    placed = ""
    for field in range(6):
        x, y = 60 + 250 * (field % 2), 760 - 240 * (field // 2)
        lines = ["".join(rng.choices(WORDS, k=rng.randint(1, 14))) for _ in range(rng.randint(1, 7))]
        size = rng.choice([9.0, 10.5, 12.0])
        kind = rng.choice(["across", "across", "turned", "down", "odd", "none"])
        if kind == "across":
            across(canvas, lines, x, y, size)
        elif kind == "turned":
            angle = rng.choice([90, 180, 270])
            across(canvas, lines, x + 100, y - 100, size, angle)
        elif kind == "odd":
            across(canvas, lines, x + 80, y - 100, size, rng.uniform(-180, 180))
        elif kind == "down":
            down(canvas, lines, x + 190, y, size)
        if kind != "none":
            placed += "".join(lines)
    return placed


@given(st.integers(0, 10**9))
@settings(max_examples=60)
def test_every_character_placed_is_read_once(seed: int) -> None:
    rng = random.Random(seed)
    placed: list[str] = []
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=(595, 842), invariant=True)
    for _ in range(rng.randint(1, 3)):
        canvas.setPageRotation(rng.choice([0, 0, 90, 180, 270]))
        placed.append(printed(rng, canvas) + "尾")
        across(canvas, ["尾"], 300, 30)
        canvas.showPage()
    canvas.save()
    document = read_pdf("a.pdf", stored.getvalue())
    read = said(document) + squeeze("".join(one.text for one in document.aside))
    assert Counter(read) == Counter("".join(placed))
    for line in document.lines:
        assert line.box is not None and line.box[0] <= line.box[2] and line.box[1] <= line.box[3]


def test_a_box_frames_its_line_however_the_page_is_turned() -> None:
    for rotation in (0, 90, 180, 270):
        stored = io.BytesIO()
        canvas = Canvas(stored, pagesize=(400, 600), invariant=True)
        canvas.setPageRotation(rotation)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(80, 350, "Kept as printed")
        canvas.save()
        (line,) = read_pdf("a.pdf", stored.getvalue()).lines
        assert line.box is not None
        document = pypdfium2.PdfDocument(stored.getvalue())
        image = document[0].render(scale=2, grayscale=True).to_pil().point(lambda value: 255 - value)
        ink = image.getbbox()
        document.close()
        assert ink is not None
        left, top, right, bottom = (side / 2 for side in ink)
        assert line.box[0] - 2 <= left and right <= line.box[2] + 2
        assert line.box[1] - 2 <= top and bottom <= line.box[3] + 2
