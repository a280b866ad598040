"""Editors in a real browser: the review queue by keys, corrections, two at one article; readers refused."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from corpus.desk import LOCAL_ADMIN, Accounts, Role, accounts
from corpus.model import Article, Issue, ParsedIssue, Provenance
from corpus.store import DOUBTFUL
from search.application.archive import Archive
from search.application.worker import work
from tests.e2e.conftest import serving, window
from tests.web.test_desk_names import ONE, TWO
from tests.web.test_desk_shelf import PAPER

pytestmark = pytest.mark.browser

PASSWORD = "渡口的老槐树今年开花"
ROLES: dict[str, Role] = {"bian": "editor", "ling": "editor", "du": "reader"}


def guessed_at() -> ParsedIssue:
    """An issue of which one field is doubtful in each article, whatever the reading of texts is sure of."""
    doubtful = {"subjects": Provenance("guess", 0.4)}
    return ParsedIssue(
        "河.txt",
        Issue(title="河报"),
        tuple(
            Article(title=name, body=f"{name}时节，堤上有人。", section="要闻", provenance=doubtful)
            for name in ("涨水", "退水", "枯水", "春汛")
        ),
    )


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """Three issues, their index kept up by a worker, and two editors and a reader."""
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)  # the same hash, little work
    monkeypatch.setattr(accounts, "PasswordHasher", quick)
    stopped = threading.Event()
    with Archive.open(tmp_path / "archive", create=True) as archive:
        for name, text in (("一", ONE), ("二", TWO), ("三", PAPER)):
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
            archive.ingest([tmp_path / f"{name}.txt"])
        archive.store.add_issue(guessed_at(), b"river")
        archive.repair()
        kept = Accounts(archive.store.database)
        for name, role in ROLES.items():
            kept.add(name, PASSWORD, role, LOCAL_ADMIN)
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


def signed_in(browser: Browser, base: str, name: str) -> Iterator[Page]:
    for page in window(browser, base):
        page.goto("/signin")
        page.locator("[name=name]").fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/signin" not in url)
        yield page


@pytest.fixture
def editor(browser: Browser, base: str) -> Iterator[Page]:
    yield from signed_in(browser, base, "bian")


@pytest.fixture
def colleague(browser: Browser, base: str) -> Iterator[Page]:
    yield from signed_in(browser, base, "ling")


@pytest.fixture
def reader(browser: Browser, base: str) -> Iterator[Page]:
    yield from signed_in(browser, base, "du")


def waiting(archive: Archive) -> list[tuple[str, str]]:
    return [(one.article.id, one.field) for one in archive.store.review(DOUBTFUL, 1000)]


def asked(page: Page) -> tuple[str, str]:
    """The guess in front of the editor."""
    place = page.locator("section.doubt form").first
    return (
        place.locator("[name=article]").get_attribute("value") or "",
        place.locator("[name=field]").get_attribute("value") or "",
    )


def press(page: Page, key: str) -> None:
    """Press a key of the queue.  What it shows can be read before its script listens; a hand is slower."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def test_the_review_queue_is_worked_off_from_the_keyboard(editor: Page, archive: Archive) -> None:
    before = waiting(archive)
    assert len(before) > 2
    editor.goto("/desk/review")
    first = asked(editor)
    assert first == before[0]
    press(editor, "s")
    expect(editor.get_by_role("button", name="重新显示")).to_be_visible()
    second = asked(editor)
    assert second != first and waiting(archive) == before, "a guess that was skipped is still one"

    press(editor, "a")
    expect(editor.get_by_role("status")).to_contain_text("已处理 1 处")
    assert set(before) - set(waiting(archive)) == {second}
    press(editor, "u")
    expect(editor.get_by_role("status")).to_have_count(0)
    assert waiting(archive) == before

    editor.get_by_role("button", name="重新显示").focus()
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("button", name="重新显示")).to_have_count(0)
    assert asked(editor) == first


def test_all_guesses_like_one_are_listed_accepted_and_taken_back(editor: Page, archive: Archive) -> None:
    before = waiting(archive)
    editor.goto("/desk/review")
    for _ in before:
        if editor.locator("[data-key=l]").count():
            break
        press(editor, "s")
        editor.wait_for_load_state("load")
    article, field = asked(editor)
    press(editor, "l")
    editor.wait_for_url("**/desk/review/like**")
    like = editor.locator("ul.waiting li").count()
    assert like > 1 and waiting(archive) == before, "they are listed first, and nothing is done yet"
    press(editor, "a")
    expect(editor.get_by_role("status")).to_contain_text(f"已处理 {like} 处")
    gone = set(before) - set(waiting(archive))
    assert len(gone) == like and (article, field) in gone and {name for _, name in gone} == {field}
    press(editor, "u")
    expect(editor.get_by_role("status")).to_have_count(0)
    assert waiting(archive) == before


