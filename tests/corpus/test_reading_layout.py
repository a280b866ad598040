"""Reading order, as pure geometry: nothing is lost, nothing is doubled, columns are found."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading import columns, furniture, layout
from corpus.reading.layout import Glyph


def typed(text: str, x: float, y: float, size: float = 10.0) -> list[Glyph]:
    return [Glyph(char, x + i * size, x + (i + 1) * size, y, size) for i, char in enumerate(text)]


def read(glyphs: list[Glyph]) -> list[str]:
    regions = columns.order(layout.runs(glyphs))
    return [line.text for number, (region, _) in enumerate(regions) for line in layout.lines(region, number)]


pieces = st.lists(
    st.tuples(
        st.text(alphabet="岚川省通信5G，。", min_size=1, max_size=30),
        st.integers(0, 50).map(lambda x: x * 10.0),
        st.integers(0, 30).map(lambda y: y * 17.0),
        st.sampled_from([8.0, 10.0, 16.0]),
    ),
    max_size=25,
    unique_by=lambda piece: piece[2],
)


@settings(max_examples=200)
@given(pieces)
def test_no_character_is_lost_or_doubled(placed: list[tuple[str, float, float, float]]) -> None:
    glyphs = [glyph for text, x, y, size in placed for glyph in typed(text, x, y, size)]
    assert Counter("".join(read(glyphs)).replace(" ", "")) == Counter(g.char for g in glyphs)


@given(pieces)
def test_regions_partition_the_runs(placed: list[tuple[str, float, float, float]]) -> None:
    runs = layout.runs([glyph for text, x, y, size in placed for glyph in typed(text, x, y, size)])
    found = [run.order for region, _ in columns.order(runs) for run in region]
    assert sorted(found) == [run.order for run in runs]


LEFT = [f"左栏第{n}行正文满满当当不留空" for n in "一二三四五六七八"]
RIGHT = [f"右栏第{n}行正文满满当当不留空" for n in "一二三四五六七八"]


@pytest.mark.parametrize("shift", [0.0, 8.0])
def test_columns_under_a_headline_and_over_a_footer(shift: float) -> None:
    """shift: the columns' base lines need not be the same."""
    glyphs = typed("横贯两栏的大标题横贯两栏的大标题", 60, 700, 18)
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        glyphs += typed(left, 50, 660 - 16 * number) + typed(right, 220, 660 - 16 * number - shift)
    glyphs += typed("又一条横贯两栏的说明文字放在两栏的下面不属于任何一栏", 50, 480)
    texts = read(glyphs)
    assert texts == ["横贯两栏的大标题横贯两栏的大标题", *LEFT, *RIGHT, texts[-1]]
    assert texts[-1].startswith("又一条")


def test_a_right_aligned_byline_stays_with_its_line() -> None:
    lines = [line for n in range(8) for line in typed("正文" * 15, 50, 700 - 16 * n)]
    glyphs = lines + typed("末行到此。", 50, 572) + typed("（林晓舟）", 300, 572)
    assert read(glyphs)[-1] == "末行到此。  （林晓舟）"


def test_spaces_are_gaps_that_can_be_seen() -> None:
    justified = [
        Glyph(c, i * 11.5, i * 11.5 + 10, 0, 10) for i, c in enumerate("两端对齐的一行字距放宽不算空格")
    ]
    assert read(justified) == ["两端对齐的一行字距放宽不算空格"]
    assert read(typed("徐", 0, 0) + typed("媛", 14, 0)) == ["徐 媛"]
    assert read([*typed("建成", 0, 0), Glyph("5", 22.5, 27.5, 0, 10), *typed("座", 30, 0)]) == ["建成5座"]


@pytest.mark.parametrize(
    "text", ["4", "—4—", "- 12 -", "第4页", "第 4 页 共 16 页", "4/16", "·4·", "iv", "（4）", "第4版"]
)
def test_page_numbers(text: str) -> None:
    assert furniture.is_page_number(text)


@pytest.mark.parametrize(
    "text", ["2021年9月", "一、", "5G", "第4期", "4个目标", "", "12345", "（王四）", "10086热线"]
)
def test_what_is_no_page_number(text: str) -> None:
    assert not furniture.is_page_number(text)


def test_running_heads_of_facing_pages() -> None:
    def page(n: int) -> list[furniture.PageRow]:
        head = "岚川通信" if n % 2 else f"2021年第{n}期"
        return [
            furniture.PageRow(head, 0.95),
            furniture.PageRow(f"正文{'甲乙丙丁戊'[n % 5] * 9}", 0.9),
            furniture.PageRow(str(n), 0.04),
        ]

    assert furniture.furniture([page(n) for n in range(1, 7)]) == [{0, 2}] * 6
