"""The librarian's morning of the documentation, followed word for word: what it says is written on a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect

from corpus.desk import LOCAL_ADMIN, Issues
from search.application.archive import Archive
from tests.e2e.conftest import serving

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
DOCS = {
    "zh-CN": ("topics.zh-CN.md", "## 资料员的一个上午", r"“([^”]+)”"),
    "en": ("topics.md", "## A librarian's morning", r"(?<!\*)\*([^*\n]+(?:\n[^*\n]+)?)\*(?!\*)"),
}
FERRY = "摆渡船、缆绳、艄公、趸船和汛期水位"


def said(language: str) -> set[str]:
    """What the steps quote from pages."""
    name, heading, quoted = DOCS[language]
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    steps = text[text.index(heading) :].partition("\n### ")[0]
    return {" ".join(found.split()) for found in re.findall(quoted, steps)} - {"italics"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        bring_in(opened, tmp_path, "a", [(f"渡口之{n}", f"渡口有{FERRY}。") for n in range(4)])
        bring_in(opened, tmp_path, "c", [(f"岸边之{n}", f"{FERRY}都还在。") for n in range(3)])
        bring_in(opened, tmp_path, "x", [(f"别的{n}", "会议开了，职工来了，天气晴。") for n in range(30)])
        yield opened


def bring_in(archive: Archive, folder: Path, key: str, rows: list[tuple[str, str]]) -> None:
    records = [
        {"id": f"{key}{n}", "title": title, "text": text, "date": f"2031-01-{n + 1:02}"}
        for n, (title, text) in enumerate(rows)
    ]
    path = folder / f"{key}.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), encoding="utf-8")
    assert not archive.ingest([path]).failed


class Follower:
    """Somebody who does what is written, in the language of the page."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.used: set[str] = set()
        with (ROOT / "web/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
            catalogue = read_po(file)
        self._word: Callable[[str], str] = lambda text: (
            str(catalogue.get(text).string) if language == "en" else text  # type: ignore[union-attr]
        )

    def word(self, text: str) -> str:
        """What the page says; the steps must name it."""
        word = self._word(text)
        self.used.add(word)
        return word

    def press(self, text: str, within: str = "main") -> None:
        word = self.word(text)
        self.page.locator(within).get_by_role("button", name=word, exact=True).first.click()

    def follow(self, text: str, within: str = "body") -> None:
        self.page.locator(within).get_by_role("link", name=self.word(text), exact=True).first.click()

    def open(self, text: str, within: str = "main") -> None:
        self.page.locator(f"{within} summary", has_text=self.word(text)).first.click()

    def load(self, address: str) -> None:
        """The page anew, from its head."""
        self.page.goto(address.partition("#")[0])
        self.page.reload()

    def tick(self, within: str, number: int = 0) -> None:
        self.page.locator(f"{within} input[type=checkbox]").nth(number).check()


def begins(one: Follower) -> None:
    one.page.goto("/search?q=渡口")
    one.open("导出", ".answer")
    one.follow("存为专题")
    one.press("新建")
    expect(one.page.locator(".entries > li")).to_have_count(4)
    one.page.goto("/search?q=天气")
    one.page.locator(".pick").first.check()
    one.follow("查看")
    one.press("加入")
    expect(one.page.locator(".entries > li")).to_have_count(5)


def looks_at_what_is_new(one: Follower, archive: Archive, folder: Path) -> None:
    bring_in(
        archive, folder, "n", [("新渡口", "渡口重开。"), ("老渡口", "渡口停用。"), ("夜渡口", "渡口夜航。")]
    )
    one.follow("专题", "nav.nav")
    one.page.locator("tbody th a").click()
    for number, wish in enumerate(("收入", "不要", "以后再看")):
        expect(one.page.locator("#new li")).to_have_count(3 - number)
        one.tick("#new")
        one.press(wish, "#new")
    expect(one.page.locator("#new")).to_have_count(0)


def looks_at_what_left(one: Follower, archive: Archive) -> None:
    address = one.page.url
    issue = archive.article("a0").issue_id
    assert issue
    Issues(archive.store).withdraw(issue, LOCAL_ADMIN, "误发")
    archive.repair()
    one.load(address)
    expect(one.page.locator("#left li")).to_have_count(4)
    one.tick("#left")
    one.press("移出", "#left")
    Issues(archive.store).restore(issue, LOCAL_ADMIN, "")
    archive.repair()
    one.load(address)
    one.tick("#articles")
    one.press("固定保留", "#entries")


def looks_further(one: Follower) -> None:
    one.follow("推荐")
    for wish in ("收入", "不要"):
        one.tick("#close")
        one.press(wish, "#close")
    one.page.locator("#words button").first.click()
    one.word("添加")
    expect(one.page.locator("#close, #new").first).to_be_visible()


def puts_it_in_order(one: Follower, address: str) -> None:
    page = one.page
    one.load(address)
    one.open("名称、说明与分组")
    page.locator("[name=cover]").fill("# 题解")
    one.press("保存")
    expect(page.locator(".cover h1")).to_have_text("题解")
    one.open("名称、说明与分组")
    page.get_by_label(one.word("新分组")).fill("往事")
    page.get_by_label(one.word("新分组")).press("Enter")
    one.tick("#articles")
    page.locator("#entries select").select_option("往事")
    one.press("归入分组")
    expect(page.locator("[data-section=往事] > li")).to_have_count(1)
    order = page.locator("[data-section=''] > li h3 a").all_inner_texts()
    for wish, wanted in (("下移", [order[1], order[0]]), ("上移", order[:2]), ("移到", [order[1], order[0]])):
        item = page.locator("[data-section=''] > li", has_text=order[0]).first
        item.locator(".acts a", has_text=one.word("备注与分组")).click()
        if wish == "移到":
            page.locator("[name=at]").fill("2")
        one.press(wish)
        assert page.locator("[data-section=''] > li h3 a").all_inner_texts()[:2] == wanted


def takes_it_away_and_hands_it_out(one: Follower) -> None:
    page, address = one.page, one.page.url
    one.open("导出")
    with page.expect_download():
        page.locator("main").get_by_role("link", name="CSV", exact=True).click()
    expect(page.locator("[data-print]").first).to_have_text(one.word("打印"))
    one.open("定稿、分享与管理")
    one.press("现在定稿")
    page.wait_for_url("**/editions/*")
    one.load(address)
    one.open("定稿、分享与管理")
    one.press("新建分享链接")
    one.load(address)
    one.open("定稿、分享与管理")
    one.press("停用链接")
    one.load(address)
    one.follow("修改记录")
    one.press("撤销")
    expect(page.locator("tr.soft")).to_have_count(1)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_librarians_morning_is_what_happens(
    browser: Browser, archive: Archive, tmp_path: Path, language: str
) -> None:
    with serving(archive, LOCAL=True) as base:
        context = browser.new_context(base_url=base, locale=language, accept_downloads=True)
        one = Follower(context.new_page(), language)
        one.page.set_default_timeout(10_000)
        begins(one)
        looks_at_what_is_new(one, archive, tmp_path)
        looks_at_what_left(one, archive)
        address = one.page.url.partition("#")[0]
        looks_further(one)
        puts_it_in_order(one, address)
        takes_it_away_and_hands_it_out(one)
        context.close()
    assert one.used == said(language), "the steps and the pages use the same words"
