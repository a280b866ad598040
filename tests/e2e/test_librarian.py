"""A librarian in a real browser: from ticks over three pages to a topic, its editions, exports and links."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest
from argon2 import PasswordHasher
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from corpus.desk import LOCAL_ADMIN, Accounts, Correcting, Role, accounts
from corpus.topics.changes import TopicChange
from corpus.topics.editions import Editions
from corpus.topics.keeping import TopicKeeper
from corpus.topics.sharing import TopicLinks
from search.application.archive import Archive
from search.application.worker import work
from search.topics import making
from search.topics.freezing import frozen
from search.topics.living import living
from tests.e2e.conftest import serving, window
from tests.e2e.test_editing import PASSWORD, signed_in

pytestmark = pytest.mark.browser

ROLES: dict[str, Role] = {"bian": "editor", "du": "reader"}

NEWS = """柳湾月报
2032年7月  第7期

【要闻】
柳湾渡口改造收尾
7月3日，柳湾渡口改造工程收尾，新的石阶和栏杆都已装好，候船的人不再淋雨。
（陶小满）

渡口改造听证会
7月9日，镇里就上游渡口改造开听证会，船工和村民代表都发了言，意见记录在案。
（何望山）

【文化】
灯会筹备
7月12日，镇里开始筹备灯会，今年要扎一条三十米的长龙，孩子们也来糊灯笼。
（苏映）
"""
"""An issue with two articles about rebuilding ferries and one that is about something else."""


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """Thirty articles about ferries, four of them about rebuilding one; a worker; an editor and a reader."""
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)  # the same hash, little work
    monkeypatch.setattr(accounts, "PasswordHasher", quick)
    stopped = threading.Event()
    rows = [
        {
            "id": f"d{number:02}",
            "title": f"渡口记之{number}",
            "text": f"第{number}个渡口今天通航。"
            + ("它的改造已经开始。" if number % 8 == 0 else "水位正常。"),
            "date": f"2031-0{number % 9 + 1}-{number % 27 + 1:02}",
        }
        for number in range(1, 31)
    ]
    with Archive.open(tmp_path / "archive", create=True) as archive:
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / "d.jsonl").write_text(lines, encoding="utf-8")
        assert not archive.ingest([tmp_path / "d.jsonl"]).failed
        for name, role in ROLES.items():
            Accounts(archive.store.database).add(name, PASSWORD, role, LOCAL_ADMIN)
        with Archive.open(archive.directory) as other:
            worker = threading.Thread(target=work, args=(other, stopped), daemon=True)
            worker.start()
            yield archive
            stopped.set()
            worker.join(20)


@pytest.fixture
def base(archive: Archive) -> Iterator[str]:
    with serving(archive) as url:
        yield url


@pytest.fixture
def editor(browser: Browser, base: str) -> Iterator[Page]:
    yield from signed_in(browser, base, "bian")


@pytest.fixture
def librarian(browser: Browser, base: str) -> Iterator[Page]:
    """Not signed in yet."""
    yield from window(browser, base)


def count(page: Page) -> str:
    return page.locator("#basket [data-picked]").inner_text()


def ticks_over_three_pages(page: Page) -> list[str]:
    """Titles ticked before and after signing in, on three pages of one search."""
    page.goto("/search?q=渡口&sort=oldest")
    titles = []
    for number in range(1, 4):
        for place in (0, 2):
            page.locator(".pick").nth(place).check()
            titles.append(page.locator(".hits h2 a").nth(place).inner_text())
        expect(page.locator("#basket [data-picked]")).to_have_text(f"已选 {2 * number} 篇")
        if number == 2:
            signs_in_where_they_are(page)
        if number < 3:
            page.get_by_role("link", name="下一页").click()
            page.wait_for_url(f"**page={number + 1}")
    return titles


def signs_in_where_they_are(page: Page) -> None:
    """The ticks of the browser are the account's from now on."""
    here = page.url
    page.get_by_role("link", name="登录").click()
    page.get_by_label("用户名").fill("du")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/signin" not in url)
    page.goto(here)
    expect(page.locator("#basket [data-picked]")).to_have_text("已选 4 篇")


def topic_with_sections_and_notes(page: Page, titles: list[str]) -> None:
    """The selection becomes a topic; a search is added, two sections, a note; one article is dragged."""
    page.get_by_role("link", name="查看").click()
    expect(page.locator(".hits h2 a")).to_have_text(titles)
    page.get_by_label("加入新专题").fill("渡口变迁")
    page.get_by_role("main").get_by_role("button", name="加入").click()
    expect(page.locator(".entries h3 a")).to_have_text(titles)
    page.get_by_label("再加一个检索").fill("渡口改造")
    page.get_by_role("button", name="添加").first.click()
    expect(page.locator("#searches")).to_contain_text("渡口改造")
    for name in ("工程", "往事"):
        page.get_by_text("名称、说明与分组").click()
        page.get_by_label("新分组").fill(name)
        page.locator("form", has=page.get_by_label("新分组")).get_by_role("button", name="添加").click()
        expect(page.locator("h2", has_text=name)).to_be_visible()
    for box in page.locator(".entries .pick").all()[:3]:
        box.check()
    page.locator("#entries").get_by_label("归入").select_option("往事")
    page.get_by_role("button", name="归入分组").click()
    expect(page.locator("[data-section=往事] > li")).to_have_count(3)
    first = page.locator("[data-section=往事] > li").first
    first.get_by_role("link", name=re.compile("备注")).click()
    page.get_by_label("备注", exact=True).fill("这一篇要核对日期")
    page.get_by_role("button", name="保存").first.click()
    expect(page.locator(".note")).to_have_text("这一篇要核对日期")


