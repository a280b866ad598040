"""Organisations, people and words in a real browser, with a real worker: effect, deed, undo; axe; widths."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from corpus.desk import LOCAL_ADMIN
from corpus.entities.gazetteer import Edit
from search.application.archive import Archive
from search.application.naming import names_of
from search.application.worker import work
from tests.e2e.conftest import serving, window
from tests.web.test_desk_names import ONE, TWO

pytestmark = pytest.mark.browser

DONE = "已保存，文章和索引都已更新。"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    stopped = threading.Event()
    with Archive.open(tmp_path / "archive", create=True) as archive:
        listed = [Edit("add", "青川联合电信有限公司"), Edit("add", "青川联电")]
        names_of(archive).change(listed, LOCAL_ADMIN)
        for name, text in (("一", ONE), ("二", TWO)):
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
            archive.ingest([tmp_path / f"{name}.txt"])
        with Archive.open(archive.directory) as other:
            worker = threading.Thread(target=work, args=(other, stopped), daemon=True)
            worker.start()
            with serving(archive, LOCAL=True) as url:
                yield url
            stopped.set()
            worker.join(20)


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    yield from window(browser, base)


def test_an_editor_merges_two_organisations_and_takes_it_back(page: Page) -> None:
    page.goto("/organizations/青川联电")
    page.get_by_role("link", name="修改名称").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("青川联电")
    expect(page.locator("main")).to_contain_text("今年招聘四十人")
    page.get_by_label("并入哪个机构").fill("青川联合电信有限公司")
    page.get_by_role("button", name="并入此机构").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("row").nth(1)).to_contain_text("1 篇")
    expect(page.locator("main")).to_contain_text("青川联电招聘")
    page.get_by_label("理由（可不填）").fill("同一家")
    page.get_by_role("button", name="确认修改").click()
    expect(page.get_by_role("status")).to_contain_text(DONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("青川联合电信有限公司")
    expect(page.get_by_role("link", name="2 篇文章")).to_be_visible()
    page.goto("/search?q=org:青川联电")
    expect(page.locator(".hits > li")).to_have_count(2)
    page.goto("/desk/organizations/青川联合电信有限公司")
    page.get_by_role("link", name="撤销第").first.click()
    page.get_by_role("button", name="确认撤销").click()
    expect(page.get_by_role("status")).to_contain_text(DONE)
    page.goto("/search?q=org:青川联电")
    expect(page.locator(".hits > li")).to_have_count(1)


def test_a_new_word_finds_an_old_article_and_is_taken_back(page: Page) -> None:
    page.goto("/desk/words")
    page.get_by_label("词（多个用空格隔开）").fill("低空经济")
    page.get_by_role("button", name="看看影响").first.click()
    expect(page.locator(".cuts").first.locator("dd").last).to_contain_text("低空经济")
    page.get_by_role("button", name="确认修改").click()
    expect(page.get_by_role("status")).to_contain_text(DONE)
    page.get_by_role("link", name="低空经济", exact=True).click()
    expect(page.locator(".hits > li")).to_have_count(2)
    expect(page.locator(".hits mark").first).to_have_text("低空经济")
    page.goto("/desk/words")
    page.get_by_role("link", name="撤销第").first.click()
    page.get_by_role("button", name="确认修改").click()
    expect(page.get_by_role("status")).to_contain_text(DONE)
    expect(page.locator("main")).to_contain_text("还没有自己的词")


PAGES = (
    "/desk/organizations",
    "/desk/organizations/青川联合电信有限公司",
    "/desk/organizations/similar",
    "/desk/organizations/effect?do=merge&name=青川联电&value=青川联合电信有限公司",
    "/desk/people",
    "/desk/people/沈知秋",
    "/desk/people/effect?do=join&name=沈知秋&value=沈知",
    "/desk/words",
    "/desk/words/effect?add=低空经济",
    "/desk/words/proposals",
)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(
    browser: Browser, base: str, dark: bool
) -> None:
    scheme = "dark" if dark else "light"
    context = browser.new_context(
        base_url=base, viewport={"width": 390, "height": 844}, color_scheme=scheme, locale="zh-CN"
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
