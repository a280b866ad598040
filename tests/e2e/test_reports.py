"""The office in a real browser: the year's notice, the index, the chronicle merged by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from search.application.archive import Archive
from tests.e2e.conftest import serving, window
from web.serving.commands import load_samples

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Archive.open(tmp_path_factory.mktemp("office") / "archive", create=True) as archive:
        load_samples(archive)
        with serving(archive, LOCAL=True) as url:
            yield url


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    yield from window(browser, base)


def download(page: Page, label: str, path: Path) -> Path:
    with page.expect_download() as taken:
        page.get_by_role("link", name=label, exact=True).click()
    taken.value.save_as(path)
    return path


def test_the_notice_of_the_year_from_the_page_to_word(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="报表").click()
    page.get_by_role("link", name="用稿统计").click()
    page.get_by_label("日期从").fill("2021")
    page.get_by_label("到", exact=True).fill("2021")
    page.get_by_text("会员名单（每行一个").click()
    page.get_by_role("textbox", name="会员名单（每行一个").fill("岚川远讯\n白云通信")
    page.get_by_role("button", name="生成报表").click()
    table = page.get_by_role("region", name=re.compile("各单位用稿")).get_by_role("table")
    unit = table.get_by_role("row").nth(1)
    shown = [unit.get_by_role("cell").nth(at).inner_text() for at in range(3)]
    expect(page.locator("main")).to_contain_text("白云通信")
    document = docx.Document(str(download(page, "Word", tmp_path / "通报.docx")))
    assert [cell.text for cell in document.tables[0].rows[1].cells][:3] == shown
    unit.get_by_role("cell").nth(2).get_by_role("link").click()
    expect(page.locator(".answer h1")).to_contain_text(f"{shown[2]} 篇")
    expect(page.locator("main")).to_contain_text("供稿单位")


def test_the_index_of_the_year_by_strokes(page: Page, tmp_path: Path) -> None:
    page.goto("/reports/annual-index?from=2021&to=2021")
    page.get_by_label("排列").select_option("strokes")
    page.get_by_role("button", name="生成报表").click()
    expect(page.get_by_role("heading", name="4画").first).to_be_visible()
    document = docx.Document(str(download(page, "Word", tmp_path / "索引.docx")))
    assert any(paragraph.text.startswith("何静　") for paragraph in document.paragraphs)


def test_two_lines_of_the_chronicle_are_merged_by_hand_and_apart_again(page: Page, tmp_path: Path) -> None:
    page.goto("/reports/chronicle?from=2021-11&to=2021-11")
    page.get_by_role("link", name="编辑大事记").click()
    lines = page.locator(".chronicle > li")
    before = lines.count()
    second = lines.nth(1)
    second.get_by_role("button", name="并入上一条").click()
    expect(lines).to_have_count(before - 1)
    first = lines.first
    expect(first.get_by_role("link")).to_have_count(2)
    first.get_by_label("事件").fill("省领导到青泽调研，岚川瀚通实验室迎来学生。")
    first.get_by_role("button", name="采用").first.click()
    expect(lines.first).to_contain_text("已采用")
    page.get_by_role("link", name="看报表、导出").click()
    document = docx.Document(str(download(page, "Word", tmp_path / "大事记.docx")))
    told = [cell.text for cell in document.tables[0].rows[1].cells]
    assert told[1] == "省领导到青泽调研，岚川瀚通实验室迎来学生。" and told[2].count("《") >= 2
    page.get_by_role("link", name="编辑大事记").click()
    for _ in range(3):
        page.get_by_role("button", name="撤销第").first.click()
    expect(lines).to_have_count(before)


PAGES = (
    "/reports",
    "/reports/contributions?from=2021&to=2021&members=岚川远讯%0A白云通信",
    "/reports/annual-index?from=2021&to=2021",
    "/reports/chronicle?from=2021&to=2021",
    "/reports/attention?by=quarter&queries=5G%0A光缆",
    "/reports/events",
    "/desk/chronicle?from=2021-11&to=2021-11",
)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(
    browser: Browser, base: str, dark: bool
) -> None:
    context = browser.new_context(
        base_url=base,
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if dark else "light",
        locale="zh-CN",
    )
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto(path)
        for one in Axe().run(page).response["violations"]:
            found.append((path, one["id"], [node["html"][:160] for node in one["nodes"][:2]]))
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            found.append((path, "wider than the window", []))
    context.close()
    assert found == []