def moves_articles(page: Page) -> None:
    """By the mouse, and by the keyboard alone."""
    shelf = page.locator("[data-section=往事] > li h3 a")
    one, two, three = shelf.all_inner_texts()
    page.locator("[data-section=往事] > li").nth(2).drag_to(page.locator("[data-section=往事] > li").nth(0))
    expect(shelf).to_have_text([three, one, two])
    page.locator("[data-section=往事] > li").nth(0).get_by_role("link", name=re.compile("备注")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="下移").focus()
    page.keyboard.press("Enter")
    expect(shelf).to_have_text([one, three, two])


def issue_is_published(page: Page, tmp_path: Path) -> None:
    """An editor brings an issue in, and publishes it."""
    (tmp_path / "柳湾.txt").write_text(NEWS, encoding="utf-8")
    page.goto("/desk/bring-in")
    page.get_by_label("选择文件", exact=True).set_input_files([str(tmp_path / "柳湾.txt")])
    page.get_by_role("button", name="收为草稿").click()
    page.wait_for_url("**/desk/jobs/*")
    expect(page.get_by_text(re.compile("草稿")).first).to_be_visible(timeout=30_000)
    page.goto("/desk/issues?state=draft")
    for _ in range(40):  # until the worker has read it
        if page.locator("[name=issue]").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.locator("[name=issue]").check()
    page.get_by_role("button", name="发布所选").click()
    expect(page.get_by_text("已发布 1 期。")).to_be_visible()


def article_is_corrected(page: Page) -> None:
    """The editor corrects one that the topic's search found, so that it finds it no more."""
    page.goto("/articles/d16/correct")
    page.locator("textarea[name=body]").first.fill("第16个渡口今天通航。水位正常。")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("已保存", exact=False).first).to_be_visible()


def until(page: Page, text: str, where: str) -> None:
    """Loads the page again until the index has followed."""
    for _ in range(40):
        page.reload()
        if page.locator(where).count() and text in page.locator(where).inner_text():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"no {text} in {where}: {page.locator('main').inner_text()}")


def what_is_new_and_what_left(page: Page) -> None:
    """One accepted, one rejected, one that left read and let go."""
    page.goto("/topics")
    until(page, "2", "tbody td:nth-child(3)")
    until(page, "1", "tbody td:nth-child(4)")
    page.get_by_role("link", name="渡口变迁").click()
    new = page.locator("#new")
    expect(new.locator("li")).to_have_count(2)
    expect(new.locator("li").first.locator("mark").first).to_have_text("渡口改造")
    new.get_by_label("选中《柳湾渡口改造收尾》").check()
    new.get_by_role("button", name="收入", exact=True).click()
    expect(page.locator("#articles")).to_contain_text("柳湾渡口改造收尾")
    new.get_by_label("选中《渡口改造听证会》").check()
    new.get_by_role("button", name="不要").click()
    expect(page.locator("#new")).to_have_count(0)
    expect(page.locator("#left")).to_contain_text("渡口记之16")
    expect(page.locator("#left")).to_contain_text("更正后不再符合检索 · bian")
    page.locator("#left").get_by_role("checkbox").check()
    page.locator("#left").get_by_role("button", name="移出", exact=True).click()
    expect(page.locator("#left")).to_have_count(0)


def downloaded(page: Page, label: str) -> bytes:
    page.locator("header .menu summary, .row .menu summary").last.click()
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=label, exact=True).click()
    return download.value.path().read_bytes()


