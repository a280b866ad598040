"""The preview: every edit as a form, nothing lost, two at once, who may."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from corpus.desk import LOCAL_ADMIN, Accounts, Issues, Role, Split, accounts
from corpus.desk.edit_rows import add_edit, edits_of
from corpus.intake.ingest import ingest_bytes
from search.application.archive import Archive
from tests.web.test_desk_access import PASSWORD, secret_of, signed_in
from web.serving.app import create_app

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"

TEXT = """清渡简报
2033年第4期

【要闻】
清渡水务启用新泵站
4月6日，清渡水务在柳湾启用新泵站，沿河三个村的灌溉用水当天恢复，老泵房改作陈列
室，向村民开放。
（苏映）
柳湾小学迎来新校车
4月9日，柳湾小学迎来两辆新校车，往返山路的四十名学生不必再步行，家长代表到场致
谢。
（何望山）

【短讯】
清渡水务发布用水月报
4月15日，清渡水务发布三月用水月报，全镇用水量比上月下降，漏损率降到历史最低，
月报张贴在各村公告栏。
- 3 -
主编：江月  校对：白石
"""


def line(start: str) -> int:
    return next(n for n, text in enumerate(TEXT.split("\n"), 1) if text.startswith(start))


class Desk:
    """A site with one draft, and the forms of whoever sits at it."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.app = create_app(archive, TESTING=True, LOCAL=True)
        self.client = self.app.test_client()
        self.draft = self.bring("清渡.txt", TEXT.encode())
        self.secret = secret_of(self.client.get("/signin").text)

    def bring(self, name: str, data: bytes) -> str:
        report = ingest_bytes([(name, data)], self.archive.store, self.archive.parser(), draft=True)
        return report.outcomes[0][1].issue_id

    def page(self, query: str = "") -> str:
        answer = self.client.get(f"/desk/drafts/{self.draft}{query}")
        assert answer.status_code == 200, answer.text
        return answer.text

    @property
    def version(self) -> int:
        found = re.search(r'name="version" value="(\d+)"', self.page())
        assert found
        return int(found[1])

    def send(self, do: str, at: int = 0, version: int | None = None, **values: object) -> TestResponse:
        data = {"form": self.secret, "version": self.version if version is None else version, "do": do}
        if do in ("fields", "issue"):
            data["was"] = self.was(at)
        return self.client.post(f"/desk/drafts/{self.draft}", data={**data, "line": at, **values})

    def was(self, at: int) -> str:
        """What the form of the article at this line (0: of the issue) says that stands there."""
        forms = re.findall(r'name="was" value="([^"]*)"', self.page().split(f'<article id="a{at}"')[-1])
        return unescape(forms[0]) if forms else "{}"

    def step(self, which: str, version: int | None = None) -> TestResponse:
        data = {"form": self.secret, "version": self.version if version is None else version}
        return self.client.post(f"/desk/drafts/{self.draft}/{which}", data=data)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        yield Desk(archive)


def titles(html: str) -> list[str]:
    found = re.findall(r'<article id="a\d+".*?<h2>(.*?)<span', html, re.S)
    return [unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in found]


def shown_lines(html: str) -> list[int]:
    return [int(one) for one in re.findall(r'<li id="L(\d+)"', html)]


def value_of(html: str, title: str, field: str) -> str:
    card = next(one for one in html.split("<article ")[1:] if title in one.split("</h2>")[0])
    found = re.search(rf'name="{field}"[^>]*? value="([^"]*)"', card)
    assert found, card
    return unescape(found[1])


# -- what is seen ------------------------------------------------------------------------------------


