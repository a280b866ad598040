"""A morning at the desk in a real browser: from files to search and away again; and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from search.application.archive import Archive
from search.application.worker import Workers
from tests.e2e.conftest import serving, window
from tests.web.test_desk_shelf import PAPER

pytestmark = pytest.mark.browser


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """A site with a worker beside it."""
    directory = tmp_path / "archive"
    with (
        Archive.open(directory, create=True) as archive,
        Workers(directory),
        serving(archive, LOCAL=True) as address,
    ):
        yield address


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    made = []
    for number, name in enumerate(("石桥", "木桥", "砖桥"), 1):
        path = tmp_path / f"{name}.txt"
        path.write_text(PAPER.replace("石桥", name).replace("第5期", f"第{number}期"), encoding="utf-8")
        made.append(path)
    return made


@pytest.fixture
def desk(browser: Browser, base: str) -> Iterator[Page]:
    for page in window(browser, base):
        page.on("dialog", lambda dialog: dialog.accept())
        yield page


def hits(page: Page, q: str) -> int:
    """Looks until the index has followed, a moment later."""
    page.goto(f"/search?q={q}")
    return page.locator("ol.hits > li").count()


def finds(page: Page, q: str, wanted: bool) -> None:
    for _ in range(40):
        if bool(hits(page, q)) == wanted:
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{q} is {'not found' if wanted else 'still found'}")


def clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def dropped(page: Page, files: list[Path]) -> None:
    """Drop files on the page, as a hand does."""
    given = [[one.name, one.read_text("utf-8")] for one in files]
    page.evaluate(
        """given => { const data = new DataTransfer();
        for (const [name, text] of given) data.items.add(new File([text], name, {type: "text/plain"}));
        document.querySelector("main").dispatchEvent(
          new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})); }""",
        given,
    )


def test_from_dropped_files_to_search_and_away_again(desk: Page, papers: list[Path]) -> None:
    desk.goto("/desk/bring-in")
    clean(desk)
    dropped(desk, papers)
    expect(desk.locator("[data-list]")).to_contain_text("已选 3 个文件")
    desk.get_by_role("button", name="收为草稿").click()
    desk.wait_for_url("**/desk/jobs/*")
    expect(desk.get_by_text("核对并发布草稿")).to_be_visible(timeout=30_000)
    clean(desk)
    desk.get_by_text("核对并发布草稿").click()
    expect(desk.locator("[name=issue]")).to_have_count(3)
    clean(desk)
    finds(desk, "旧水车", False)
    desk.goto("/desk/")
    clean(desk)
    desk.goto("/desk/issues")
    for box in desk.locator("[name=issue]").all()[:2]:
        box.check()
    desk.get_by_role("button", name="发布所选").click()
    expect(desk.get_by_text("已发布 2 期。")).to_be_visible()
    finds(desk, "旧水车", True)
    desk.goto("/desk/issues?state=published")
    desk.get_by_role("link", name="处理").first.click()
    clean(desk)
    title = desk.locator("h1").inner_text()
    desk.get_by_label("缘由").first.fill("印错了")
    desk.get_by_role("button", name="撤回").click()
    expect(desk.get_by_text("已撤回 1 期。")).to_be_visible()
    desk.get_by_role("link", name="处理").click()
    desk.get_by_role("button", name="恢复").click()
    expect(desk.get_by_text("已恢复 1 期。")).to_be_visible()
    for _ in range(2):
        desk.goto("/desk/issues?state=published")
        desk.get_by_role("link", name="处理").first.click()
        title = desk.locator("h1").inner_text()
        desk.get_by_label("照抄标题以确认").fill(title)
        desk.get_by_role("button", name="彻底删除").click()
        expect(desk.get_by_text("已彻底删除。")).to_be_visible()
    finds(desk, "旧水车", False)


def test_the_forms_work_without_scripts(browser: Browser, base: str, papers: list[Path]) -> None:
    context = browser.new_context(base_url=base, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/desk/bring-in")
    page.get_by_label("选择文件", exact=True).set_input_files([str(one) for one in papers])
    page.get_by_role("button", name="收为草稿").click()
    for _ in range(40):
        if page.get_by_text("核对并发布草稿").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_text("核对并发布草稿").click()
    for box in page.locator("[name=issue]").all():
        box.check()
    page.get_by_role("button", name="发布所选").click()
    expect(page.get_by_text("已发布 3 期。")).to_be_visible()
    finds(page, "旧水车", True)
    context.close()


def test_too_much_is_said_before_it_is_sent(desk: Page, papers: list[Path]) -> None:
    desk.goto("/desk/bring-in")
    desk.evaluate("document.querySelector('[data-upload]').dataset.limit = '0'")
    dropped(desk, papers)
    expect(desk.locator("[data-list]")).to_contain_text("请分几次")
    desk.get_by_role("button", name="收为草稿").click()
    assert desk.url.endswith("/desk/bring-in")