def test_a_guess_is_made_right_from_the_keyboard(editor: Page, archive: Archive) -> None:
    editor.goto("/desk/review")
    article, field = asked(editor)
    was = getattr(archive.store.article(article), field)
    press(editor, "e")
    expect(editor.locator("section.doubt [name=value]")).to_be_focused()
    editor.keyboard.type("石桥供水站")
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("status")).to_contain_text("已处理 1 处")
    assert getattr(archive.store.article(article), field) == ("石桥供水站",)
    press(editor, "u")
    expect(editor.get_by_role("status")).to_have_count(0)
    assert getattr(archive.store.article(article), field) == was


def test_an_article_is_corrected_found_and_set_back(editor: Page, archive: Archive) -> None:
    editor.goto("/search?q=旧水车")
    editor.locator(".hits h2 a").first.click()
    editor.get_by_role("link", name="更正", exact=True).first.click()
    editor.locator("#f-title").fill("老水碾转起来了")
    editor.get_by_label("理由（可不填）").fill("以原稿为准")
    editor.keyboard.press("Enter")
    expect(editor.locator("main")).to_contain_text("以原稿为准")
    history = editor.url

    def found(total: int) -> None:
        for _ in range(40):
            editor.goto("/search?q=title:老水碾")
            if editor.locator(".hits > li").count() == total:
                return
            editor.wait_for_timeout(100)
        raise AssertionError("the index did not follow")

    found(1)
    editor.goto(history)
    editor.get_by_role("button", name="撤销").first.click()
    found(0)


def test_the_later_of_two_editors_sees_both_versions_and_loses_nothing(
    editor: Page, colleague: Page, archive: Archive
) -> None:
    article = next(one for one in archive.store.iter_articles() if "水车" in one.title)
    for page in (editor, colleague):
        page.goto(f"/articles/{article.id}/correct")
    editor.locator("#f-title").fill("水车修好了")
    editor.get_by_role("button", name="保存更正").click()
    expect(editor.locator("main")).to_contain_text("水车修好了")
    colleague.locator("#f-title").fill("石桥旧水车又转")
    colleague.locator("#f-section").fill("村讯")
    colleague.get_by_role("button", name="保存更正").click()
    clash = colleague.locator("fieldset.clash")
    expect(clash).to_have_count(1)
    expect(clash).to_contain_text("用已保存的：水车修好了")
    expect(colleague.locator("#f-title")).to_have_value("石桥旧水车又转")
    expect(colleague.locator("#f-section")).to_have_value("村讯")
    assert archive.store.article(article.id).title == "水车修好了", "nothing is overwritten unasked"
    clash.get_by_label("用我写的").check()
    colleague.get_by_role("button", name="保存更正").click()
    expect(colleague.locator("main")).to_contain_text("村讯")
    kept = archive.store.article(article.id)
    assert (kept.title, kept.section) == ("石桥旧水车又转", "村讯")
    told = {(one.who, one.new) for one in archive.store.corrections(article.id)}
    assert told == {("bian", "水车修好了"), ("ling", "石桥旧水车又转"), ("ling", "村讯")}


PAGES = (
    "/desk/",
    "/desk/bring-in",
    "/desk/issues",
    "/desk/review",
    "/articles/{article}/correct",
    "/issues/{issue}/correct",
    "/desk/organizations",
    "/desk/people",
    "/desk/words",
    "/desk/accounts",
    "/desk/activity",
)
WRITES: dict[str, object] = {
    "articles/{article}/corrections": {"version": "", "changes": {"title": "改"}},
    "issues/{issue}/withdraw": {},
    "issues/{issue}/remove": {"title": "改"},
    "drafts/{issue}/publish": {},
    "doubts/accept": {"article": "{article}", "field": "title"},
    "corrections/undo": {"seqs": [1]},
    "names/changes": {"edits": [{"action": "merge", "name": "青川联电", "value": "石桥"}]},
    "names/undo": {"changes": [1]},
    "words/changes": {"action": "add", "words": ["旧水车"]},
    "words/undo": {"state": 0},
}
SEND = """async ([path, body, form]) => (await fetch(path, {
    method: "POST", headers: {"Content-Type": "application/json", "X-Form": form}, body
})).status"""


def test_a_reader_is_refused_each_by_page_and_by_program(reader: Page, archive: Archive) -> None:
    article = next(one for one in archive.store.iter_articles() if "水车" in one.title)
    places = {"{article}": article.id, "{issue}": article.issue_id or ""}

    def at(path: str) -> str:
        for name, value in places.items():
            path = path.replace(name, value)
        return path

    reader.goto("/account")
    form = reader.locator("[name=form]").first.get_attribute("value")
    for path in PAGES:
        answer = reader.goto(at(path))
        assert answer is not None and answer.status == 403, path
        expect(reader.locator("main")).to_contain_text(re.compile("编辑|管理员|权限|不能"))
    reader.goto(f"/articles/{article.id}")
    expect(reader.get_by_role("link", name="更正", exact=True)).to_have_count(0)
    for path, body in WRITES.items():
        sent = [at(f"/api/v1/{path}"), at(json.dumps(body, ensure_ascii=False)), form]
        assert reader.evaluate(SEND, sent) == 403, path
    assert archive.store.corrections() == []