def test_the_source_stands_beside_its_articles_and_what_is_in_none_says_why(desk: Desk) -> None:
    html = desk.page()
    assert titles(html) == ["清渡水务启用新泵站", "柳湾小学迎来新校车", "清渡水务发布用水月报"]
    assert shown_lines(html) == [n for n, text in enumerate(TEXT.split("\n"), 1) if text.strip()]
    apart = re.findall(r'<section id="x\d+".*?</section>', html, re.S)
    told = {re.sub(r"<[^>]+>", " ", one) for one in apart}
    assert any("刊头" in one and "清渡简报" in one for one in told)
    assert any("页码" in one and "- 3 -" in one for one in told)
    assert any("江月" in one for one in told)
    assert value_of(html, "清渡水务启用新泵站", "date") == "2033-04-06"
    assert value_of(html, "柳湾小学迎来新校车", "authors") == "何望山"


def test_how_sure_a_value_is_has_a_word_and_a_shape_beside_its_colour(desk: Desk) -> None:
    html = desk.page()
    for how, sign, label in (("sure", "●", "有把握"), ("likely", "◐", "大致可信")):
        assert re.search(
            rf'class="sure {how}" title="{label}[^"]*" role="img" aria-label="{label}[^"]*">{sign}', html
        )
    desk.send("fields", line("柳湾小学"), title="柳湾小学添了校车")
    assert re.search(r'class="sure hand" title="人工"[^>]*>✎', desk.page())


def test_a_page_picture_has_every_line_boxed(desk: Desk) -> None:
    name = next(one for one in SAMPLES.iterdir() if one.suffix == ".pdf")
    desk.draft = desk.bring(name.name, name.read_bytes())
    first = desk.page()
    pages = int(re.search(r'name="leaf" min="1" max="(\d+)"', first)[1])  # type: ignore[index]
    seen: Counter[int] = Counter()
    for number in range(1, pages + 1):
        html = desk.page(f"?leaf={number}")
        boxed = re.findall(r'<li id="L(\d+)"[^>]*style="left:[\d.]+%;top:[\d.]+%;width:[\d.]+%', html)
        assert [int(one) for one in boxed] == shown_lines(html)
        seen.update(shown_lines(html))
        picture = desk.client.get(f"/desk/drafts/{desk.draft}/pages/{number}?width=300")
        assert picture.mimetype == "image/png" and picture.data.startswith(b"\x89PNG")
    draft = desk.app.extensions["drafting"].drafts.draft(desk.draft)
    assert seen == Counter(one.line.number for one in draft.lines)
    text = desk.page("?view=text")
    assert 'style="left' not in text and draft.lines[0].line.text in unescape(text)
    assert desk.client.get(f"/desk/drafts/{desk.draft}/pages/{pages + 1}").status_code == 404


def test_a_line_shows_its_article_and_an_article_its_line(desk: Desk) -> None:
    at = line("柳湾小学")
    html = desk.page(f"?line={at + 1}")
    assert re.search(rf'<article id="a{at}"[^>]*class="card on"', html)
    assert f'href="/desk/drafts/{desk.draft}?line={at}#L{at}"' in html
    assert f'href="#a{at}"' in html and f'name="line" value="{at + 1}"' in html


def test_a_long_source_is_shown_a_stretch_at_a_time_and_whole(desk: Desk) -> None:
    paragraph = "".join(f"第{n}条：渡口每日六时开航，十八时停航，遇大风另行通告。\n" for n in range(400))
    desk.draft = desk.bring("长.txt", ("清渡规程\n\n" + paragraph).encode())
    seen: Counter[int] = Counter()
    for number in range(1, 4):
        seen.update(shown_lines(desk.page(f"?leaf={number}")))
    assert len(seen) == 401 and set(seen.values()) == {1}
    assert "L300" in desk.page("?line=300")


# -- every edit as a form ----------------------------------------------------------------------------


def test_splitting_and_joining_lead_back_to_the_line(desk: Desk) -> None:
    at = line("4月9日")
    sent = desk.send("split", at)
    assert sent.status_code == 303 and sent.location == f"/desk/drafts/{desk.draft}?line={at}#L{at}"
    assert len(titles(desk.page())) == 4
    assert desk.send("join", at).status_code == 303
    assert titles(desk.page()) == ["清渡水务启用新泵站", "柳湾小学迎来新校车", "清渡水务发布用水月报"]