def edition_is_taken_and_exported(page: Page, entries: list[str]) -> None:
    """Word and references hold the edition's articles in its order, with its sections and its note."""
    page.get_by_text("定稿、分享与管理").click()
    page.get_by_label("定稿名称").fill("送审稿")
    page.get_by_role("button", name="现在定稿").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("送审稿")
    expect(page.locator("main")).to_contain_text("没有差别")
    assert page.locator(".hits h3 a").all_inner_texts() == entries
    paragraphs = docx.Document(io.BytesIO(downloaded(page, "Word"))).paragraphs
    headed = [one.text for one in paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert headed == entries
    assert "渡口变迁 送审稿" in paragraphs[0].text
    assert "往事" in [one.text for one in paragraphs if one.style is not None and one.style.name == "Title"]
    assert "这一篇要核对日期" in [one.text for one in paragraphs]
    page.reload()
    references = downloaded(page, "GB/T 7714—2025").decode("utf-8").splitlines()
    assert len(references) == len(entries)
    for number, (line, title) in enumerate(zip(references, entries, strict=True), 1):
        read = re.fullmatch(r"\[(\d+)\] (?:[^.．]+[.．])?\s*([^\[]+)\[[NJ]\].*", line)
        assert read and int(read[1]) == number and title in read[2], line


def shared_read_and_ended(page: Page, browser: Browser, base: str, entries: list[str]) -> None:
    """A stranger reads the topic by its link, and no more once it has ended."""
    page.get_by_text("定稿、分享与管理").click()
    page.get_by_role("button", name="新建分享链接").click()
    link = page.locator("main code").inner_text()
    page.get_by_role("link", name="回到专题").click()
    for stranger in window(browser, base):
        stranger.goto(link)
        assert stranger.locator(".entries h3 a").all_inner_texts() == entries
        expect(stranger.locator(".note")).to_have_text("这一篇要核对日期")
        expect(stranger.locator("main form")).to_have_count(0)
        expect(stranger.locator("body")).not_to_contain_text("渡口改造听证会")
        page.get_by_role("button", name="停用").click()
        expect(page.locator("#sharing")).to_contain_text("已停用")
        answer = stranger.goto(link)
        assert answer is not None and answer.status == 404
        expect(stranger.locator("body")).to_contain_text("已停用")


def test_a_librarian_from_a_query_to_a_shared_topic(
    browser: Browser, base: str, librarian: Page, editor: Page, tmp_path: Path
) -> None:
    page = librarian
    titles = ticks_over_three_pages(page)
    topic_with_sections_and_notes(page, titles)
    moves_articles(page)
    issue_is_published(editor, tmp_path)
    article_is_corrected(editor)
    what_is_new_and_what_left(page)
    entries = page.locator(".entries h3 a").all_inner_texts()
    assert len(entries) == len({*entries, *titles}) and "柳湾渡口改造收尾" in entries
    address = page.url
    edition_is_taken_and_exported(page, entries)
    page.goto(address)
    shared_read_and_ended(page, browser, base, entries)


WIDER = """() => [...document.querySelectorAll("main *")]
  .filter(one => one.getBoundingClientRect().right > 391)
  .slice(0, 3).map(one => one.outerHTML.slice(0, 160))"""
"""What sticks out."""


def everything_a_topic_has(archive: Archive) -> list[str]:
    """Addresses of pages that show every part of a topic."""
    keeper = TopicKeeper(archive.store.database)
    (reader,) = (one for one in Accounts(archive.store.database).accounts(LOCAL_ADMIN) if one.name == "du")
    me = reader.person
    kept = making.begin(archive, "渡口变迁", "q=渡口", me, cover="## 题解\n\n一段话。")
    changes = [
        TopicChange("section_add", text="往事"),
        TopicChange("section_add", text="工程"),
        TopicChange("file", ("d01", "d02"), "往事"),
        TopicChange("note", ("d01",), text="核对日期"),
        TopicChange("exclude", ("d03",), text="不相干"),
        TopicChange("drop", ("d05", "d06", "d07")),
        TopicChange("later", ("d07",)),
        TopicChange("accept", ("d16",)),
    ]
    kept = keeper.change(kept.id, changes, kept.version, me)
    correcting = Correcting(archive.store)
    texts = {"title": "航道", "body": "水位正常。"}
    correcting.correct("d16", texts, correcting.article("d16").version, LOCAL_ADMIN)
    archive.repair()
    listed = frozen(archive, living(archive, kept), lambda article: article.title)
    taken = Editions(archive.store.database).take(kept.id, "送审稿", listed, kept.version, me)
    secret, _link = TopicLinks(archive.store.database).share(kept.id, me)
    place = f"/topics/{kept.id}"
    parts = ("", "?edit=d02", "?sharing=1", "/suggested", "/history", f"/editions/{taken.id}")
    return ["/topics", "/basket", "/account", *(place + part for part in parts), f"/shared/{secret}"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(
    browser: Browser, archive: Archive, base: str, scheme: Any, language: str
) -> None:
    pages = everything_a_topic_has(archive)
    context = browser.new_context(
        base_url=base, viewport={"width": 390, "height": 844}, color_scheme=scheme, locale=language
    )
    page = context.new_page()
    page.goto("/signin")
    page.locator("[name=name]").fill("du")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/signin" not in url)
    page.goto("/search?q=渡口")
    page.locator(".pick").first.check()
    found = []
    for path in pages:
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach(one => one.open = true)")
        for one in Axe().run(page).response["violations"]:
            found.append((path, one["id"], [node["html"][:160] for node in one["nodes"][:2]]))
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            found.append((path, "wider than the window", page.evaluate(WIDER)))
    context.close()
    assert found == []
