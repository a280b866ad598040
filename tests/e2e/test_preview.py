"""The preview in a real browser: the keyboard alone, two windows, a server that goes away, axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect

from corpus.intake.ingest import ingest_bytes
from search.application.archive import Archive
from tests.e2e.conftest import serving, window
from tests.web.test_desk_preview import TEXT, line

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"


@dataclass(frozen=True)
class Bench:
    """A site with drafts; ids by the name of the file."""

    base: str
    drafts: dict[str, str]
    archive: Archive

    def path(self, name: str) -> str:
        return f"/desk/drafts/{self.drafts[name]}"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    files = [("清渡.txt", TEXT.encode())]
    files += [(one.name, one.read_bytes()) for one in sorted(SAMPLES.glob("*.pdf"))[:1]]
    with Archive.open(tmp_path / "archive", create=True) as archive:
        report = ingest_bytes(files, archive.store, archive.parser(), draft=True)
        drafts = {name: outcome.issue_id for name, outcome in report.outcomes}
        with serving(archive, LOCAL=True) as base:
            yield Bench(base, drafts, archive)


@pytest.fixture
def desk(browser: Browser, bench: Bench) -> Iterator[Page]:
    for page in window(browser, bench.base):
        page.goto(bench.path("清渡.txt"))
        yield page


def titles(page: Page) -> list[str]:
    return [one.strip() for one in page.locator(".card h2 > a").all_inner_texts()]


def to(page: Page, number: int) -> None:
    """With the arrow keys to a line."""
    for _ in range(60):
        here = page.locator(".source .on").last.get_attribute("data-line")
        if here == str(number):
            return
        page.keyboard.press("ArrowDown" if int(here or 0) < number else "ArrowUp")
    raise AssertionError(f"line {number} was not reached")


def saved(page: Page, version: int) -> None:
    expect(page.locator("#panel [name=version]")).to_have_value(str(version))


def test_an_issue_is_mended_from_the_keyboard_and_stays_so(desk: Page) -> None:
    at = line("4月9日")
    to(desk, at)
    desk.keyboard.press("s")
    saved(desk, 1)
    expect(desk.locator(".card")).to_have_count(4)
    desk.keyboard.press("m")
    saved(desk, 2)
    expect(desk.locator(".card")).to_have_count(3)

    desk.keyboard.press("b")
    expect(desk.locator(".card.on [name=authors]")).to_be_focused()
    desk.keyboard.type("何望山、林一苇")
    desk.keyboard.press("Enter")
    saved(desk, 3)
    expect(desk.locator(".card.on dl")).to_contain_text("何望山、林一苇")
    desk.keyboard.press("d")
    desk.keyboard.type("4月10日")
    desk.keyboard.press("Enter")
    saved(desk, 4)
    expect(desk.locator(".card.on dl")).to_contain_text("2033-04-10")

    desk.keyboard.press("Control+z")
    saved(desk, 5)
    expect(desk.locator(".card.on dl")).to_contain_text("2033-04-09")
    desk.keyboard.press("u")
    saved(desk, 6)
    desk.keyboard.press("y")
    saved(desk, 7)
    expect(desk.locator(".card.on dl")).to_contain_text("林一苇")
    desk.locator("#undo button").focus()
    desk.keyboard.press("Enter")
    saved(desk, 8)
    expect(desk.locator("#undo button")).to_be_focused()  # to be pressed again
    desk.locator("#redo button").click()
    saved(desk, 9)
    desk.reload()
    expect(desk.locator(".card", has_text="柳湾小学").locator("dl")).to_contain_text("何望山、林一苇")
    assert titles(desk) == ["清渡水务启用新泵站", "柳湾小学迎来新校车", "清渡水务发布用水月报"]


def test_several_lines_are_marked_at_once_and_the_place_is_kept(desk: Page) -> None:
    at = line("（何望山）")
    to(desk, at - 1)
    desk.keyboard.press("Shift+ArrowDown")
    desk.keyboard.press("6")
    saved(desk, 1)
    expect(desk.locator(f"#L{at}")).to_have_class("furniture apart hand on")
    expect(desk.locator(f"#L{at - 1}")).to_have_class("furniture apart begins hand on")
    assert desk.evaluate("document.activeElement.closest('li').id") == f"L{at}"
    expect(desk.locator(".read .apart", has_text="何望山")).to_contain_text("人工标记")


def test_only_what_changed_is_drawn_again(desk: Page) -> None:
    desk.evaluate("for (const one of document.querySelectorAll('.source li, .card')) one.seen = true")
    to(desk, line("4月15日"))
    desk.keyboard.press("3")
    saved(desk, 1)
    fresh = desk.evaluate(
        "[...document.querySelectorAll('.source li, .card')].filter(one => !one.seen).map(one => one.id)"
    )
    assert set(fresh) == {f"L{line('4月15日')}", f"a{line('清渡水务发布')}"}


def test_a_line_shows_its_article_and_an_article_its_line(desk: Page) -> None:
    at = line("柳湾小学")
    desk.locator(f"#L{at + 1} > a").click()
    expect(desk.locator(f"#a{at}")).to_have_class("card on")
    desk.keyboard.press("g")
    expect(desk.locator(f"#a{at}")).to_be_focused()
    desk.keyboard.press("g")
    assert desk.evaluate("document.activeElement.closest('li').id") == f"L{at + 1}"
    desk.locator(f"#a{line('清渡水务发布')} h2 a").click()
    expect(desk.locator(f"#L{line('清渡水务发布')}")).to_have_class("title begins on same")


def test_keys_mean_letters_where_somebody_types_and_are_listed(desk: Page) -> None:
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("s")  # behind the list nothing happens
    desk.keyboard.press("Escape")
    desk.keyboard.press("i")
    desk.keyboard.type("sum")
    expect(desk.locator("#fi [name=publication]")).to_have_value("sum")
    assert titles(desk)[0] == "清渡水务启用新泵站"
    saved(desk, 0)
    desk.keyboard.press("Tab")  # leaving the field saves it
    saved(desk, 1)
    expect(desk.locator("h1")).to_contain_text("sum")
    expect(desk.locator("#fi [name=number]")).to_be_focused()


def test_two_windows_and_the_later_one_chooses(desk: Page, browser: Browser, bench: Bench) -> None:
    for other in window(browser, bench.base):
        other.goto(bench.path("清渡.txt"))
        to(other, line("柳湾小学"))
        to(desk, line("4月9日"))
        desk.keyboard.press("s")
        saved(desk, 1)
        other.keyboard.press("t")
        other.keyboard.type("柳湾新校车")
        other.keyboard.press("Enter")
        expect(other.locator("#clash")).to_contain_text("柳湾新校车")
        expect(other.locator("#clash")).to_contain_text("分开")
        other.locator("#clash button.primary").click()
        expect(other.locator(".card", has_text="柳湾新校车")).to_have_count(1)
        expect(other.locator(".card")).to_have_count(4)


def test_a_server_that_does_not_answer_is_said_and_nothing_typed_is_lost(desk: Page) -> None:
    to(desk, line("柳湾小学"))
    desk.route("**/desk/drafts/*", lambda route: route.abort())
    desk.keyboard.press("p")
    desk.keyboard.type("何望山")
    desk.keyboard.press("Enter")
    expect(desk.locator("#said")).to_contain_text("没有保存")
    desk.unroute("**/desk/drafts/*")
    expect(desk.locator(".card.on [name=people]")).to_have_value("何望山")
    desk.keyboard.press("p")
    desk.keyboard.press("Enter")
    saved(desk, 1)
    expect(desk.locator("#said")).to_be_empty()


def test_pages_are_leafed_through_from_the_keyboard(desk: Page, bench: Bench) -> None:
    name = next(one for one in bench.drafts if one.endswith(".pdf"))
    desk.goto(bench.path(name))
    expect(desk.locator("#sheet")).to_be_visible()
    first = desk.locator(".source [data-line]").count()
    desk.keyboard.press(".")
    expect(desk.locator(".preview")).to_have_attribute("data-leaf", "2")
    assert first and desk.locator(".source [data-line]").count()
    desk.keyboard.press("4")
    saved(desk, 1)
    expect(desk.locator(".preview")).to_have_attribute("data-leaf", "2")
    desk.keyboard.press("z")
    expect(desk.locator("#zoom")).to_have_attribute("aria-pressed", "true")
    inside = "([one, pane]) => one.getBoundingClientRect().right <= pane.getBoundingClientRect().right + 1"
    boxes = [desk.locator(".source .on"), desk.locator(".source")]
    assert desk.evaluate(inside, [one.element_handle() for one in boxes])
    desk.keyboard.press(",")
    expect(desk.locator(".preview")).to_have_attribute("data-leaf", "1")


def test_a_draft_is_mended_and_published_or_put_by(desk: Page, bench: Bench) -> None:
    if desk.request.get("/desk/issues").status == 404:
        pytest.skip("this site has no shelf of issues, to which the buttons would lead")
    to(desk, line("柳湾小学"))
    desk.keyboard.press("b")
    desk.keyboard.type("何望山、林一苇")
    desk.keyboard.press("Enter")
    saved(desk, 1)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    desk.once("dialog", refuse)
    desk.get_by_role("button", name="丢弃").click()  # drawn again since the page was opened
    assert asked
    desk.get_by_role("link", name="以后再说").click()
    desk.goto(bench.path("清渡.txt"))
    desk.get_by_role("button", name="发布").click()
    expect(desk).to_have_url(re.compile("/desk/issues"))
    bench.archive.repair()  # what the worker beside a server does
    desk.goto(f"/issues/{bench.drafts['清渡.txt']}")
    expect(desk.locator(".contents")).to_contain_text("何望山、林一苇")
    desk.goto(bench.path("清渡.txt"))
    expect(desk.locator(".preview")).to_contain_text("已不是草稿")


def test_without_scripts_every_edit_is_a_form(browser: Browser, bench: Bench) -> None:
    context = browser.new_context(base_url=bench.base, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    at = line("4月9日")
    page.goto(bench.path("清渡.txt"))
    page.locator(f"#L{at} > a").click()
    page.get_by_role("button", name="从这里分开").click()
    assert page.url.endswith(f"?line={at}#L{at}") and page.locator(".card").count() == 4
    page.get_by_role("button", name="撤销").click()
    assert page.locator(".card").count() == 3
    card = page.locator(".card", has_text="柳湾小学")
    card.locator(".fix > summary").click()
    card.locator("[name=date]").fill("4月11日")
    card.get_by_role("button", name="保存").click()
    assert "2033-04-11" in page.locator(".card", has_text="柳湾小学").locator("dl").inner_text()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing(browser: Browser, bench: Bench, scheme: Any, language: str) -> None:
    context = browser.new_context(base_url=bench.base, color_scheme=scheme)
    page = context.new_page()
    for name in bench.drafts:
        page.goto(f"{bench.path(name)}?lang={language}&line=9")
        page.locator(".card .fix > summary").first.click()
        page.locator("#fi > summary").click()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []
    context.close()