@pytest.mark.parametrize(
    ("role", "start", "expected"),
    [
        ("title", "柳湾小学", "title"),
        ("subtitle", "谢。", "subtitle"),
        ("byline", "谢。", "byline"),
        ("body", "（何望山）", "body"),
        ("section", "柳湾小学", "section"),
        ("furniture", "（何望山）", "furniture"),
    ],
)
def test_marking_a_line(desk: Desk, role: str, start: str, expected: str) -> None:
    at = line(start)
    assert desk.send(f"mark:{role}", at).status_code == 303
    classes = re.search(rf'<li id="L{at}"[^>]*class="([^"]*)"', desk.page())
    assert classes and classes[1].split()[0] == expected and "hand" in classes[1].split()


def test_a_range_of_lines_becomes_one_headline(desk: Desk) -> None:
    at = line("柳湾小学")
    desk.send("mark:title", at, last=at + 1)
    assert titles(desk.page())[1].startswith("柳湾小学迎来新校车 4月9日，柳湾小学迎来两辆")


def test_fields_are_set_as_people_write_them(desk: Desk) -> None:
    at = line("清渡水务启用")
    sent = desk.send(
        "fields", at, title="新泵站启用", authors="苏映，林一苇", date="4月7日", section="水务",
        organizations="清渡水务；柳湾村委会", people="",
    )  # fmt: skip
    assert sent.status_code == 303
    html = desk.page()
    expected = {
        "authors": "苏映、林一苇", "date": "2033-04-07", "section": "水务",
        "organizations": "清渡水务、柳湾村委会", "people": "",
    }  # fmt: skip
    assert {name: value_of(html, "新泵站启用", name) for name in expected} == expected
    again = {**expected, "title": "新泵站启用"}
    before = desk.version
    assert desk.send("fields", at, **again).status_code == 303
    assert desk.version == before  # what was typed as it stood is no change


@pytest.mark.parametrize("said", [{"date": "4月6日"}, {"date": "2033-04-06", "confirm": "date"}])
def test_an_inferred_date_written_anew_or_ticked_is_stated(desk: Desk, said: dict[str, str]) -> None:
    at = line("清渡水务启用")

    def card() -> str:
        return desk.page().split(f'<article id="a{at}"')[1].split("</article>")[0]

    assert "推定" in card() and 'name="confirm"' in card()
    desk.send("fields", at, date="2033-04-06")
    assert 'name="confirm"' in card()  # the form as it was filled says nothing
    assert desk.send("fields", at, **said).status_code == 303
    assert 'name="confirm"' not in card() and "2033-04-06" in card()
    assert re.search(r"2033-04-06[^<]*<span class=\"soft\">推定", card()) is None


def test_a_refused_value_says_why_and_loses_nothing_typed(desk: Desk) -> None:
    at = line("清渡水务启用")
    sent = desk.send("fields", at, title="新泵站启用", date="那天")
    assert sent.status_code == 422 and "不是哪一天" in sent.text
    assert value_of(sent.text, "清渡水务启用新泵站", "title") == "新泵站启用"
    assert 'value="那天"' in sent.text and re.search(rf'id="f{at}" open', sent.text)
    assert desk.version == 0  # none of the two was made


def test_the_issue_is_named_and_dates_follow(desk: Desk) -> None:
    assert desk.send("issue", publication="柳湾月报", year="2034", month="5").status_code == 303
    html = desk.page()
    assert "柳湾月报 2034年5月" in html
    assert "2034-04-06" in html
    refused = desk.send("issue", month="13")
    assert refused.status_code == 422 and "1–12" in refused.text


def test_undo_and_redo_lead_to_what_they_changed(desk: Desk) -> None:
    at = line("4月9日")
    desk.send("split", at)
    undone = desk.step("undo")
    assert undone.location.endswith(f"?line={at}#L{at}") and len(titles(desk.page())) == 3
    assert "已撤销" in desk.page()
    assert desk.step("redo").location.endswith(f"#L{at}") and len(titles(desk.page())) == 4
    nothing = desk.step("redo")
    assert nothing.status_code == 422 and "没有可撤销或重做的修改" in nothing.text


