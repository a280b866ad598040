"""A reporter's morning in a real browser: saved, published, told by a real mail, ended by its link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, expect

from corpus.desk import LOCAL_ADMIN, Issues
from search.application.archive import Archive
from search.application.jobs import order_index
from search.application.worker import Workers
from tests.e2e.conftest import serving, window
from tests.e2e.test_bringing import clean
from tests.search.alerts.conftest import MailBox, free_port, settings_of
from tests.search.alerts.test_mails import bodies
from tests.web.test_topics import ROWS, bring_in

pytestmark = pytest.mark.browser

NEW = (
    ("b1", "渡船", "老渡口的渡船修好了，云岭县请了三位船工。", "1987-03-01"),
    ("b2", "夜渡", "渡口夜景，灯会之后游人不绝。", "2031-03-02"),
    ("b3", "桥市", "新桥下开了早市。", "2031-03-03"),
)


@pytest.fixture
def mail_box() -> MailBox:
    return MailBox()


@pytest.fixture
def archive(tmp_path: Path, mail_box: MailBox) -> Iterator[Archive]:
    """An archive with a worker beside it and a mail server on this machine."""
    server = Controller(mail_box, hostname="127.0.0.1", port=free_port())
    server.start()
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "config.toml").write_text(settings_of(server.port), "utf-8")
    with Archive.open(folder, create=True) as archive, Workers(folder):
        bring_in(archive, tmp_path / "a.jsonl", *ROWS)
        yield archive
    server.stop()


@pytest.fixture
def page(browser: Browser, archive: Archive) -> Iterator[Page]:
    with serving(archive, LOCAL=True) as base:
        yield from window(browser, base)


def published(archive: Archive, path: Path) -> None:
    """An issue waits as a draft and is published, as at the desk."""
    before = {one.issue.id for one in Issues(archive.store).issues("draft")}
    lines = "\n".join(
        f'{{"id": "{key}", "title": "{title}", "text": "{text}", "date": "{date}"}}'
        for key, title, text, date in NEW
    )
    path.write_text(lines, "utf-8")
    archive.ingest([path], draft=True)
    (draft,) = [one for one in Issues(archive.store).issues("draft") if one.issue.id not in before]
    Issues(archive.store).publish(draft.issue.id, LOCAL_ADMIN)
    order_index(archive, LOCAL_ADMIN)


def until_mailed(page: Page, mail_box: MailBox) -> None:
    for _ in range(120):
        if mail_box.taken:
            return
        page.wait_for_timeout(250)
    raise AssertionError("no mail came")


def test_a_reporters_morning(page: Page, archive: Archive, mail_box: MailBox, tmp_path: Path) -> None:
    page.goto("/search?q=渡口")
    page.get_by_role("link", name="保存检索").click()
    clean(page)
    page.get_by_label("名称").fill("渡口消息")
    page.locator("[name=frequency]").select_option("at_once")
    page.get_by_label("邮箱").fill("wen@example.org")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    clean(page)
    page.goto("/batch")
    page.get_by_label("名单", exact=True).fill("1. 早市\n2. 船工\n3. 无名氏")
    page.get_by_role("button", name="核查").click()
    page.get_by_role("button", name="保存名单").click()
    page.get_by_label("名称").fill("我的名单")
    page.locator("[name=frequency]").select_option("at_once")
    page.get_by_role("button", name="保存修改").click()
    expect(page.locator("p.refusal")).to_contain_text("邮箱")
    page.get_by_label("邮箱").fill("wen@example.org")
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_text("已修改。")).to_be_visible()
    published(archive, tmp_path / "b.jsonl")
    until_mailed(page, mail_box)
    ((address, message),) = mail_box.taken
    text, html = bodies(message)
    assert address == "wen@example.org" and message["Subject"] == "新到 3 篇：我的名单、渡口消息"
    named = re.findall(r"/articles/(\w+)", text)
    assert sorted(named) == ["b1", "b1", "b2", "b3"], "the new ones, each where it belongs, and no other"
    assert "山门架桥" not in html and "观景台" not in html
    page.goto("/searches")
    clean(page)
    page.get_by_role("row", name="渡口消息").get_by_role("link", name="2 篇").click()
    expect(page.locator("ol.hits h2")).to_have_text(["夜渡", "渡船"])
    clean(page)
    page.get_by_role("button", name="都看过了").click()
    expect(page.get_by_text("已记为看过。")).to_be_visible()
    link = re.search(r"https://news\.example(/mail/end/\S+)", text)
    assert link
    stranger = page.context.browser.new_context(
        base_url=f"http://{urlsplit(page.url).netloc}", locale="zh-CN"
    )  # type: ignore[union-attr]
    ending = stranger.new_page()
    ending.goto(link[1])
    clean(ending)
    expect(ending.get_by_text("渡口消息")).to_be_visible()
    ending.get_by_role("button", name="全部停发").click()
    expect(ending.get_by_text("不会再收到检索邮件")).to_be_visible()
    stranger.close()
    page.goto("/searches")
    expect(page.get_by_role("row", name="渡口消息")).to_contain_text("不发邮件")
    page.goto("/searches/mails")
    clean(page)
    expect(page.get_by_role("row", name="wen@example.org")).to_contain_text("已发出")


@pytest.mark.parametrize("width", [360, 1280])
def test_at_every_width_nothing_runs_out_of_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/searches?query=q%3D%E6%B8%A1%E5%8F%A3", "/searches", "/searches/mails"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
