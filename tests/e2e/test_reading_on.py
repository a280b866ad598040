"""A person reads on: ticks that stay, Back with the place kept, from hit to hit, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

COMPANY = "铜陂矿业集团"


def test_ticks_stay_across_pages_searches_and_back(page: Page) -> None:
    page.goto("/search")
    count = page.locator("#basket [data-picked]")
    expect(count).to_have_text("已选 0 篇")
    page.locator(".pick").first.check()
    page.get_by_role("link", name="下一页").click()
    page.locator(".pick").nth(1).check()
    expect(count).to_have_text("已选 2 篇")
    page.goto(f"/search?q={COMPANY}")
    page.locator(".pick").nth(2).check()
    expect(count).to_have_text("已选 3 篇")
    page.go_back()
    expect(count).to_have_text("已选 3 篇")
    expect(page.locator(".pick").nth(1)).to_be_checked()
    page.get_by_role("link", name="查看").click()
    expect(page.locator(".hits > li")).to_have_count(3)
    page.get_by_role("button", name="清空").click()
    expect(count).to_have_text("已选 0 篇")
    page.get_by_role("button", name="撤销清空").click()
    expect(page.locator(".hits > li")).to_have_count(3)


def test_from_hit_to_hit_and_back_to_the_place(page: Page) -> None:
    page.goto(f"/search?q={COMPANY}")
    titles = page.locator(".hits h2 a").all_inner_texts()
    page.locator(".hits h2 a").nth(2).click()
    page.locator(".way a[rel=next]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(titles[3])
    page.keyboard.press("[")
    expect(page.get_by_role("heading", level=1)).to_have_text(titles[2])
    page.get_by_role("link", name="回到结果").first.click()
    page.wait_for_url("**/search?**#hit-*")
    expect(page.locator(".hits > li:target h2")).to_have_text(titles[2])
    expect(page.locator(".hits > li:target")).to_be_in_viewport()


def test_the_selection_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/search")
    assert page.locator(".scripted:visible").count() == 0, "a control that needs a script"
    page.locator(".pick").nth(0).check()
    page.locator(".pick").nth(3).check()
    page.get_by_role("button", name="保存勾选").click()
    expect(page.locator("#basket [data-picked]")).to_have_text("已选 2 篇")
    expect(page.locator(".pick").nth(3)).to_be_checked()
    context.close()


def test_the_keyboard_reaches_the_first_hit_soon(page: Page) -> None:
    page.goto(f"/search?q={COMPANY}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到结果")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".pick").first).to_be_focused()


def test_filters_are_a_drawer_on_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"/search?q={COMPANY}")
    expect(page.locator("#filters")).to_be_hidden()
    page.get_by_role("link", name="筛选").click()
    expect(page.locator("#filters")).to_be_visible()
    page.get_by_role("link", name="关闭筛选").click()
    expect(page.locator("#filters")).to_be_hidden()
    context.close()


def test_a_list_is_printed_with_the_archive_and_the_day(page: Page) -> None:
    page.goto(f"/search?q={COMPANY}")
    page.emulate_media(media="print")
    expect(page.locator(".printhead")).to_be_visible()
    for hidden in (".masthead", "#filters", "#basket", ".tools", ".answer .noprint"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".hits h2").first).to_be_visible()