def test_nothing_is_lost_by_another_process(desk: Desk) -> None:
    desk.send("split", line("4月9日"))
    with Archive.open(desk.archive.directory) as other:
        again = create_app(other, TESTING=True, LOCAL=True).test_client()
        assert len(titles(again.get(f"/desk/drafts/{desk.draft}").text)) == 4


# -- two at once -------------------------------------------------------------------------------------


def test_the_later_of_two_sees_both_and_chooses(desk: Desk) -> None:
    at = line("柳湾小学")
    was = desk.was(at)
    desk.send("fields", at, version=0, title="校车来了")
    clash = desk.send("fields", at, version=0, was=was, title="柳湾小学迎来新校车", people="何望山")
    assert clash.status_code == 409
    assert "校车来了" in clash.text and "何望山" in clash.text
    assert titles(desk.page())[1] == "校车来了"  # nothing was written
    made = [unescape(one) for one in re.findall(r'name="edit" value="([^"]*)"', clash.text)]
    version = re.search(r'name="version" value="(\d+)"', clash.text)
    assert version and len(made) == 1  # the title was not touched by whoever came second
    assert desk.send("again", at, version=int(version[1]), edit=made).status_code == 303
    assert titles(desk.page())[1] == "校车来了"
    assert value_of(desk.page(), "校车来了", "people") == "何望山"
    late = desk.step("undo", version=0)
    assert late.status_code == 409 and "何望山" in late.text


def test_a_new_printing_says_what_it_will_replace(desk: Desk) -> None:
    Issues(desk.archive.store).publish(desk.draft, LOCAL_ADMIN)
    assert "发布后将替换" not in desk.page()
    desk.draft = desk.bring("清渡（重印）.txt", TEXT.replace("四十名", "四十一名").encode())
    assert "发布后将替换已有的 清渡简报" in desk.page()


def test_another_draft_of_the_issue_is_told_and_not_edited_blindly(desk: Desk) -> None:
    of = re.search(r'name="of" value="([0-9a-f]+)"', desk.page())
    assert of and "另有 1 份草稿" not in desk.page()
    first, desk.draft = desk.draft, desk.bring("清渡.txt", ("增刊\n" + TEXT).encode())
    assert desk.draft != first and "另有 1 份草稿" in desk.page()
    before = titles(desk.page())  # its lines are counted differently
    sent = desk.send("split", line("4月9日"), version=0, of=of[1])
    assert sent.status_code == 422 and "另一次印刷" in sent.text
    assert titles(desk.page()) == before and desk.version == 0


# -- what has no preview -----------------------------------------------------------------------------


def test_records_are_a_table(desk: Desk) -> None:
    rows = "title,body,date\n渡口停航,渡口停航三天。,2033-04-01\n渡口复航,渡口今日复航。,2033-04-04\n"
    desk.draft = desk.bring("记录.csv", rows.encode())
    html = desk.page()
    assert "渡口停航" in html and "2033-04-04" in html and "逐篇" in html and "<table>" in html


def test_many_records_come_in_leaves(desk: Desk) -> None:
    rows = "".join(f"渡口公告{n},渡口第{n}号公告。\n" for n in range(105))
    desk.draft = desk.bring("公告.csv", ("title,body\n" + rows).encode())
    first, second = desk.page(), desk.page("?start=100")
    assert "渡口公告99<" in first and "渡口公告100<" not in first and "start=100" in first
    assert "渡口公告100<" in second and "渡口公告104<" in second and 'rel="next"' not in second


def test_an_edit_that_no_longer_applies_is_said(desk: Desk) -> None:
    store = desk.archive.store
    digest = store.whole.source_digest(desk.draft)
    with store.database.write() as conn:  # as it was kept when an earlier reader counted another line
        add_edit(conn, digest, edits_of(conn, digest), Split(4000, "早先有的一行"), LOCAL_ADMIN)
    html = desk.page()
    assert "有一处修改不再适用" in html and "早先有的一行" in html
    assert shown_lines(html) == [n for n, text in enumerate(TEXT.split("\n"), 1) if text.strip()]


