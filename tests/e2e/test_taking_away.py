"""What is taken away from the reading room: citations by the clipboard, spans of time, long exports."""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from search.application.archive import Archive
from search.model import Hit, SearchRequest
from tests.e2e.conftest import serving, window

pytestmark = pytest.mark.browser

COMPANY = "铜陂矿业集团"


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def total_of(page: Page) -> int:
    found = re.search(r"(\d+) 篇", page.locator(".answer h1").inner_text())
    assert found
    return int(found.group(1))


# -- citations -------------------------------------------------------------------------------------


@pytest.mark.parametrize("secure", [True, False], ids=["with the clipboard's interface", "over plain http"])
def test_the_citation_of_an_article_is_copied(page: Page, secure: bool) -> None:
    if not secure:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"/search?q={COMPANY}")
    page.locator(".hits h2 a").first.click()
    shown = page.locator("[data-citation]").first.inner_text()
    assert re.search(r"\[[NJ]\]", shown)
    button = page.locator("[data-copy]").first
    button.click()
    expect(button).to_have_text("✓")
    if not secure:  # read it back in a window that still has the interface
        page = page.context.new_page()
        page.goto("/healthz")
        page.bring_to_front()
    assert clipboard(page) == shown


def test_the_citations_of_ticked_hits_are_copied(page: Page) -> None:
    page.goto(f"/search?q={COMPANY}")
    titles = []
    for position in (0, 2):
        page.locator(".pick").nth(position).check()
        titles.append(page.locator(".hits h2").nth(position).inner_text())
    button = page.locator("[data-copy-citations]")
    button.click()
    expect(button).to_have_text("✓")
    copied = clipboard(page).lstrip("\ufeff").strip().splitlines()
    assert len(copied) == 2
    for number, (line, title) in enumerate(zip(copied, titles, strict=True), start=1):
        assert line.startswith(f"[{number}]") and title in line and re.search(r"\[[NJ]\]", line)


def test_a_whole_page_of_hits_is_ticked_at_once(page: Page) -> None:
    page.goto("/search")
    page.locator(".pick").first.check()
    page.get_by_role("button", name="选中本页全部").click()
    expect(page.locator("[data-picked]")).to_have_text("已选 10 篇")
    page.locator("#basket .menu summary").click()
    with page.expect_download() as download:
        page.locator("#basket").get_by_role("link", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 10


def test_paper_shows_the_text_and_its_citation_alone(page: Page) -> None:
    page.goto(f"/search?q={COMPANY}")
    page.locator(".hits h2 a").first.click()
    page.emulate_media(media="print")
    for hidden in (".masthead", ".aside", ".stepper", ".foot", ".neighbours"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".text")).to_be_visible()
    expect(page.locator(".article p.printonly")).to_contain_text("/articles/")


# -- the histogram ---------------------------------------------------------------------------------


def middle(bed: Locator) -> tuple[float, float]:
    box = bed.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragging_over_the_histogram_keeps_a_span(page: Page) -> None:
    page.goto("/search")
    before = total_of(page)
    beds = page.locator(".histogram .bed")
    first, last = beds.nth(8), beds.nth(14)  # 2021-09 to 2022-03
    spans = first.get_attribute("data-from"), last.get_attribute("data-to")
    bars = page.locator(".histogram a").evaluate_all(
        "all => all.map(a => [a.querySelector('.bed').dataset.from, a.querySelector('title').textContent])"
    )
    inside = sum(
        int(title.rpartition("·")[2]) for start, title in bars if str(spans[0]) <= start <= str(spans[1])
    )
    page.mouse.move(*middle(last))  # from right to left is as good
    page.mouse.down()
    page.mouse.move(*middle(beds.nth(11)), steps=5)
    expect(page.locator(".histogram .brush")).to_be_visible()
    page.mouse.move(*middle(first), steps=5)
    page.mouse.up()
    page.wait_for_url(f"**from={spans[0]}&to={spans[1]}")
    assert 0 < total_of(page) == inside < before
    expect(page.locator(".chip")).to_contain_text(f"{spans[0]} – {spans[1]}")
    page.get_by_role("link", name="全部时间").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert total_of(page) == before


