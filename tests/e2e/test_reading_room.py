"""A reporter and a librarian at work, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.screenshots import pages

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COMPANY = "铜陂矿业集团"


def ask(page: Page, query: str) -> None:
    page.goto("/")
    page.get_by_role("combobox").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")


def test_typing_a_query_shows_highlighted_hits(page: Page) -> None:
    ask(page, COMPANY)
    expect(page.locator(".hits mark").first).to_have_text(COMPANY)
    assert page.locator(".hits > li").count() >= 5


def test_suggestions_come_while_typing_in_pinyin_too(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("lanchuandaxue", delay=20)
    option = page.get_by_role("option").filter(has_text="岚川大学").first
    expect(option).to_be_visible()
    option.click()
    expect(page.locator(".hits mark").first).to_be_visible()


def test_a_reporter_goes_from_a_name_to_a_dossier_a_table_and_a_citation(page: Page) -> None:
    ask(page, COMPANY)
    page.locator(".hits .line a", has_text=COMPANY).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(COMPANY)
    expect(page.get_by_role("heading", name="一同出现的机构")).to_be_visible()
    total = re.search(r"(\d+) 篇", page.locator(".article .line").first.inner_text())
    assert total and int(total.group(1)) > 0

    page.get_by_role("link", name="批量核查").click()
    page.get_by_label("名单").fill(f"{COMPANY}\n查无此公司")
    page.get_by_role("button", name="核查").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    assert int(rows.nth(0).locator("td.n").first.inner_text()) > 0
    assert rows.nth(1).locator("td.n").first.inner_text() == "0"
    with page.expect_download() as download:
        page.get_by_role("button", name="XLSX", exact=True).click()
    assert download.value.suggested_filename.endswith(".xlsx")

    rows.nth(0).locator("td a").first.click()
    expect(page.locator(".cite").first).to_contain_text(re.compile(r"\[[NJ]\]"))


def test_a_librarian_goes_from_a_topic_to_a_list_of_citations(page: Page) -> None:
    ask(page, "5G")
    before = page.locator(".answer h1").inner_text()
    page.locator(".facet", has_text="栏目").locator("li a").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    assert page.locator(".answer h1").inner_text() != before
    page.locator('.histogram a:not([aria-label$="：0 篇"])').first.click()
    expect(page.locator(".chip")).not_to_have_count(1)

    picks = page.locator(".pick")
    chosen = min(2, picks.count())
    assert chosen
    for position in range(chosen):
        picks.nth(position).check()
    expect(page.locator("[data-picked]")).to_have_text(f"已选 {chosen} 篇")
    page.locator("#basket .menu summary").click()
    with page.expect_download() as download:
        page.locator("#basket").get_by_role("link", name="GB/T 7714—2025").click()
    assert re.match(rf"所选文章-{chosen}篇-\d{{4}}-\d\d-\d\d\.txt$", download.value.suggested_filename)
    citations = download.value.path().read_text(encoding="utf-8-sig")
    assert len(re.findall(r"\[[NJ]\]", citations)) == chosen


def test_the_keyboard_goes_all_the_way(page: Page) -> None:
    ask(page, COMPANY)
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".hits > li").nth(1)).to_have_class(re.compile("now"))
    page.keyboard.press("o")
    page.wait_for_url("**/articles/**")
    page.keyboard.press("n")
    expect(page.locator("mark.here")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_searching_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/")
    page.locator("input[name=q]").fill(COMPANY)
    page.locator("form.ask button").click()
    assert page.locator(".hits mark").count() > 0
    context.close()


def test_nothing_is_fetched_from_outside_and_nothing_shifts(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, "5G")
    assert [url for url in asked if not url.startswith(site)] == []
    shift = page.evaluate(
        "() => new Promise(done => { let sum = 0;"
        " new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300); })"
    )
    assert shift < 0.01


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, site: str, scheme: str, language: str) -> None:
    context = browser.new_context(base_url=site, color_scheme=scheme, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/?lang={language}")
    # Colours are all that a scheme changes.
    rules = {"runOnly": ["color-contrast"] if scheme == "dark" else WCAG}
    found = []
    for name, path in pages(site).items():
        page.goto(path)
        for violation in Axe().run(page, options=rules).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [node["html"][:160] for node in violation["nodes"][:3]]
                found.append((name, violation["id"], nodes))
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_no_page_is_wider_than_the_window(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 900})
    page = context.new_page()
    wide = []
    for name, path in pages(site).items():
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(name)
    context.close()
    assert wide == []