def test_what_is_published_can_only_be_looked_at(desk: Desk) -> None:
    Issues(desk.archive.store).publish(desk.draft, LOCAL_ADMIN)
    html = desk.page(f"?line={line('4月9日')}")
    assert "已不是草稿" in html and 'name="do"' not in html
    sent = desk.send("split", line("4月9日"), version=0)
    assert sent.status_code == 422 and "更正文章" in sent.text


def test_what_makes_no_sense_is_refused(desk: Desk) -> None:
    assert desk.client.get("/desk/drafts/nothing").status_code == 404
    for do in ("", "mark:hero", "explode"):
        assert desk.send(do, line("4月9日")).status_code == 422, do
    assert desk.send("split", 4000).status_code == 422
    assert desk.send("fields", line("清渡简报"), title="x").status_code == 422
    assert desk.send("again", 1, edit="{").status_code == 422
    missing = desk.client.post(
        f"/desk/drafts/{desk.draft}", data={"form": desk.secret, "do": "split", "line": 5}
    )
    assert missing.status_code == 422
    strange = desk.client.post(f"/desk/drafts/{desk.draft}", data={"version": 0, "do": "split", "line": 5})
    assert strange.status_code == 422  # no form of ours


# -- who may -----------------------------------------------------------------------------------------


def test_readers_are_refused_every_part(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)  # the same hash, little work
    monkeypatch.setattr(accounts, "PasswordHasher", quick)
    roles: dict[str, Role] = {"guan": "administrator", "bian": "editor", "du": "reader"}
    for name, role in roles.items():
        Accounts(desk.archive.store.database).add(name, PASSWORD, role, LOCAL_ADMIN)
    path = f"/desk/drafts/{desk.draft}"
    client = signed_in(desk.app, "du")
    form = secret_of(client.get("/account").text)
    assert client.get(path).status_code == 403
    assert client.get(f"{path}/pages/1").status_code == 403
    for where in (path, f"{path}/undo", f"{path}/redo"):
        sent = client.post(where, data={"form": form, "version": 0, "do": "split", "line": line("4月9日")})
        assert sent.status_code == 403, where
    assert desk.version == 0
    assert signed_in(desk.app, "bian").get(path).status_code == 200
    outside = create_app(desk.archive, TESTING=True).test_client().get(path)
    assert outside.status_code == 303 and outside.location.startswith("/signin")


# -- a property --------------------------------------------------------------------------------------

NUMBERS = [n for n, text in enumerate(TEXT.split("\n"), 1) if text.strip()]
MARKS = tuple(f"mark:{one}" for one in ("title", "byline", "body", "section", "furniture"))
Deed = tuple[str, int, int]
DEEDS: st.SearchStrategy[Deed] = st.tuples(
    st.sampled_from(["split", "join", *MARKS]), st.sampled_from(NUMBERS), st.integers(0, 2)
) | st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just(0))


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Archive.open(tmp_path_factory.mktemp("preview") / "archive", create=True) as archive:
        yield Desk(archive)


@given(st.lists(DEEDS, min_size=1, max_size=5))
@settings(max_examples=25)
def test_every_line_is_in_one_place_whatever_is_done(lasting: Desk, deeds: list[Deed]) -> None:
    for do, at, more in deeds:
        sent = lasting.step(do) if not at else lasting.send(do, at, last=at + more)
        assert sent.status_code in (303, 422), sent.text
    html = lasting.page()
    assert shown_lines(html) == NUMBERS
    apart = "".join(re.findall(r'<section id="x\d+".*?</section>', html, re.S))
    outside = re.findall(r'<li id="L(\d+)" data-line="\d+" data-key="0"', html)
    assert re.findall(r"#L(\d+)", apart) == outside