def test_a_click_on_a_bar_is_no_drag(page: Page) -> None:
    page.goto("/search")
    bar = page.locator(".histogram a").first
    count = int(str(bar.locator("title").text_content()).rpartition("·")[2])
    page.mouse.click(*middle(bar.locator(".bed")))
    page.wait_for_url("**month=*")
    assert total_of(page) == count


# -- long exports ----------------------------------------------------------------------------------


class Slow:
    """Exports that wait in the middle until they are let go on."""

    halfway = threading.Event()
    go_on = threading.Event()
    ended = threading.Event()
    written = 0

    @classmethod
    def over(
        cls, all_hits: Callable[[Archive, SearchRequest], Iterator[Hit]]
    ) -> Callable[..., Iterator[Hit]]:
        """What `Archive.all_hits` gives, slowly."""

        def slowly(archive: Archive, request: SearchRequest) -> Iterator[Hit]:
            try:
                for number, hit in enumerate(all_hits(archive, request)):
                    if number == 40:
                        cls.halfway.set()
                    if number >= 40:
                        cls.go_on.wait(0.05 if number > 40 else 20)
                    cls.written = number
                    yield hit
            finally:
                cls.ended.set()

        return slowly


@pytest.fixture
def slow(browser: Browser, sample_archive_directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    for event in (Slow.halfway, Slow.go_on, Slow.ended):
        event.clear()
    monkeypatch.setattr(Archive, "all_hits", Slow.over(Archive.all_hits))
    with Archive.open(sample_archive_directory) as archive, serving(archive, LONG_EXPORT=20) as base:
        yield from window(browser, base)


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_a_long_export_shows_how_far_it_is_and_is_complete(slow: Page, kind: str) -> None:
    slow.goto("/search?sort=oldest")
    total = total_of(slow)
    slow.locator(".answer .menu summary").click()
    with slow.expect_download() as download:
        slow.locator(".answer .menu").get_by_role("link", name=kind, exact=True).click()
        bar = slow.get_by_role("progressbar", name="导出进度")
        expect(bar).to_be_visible()
        assert Slow.halfway.wait(10)
        percent = 100 * 40 // total
        expect(bar).to_have_attribute("max", "100")
        expect(slow.locator(".exporting")).to_contain_text(f"{percent}%")
        expect(slow.locator(".exporting")).to_contain_text(f"40 / {total} 篇")
        assert bar.evaluate("bar => bar.value") == percent
        Slow.go_on.set()
    ending = "csv" if kind == "CSV" else "xlsx"
    assert re.fullmatch(rf"全部文章-{total}篇-[\d-]{{10}}\.{ending}", download.value.suggested_filename)
    expect(slow.get_by_role("status")).to_have_text(f"已导出 {total} 篇")
    if kind == "CSV":
        with download.value.path().open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == total
    else:
        with download.value.path().open("rb") as file:
            assert openpyxl.load_workbook(file).active.max_row == total + 1
    slow.get_by_role("button", name="关闭").click()
    expect(slow.locator(".exporting")).to_have_count(0)


def test_a_long_export_can_be_called_off(slow: Page) -> None:
    downloads: list[object] = []
    slow.on("download", lambda download: downloads.append(download))
    slow.goto("/search")
    slow.locator(".answer .menu summary").click()
    slow.locator(".answer .menu").get_by_role("link", name="CSV", exact=True).click()
    assert Slow.halfway.wait(10)
    slow.get_by_role("button", name="取消").click()
    expect(slow.get_by_role("status")).to_have_text("已取消")
    slow.wait_for_timeout(300)  # let the server hear that the connection is closed
    assert not Slow.ended.is_set()
    Slow.go_on.set()
    assert Slow.ended.wait(10)
    assert Slow.written < 50, "the server went on writing for nobody"
    assert downloads == []


def test_a_long_export_needs_no_scripts(browser: Browser, sample_archive_directory: Path) -> None:
    with Archive.open(sample_archive_directory) as archive, serving(archive, LONG_EXPORT=20) as base:
        context = browser.new_context(base_url=base, java_script_enabled=False, accept_downloads=True)
        page = context.new_page()
        page.goto("/search")
        page.locator(".answer .menu summary").click()
        with page.expect_download() as download:
            page.locator(".answer .menu").get_by_role("link", name="JSON Lines", exact=True).click()
        lines = download.value.path().read_text("utf-8").splitlines()
        assert len(lines) == archive.stats().articles
        context.close()
