"""The preview's operations: each does what it says, all keep every character, undo brings back what was."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.desk import (
    Conflict,
    Drafts,
    Issues,
    Join,
    Mark,
    NotAllowed,
    Reading,
    Refused,
    Resection,
    SetField,
    SetIssue,
    Split,
    draft_edits_of,
    edit_from,
    edit_json,
    replay,
)
from corpus.desk.draft_edits import MARK_ROLES, DraftEdit
from corpus.entities import Gazetteer, Recognizer
from corpus.errors import IssueNotFound
from corpus.intake.ingest import Parser, ingest_bytes, reparse
from corpus.model import Document, Line, ParsedIssue, Provenance
from corpus.splitting import split
from corpus.store import CorrectionRefused, Store
from tests.corpus.desk.people import EDITOR, OTHER, READER

TEXT = """河湾通信
2031年第8期

【要闻】
河湾电信开通山区基站
8月3日，河湾电信在北岭乡开通首个山区高速基站，当地村民第一次用上了千兆网络，农产
品直播销量翻番。下一步将继续推进沿线村庄的覆盖。
（闻溪）
邮电设计院举办青年技术比武
8月9日，邮电设计院举办青年技术比武，二十四名选手参加了光缆熔接、故障定位两个项
目的角逐，最终三人获得技术标兵称号。
（陆行舟）

【综合】
数据中心二期通过验收
8月12日，临川数据中心二期工程通过验收，采用间接蒸发冷却技术，年节电约三百万度。
专家组认为工程质量优良，同意交付使用。
学会召开工作会议
8月20日，学会召开年度工作会议，听取上一年度工作报告，研究部署新一年的重点任务。
- 2 -
主编：江月  校对：白石
"""


def document(text: str = TEXT) -> Document:
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    return Document("八月.txt", "txt", lines)


DOCUMENT = document()
PARSED = split(DOCUMENT)
AT = {line.text.strip(): line.number for line in DOCUMENT.lines if line.text.strip()}


def line(start: str) -> int:
    return next(number for text, number in AT.items() if text.startswith(start))


def after(*edits: DraftEdit, parsed: ParsedIssue = PARSED) -> ParsedIssue:
    return replay(DOCUMENT, parsed, edits)


def titles(parsed: ParsedIssue) -> list[str]:
    return [one.title for one in parsed.articles]


def characters(parsed: ParsedIssue) -> Counter[str]:
    texts = [aside.text for aside in parsed.asides]
    for one in parsed.articles:
        texts += [one.title if one.provenance["title"].how != "first words of the text" else "",
                  one.subtitle, one.body, one.byline]  # fmt: skip
    return Counter(c for text in texts for c in text if not c.isspace())


def test_the_sample_is_read_as_four_articles() -> None:
    assert titles(PARSED) == [
        "河湾电信开通山区基站", "邮电设计院举办青年技术比武", "数据中心二期通过验收", "学会召开工作会议",
    ]  # fmt: skip
    assert characters(PARSED) == Counter(c for c in TEXT if not c.isspace())


def test_without_edits_nothing_changes() -> None:
    assert after() == PARSED


def test_split_and_join_back() -> None:
    parsed = after(Split(line("专家组认为")))
    assert len(parsed.articles) == 5 and parsed.articles[3].body.startswith("专家组认为")
    assert parsed.articles[3].section == "综合" and parsed.articles[2].title == "数据中心二期通过验收"
    assert parsed.articles[3].provenance["bounds"] == Provenance("marked by hand", 1.0)
    for at in (0, 1, 4):  # what nobody touched is as it was, to the last field
        assert parsed.articles[at] == PARSED.articles[min(at, 3)]
    back = after(Split(line("专家组认为")), Join(line("专家组认为")))
    assert [(one.title, one.body, one.lines) for one in back.articles] == [
        (one.title, one.body, one.lines) for one in PARSED.articles
    ]


def test_join_makes_one_text_of_two() -> None:
    parsed = after(Join(line("学会召开工作会议")))
    assert titles(parsed)[2:] == ["数据中心二期通过验收"]
    joined = parsed.articles[2]
    assert joined.body.split("\n")[-2:] == [
        "学会召开工作会议",
        "8月20日，学会召开年度工作会议，听取上一年度工作报告，研究部署新一年的重点任务。",
    ]
    assert PARSED.articles[3].lines is not None
    assert joined.lines == (line("数据中心二期"), PARSED.articles[3].lines[1])
    first = after(Join(line("邮电设计院举办")))
    assert first.articles[0].title == "河湾电信开通山区基站" and len(first.articles) == 3


def test_marks() -> None:
    new = after(Split(line("8月12日")), Mark(line("8月12日"), line("8月12日"), "title"))
    assert new.articles[3].title.startswith("8月12日，临川") and new.articles[3].title.endswith("三百万度。")
    assert new.articles[3].body == "专家组认为工程质量优良，同意交付使用。"
    sub = after(Mark(line("8月12日"), line("8月12日"), "subtitle")).articles[2]
    assert sub.subtitle.startswith("8月12日，临川") and sub.body == "专家组认为工程质量优良，同意交付使用。"
    furniture = after(Mark(line("专家组认为"), line("专家组认为"), "furniture"))
    assert "专家组" not in furniture.articles[2].body
    assert ("furniture", "专家组认为工程质量优良，同意交付使用。", "marked by hand") in [
        (one.kind, one.text, one.reason) for one in furniture.asides
    ]
    byline = after(Mark(line("专家组认为"), line("专家组认为"), "byline")).articles[2]
    assert byline.byline == "专家组认为工程质量优良，同意交付使用。" and byline.credit == byline.byline
    body = after(Mark(line("（陆行舟"), line("（陆行舟"), "body"))
    assert characters(body) == characters(PARSED)
    back = after(Mark(line("主编"), line("主编"), "body"))
    assert "主编：江月" in back.articles[-1].body + back.articles[-1].byline
    assert not any("主编" in one.text for one in back.asides)
    no_head = after(Mark(line("数据中心二期"), line("数据中心二期"), "body")).articles[2]
    assert no_head.body.startswith("数据中心二期通过验收") and no_head.provenance["title"].confidence < 0.5


def test_a_section_head_cuts_and_names() -> None:
    at = line("学会召开工作会议")
    parsed = after(Mark(at, at, "section"))
    assert [one.section for one in parsed.articles] == ["要闻", "要闻", "综合", "学会召开工作会议"]
    assert (
        parsed.articles[3].body.startswith("8月20日") and parsed.articles[2].lines == PARSED.articles[2].lines
    )
    early = line("邮电设计院举办")
    parsed = after(Mark(early, early, "section"))
    assert [one.section for one in parsed.articles] == ["要闻", "邮电设计院举办青年技术比武", "综合", "综合"]
    inside = after(Mark(line("专家组"), line("专家组"), "section"))
    assert [one.section for one in inside.articles][2:] == ["综合", "专家组认为工程质量优良，同意交付使用。"]


def test_fields() -> None:
    at = line("数据中心二期")
    parsed = after(
        SetField(at, "authors", ["江月", "白石"]),
        SetField(at, "date", "2031-08-13"),
        SetField(at + 1, "organizations", ["临川数据中心"]),
        Resection(at, "工程"),
        SetField(line("学会召开"), "title", "学会开会"),
    )
    one = parsed.articles[2]
    assert (one.authors, one.date, one.date_basis) == (("江月", "白石"), dt.date(2031, 8, 13), "stated")
    assert (one.organizations, one.section, one.body) == (("临川数据中心",), "工程", PARSED.articles[2].body)
    assert all(one.provenance[name].confidence == 1.0 for name in ("authors", "date", "section"))
    assert parsed.articles[3].title == "学会开会"
    kept = after(SetField(at, "title", "改"), Split(line("专家组认为")))
    assert titles(kept)[2] == "改" and titles(kept)[3] != "改"


def test_the_issue() -> None:
    parsed = after(SetIssue("year", 2030), SetIssue("title", "河湾通信 八月号"))
    assert (parsed.issue.year, parsed.issue.month, parsed.issue.title) == (2030, 8, "河湾通信 八月号")
    assert [one.date for one in parsed.articles if one.date] == [
        dt.date(2030, 8, day) for day in (3, 9, 12, 20)
    ]
    assert {one.issue_title for one in parsed.articles} == {"河湾通信 八月号"}


def test_what_has_no_meaning_is_said_and_left_out() -> None:
    edits = [Split(line("河湾电信开通")), Join(line("河湾电信开通")), Split(line("【要闻】")), Split(999)]
    replayed = Reading(DOCUMENT, PARSED).replay(edits)
    assert [number for number, _ in replayed.refused] == [0, 1, 2, 3]
    assert replayed.parsed.articles == PARSED.articles and len(replayed.parsed.notices) == 4


def test_an_edit_finds_its_line_when_the_numbers_have_moved() -> None:
    moved = document("刊头另加一行\n\n" + TEXT)
    edit = Split(line("专家组认为"), "专家组认为工程质量优良，同意交付使用。")
    parsed = replay(moved, split(moved), [edit])
    assert any(one.body.startswith("专家组认为") for one in parsed.articles)


def test_the_preview_says_what_every_line_is() -> None:
    replayed = Reading(DOCUMENT, PARSED).replay([Mark(line("专家组"), line("专家组"), "furniture")])
    assert [one.line.number for one in replayed.lines] == sorted(AT.values())
    of = {one.line.number: one for one in replayed.lines}
    assert (of[line("数据中心二期")].article, of[line("数据中心二期")].role) == (2, "title")
    assert of[line("（闻溪）")].role == "byline" and of[line("8月12日")].role == "body"
    assert of[line("【综合】")].role == "section" and of[line("- 2 -")].reason == "page number"
    assert of[line("专家组")].by_hand and of[line("专家组")].article is None


def test_names_are_found_in_what_is_read_again() -> None:
    recognizer = Recognizer(Gazetteer.load())
    parsed = Parser(recognizer).document(DOCUMENT)
    edited = replay(DOCUMENT, parsed, [Split(line("专家组认为"))], recognizer=recognizer)
    whole = replay(
        DOCUMENT, parsed, [Split(line("专家组认为")), Join(line("专家组认为"))], recognizer=recognizer
    )
    assert edited.articles[0] is not None and "organizations" in edited.articles[3].provenance
    assert whole.articles[2].organizations == parsed.articles[2].organizations


NUMBERS = st.sampled_from(sorted(AT.values()))
EDITS = st.one_of(
    st.builds(Split, NUMBERS),
    st.builds(Join, NUMBERS),
    st.builds(
        lambda a, n, role: Mark(a, a + n, role), NUMBERS, st.integers(0, 3), st.sampled_from(MARK_ROLES)
    ),
    st.builds(Resection, NUMBERS, st.sampled_from(["", "新栏"])),
)


@settings(max_examples=150)
@given(st.lists(EDITS, max_size=8))
def test_no_edit_loses_or_doubles_a_character(edits: list[DraftEdit]) -> None:
    reading = Reading(DOCUMENT, PARSED)
    replayed = reading.replay(edits)
    assert characters(replayed.parsed) == characters(PARSED)
    owned = [one.article for one in replayed.lines]
    assert {at for at in owned if at is not None} == set(range(len(replayed.parsed.articles)))
    assert reading.replay([]).parsed == PARSED
    assert Reading(DOCUMENT, PARSED).replay(edits) == replayed  # what is remembered changes nothing


@given(EDITS)
def test_edits_go_to_json_and_back(edit: DraftEdit) -> None:
    assert edit_from(edit_json(edit)) == edit


@pytest.mark.parametrize(
    "values",
    [{}, {"edit": "burn"}, {"edit": "split"}, {"edit": "split", "line": "3"}, {"edit": "split", "line": True},
     {"edit": "mark", "line": 3, "role": "poem"}, {"edit": "split", "line": 3, "x": 1},
     {"edit": "section", "line": 3, "name": 4}],
)  # fmt: skip
def test_refused_json(values: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        edit_from(values)
    assert "\n" not in str(refused.value)


def test_json_of_a_date() -> None:
    edit = edit_from({"edit": "set", "line": 3, "field": "date", "value": "2031-08-13"})
    assert edit == SetField(3, "date", "2031-08-13") and edit_from(edit_json(edit)) == edit
    with pytest.raises(CorrectionRefused):
        edit_from({"edit": "set", "line": 3, "field": "date", "value": "八月"})
    assert edit_from({"edit": "mark", "line": 3, "role": "body"}) == Mark(3, 3, "body")


# ---------------------------------------------------------------- in the store


@pytest.fixture
def drafts(store: Store) -> Drafts:
    parser = Parser()
    return Drafts(store, lambda: parser)


@pytest.fixture
def issue_id(store: Store) -> str:
    report = ingest_bytes([("八月.txt", TEXT.encode())], store, Parser(), draft=True)
    return report.outcomes[0][1].issue_id


def test_changed_undone_and_done_again(store: Store, drafts: Drafts, issue_id: str) -> None:
    first = drafts.draft(issue_id)
    assert (first.version, first.place, len(first.parsed.articles)) == (0, 0, 4)
    ids = [one.id for one in store.whole.issue_articles(issue_id)]
    split_ = drafts.change(issue_id, Split(line("专家组认为")), 0, EDITOR)
    assert (split_.version, split_.place, split_.edits[0].who) == (1, 1, "陆行舟")
    kept = store.whole.issue_articles(issue_id)
    assert [one.title for one in kept] == titles(split_.parsed) and len(kept) == 5
    assert [one.id for one in kept if one.id in ids] == ids  # those that stayed keep their ids
    undone = drafts.undo(issue_id, 1, EDITOR)
    assert undone.parsed == first.parsed and (undone.version, undone.place, len(undone.edits)) == (2, 0, 1)
    assert [one.id for one in store.whole.issue_articles(issue_id)] == ids
    again = drafts.redo(issue_id, 2, OTHER)
    assert again.parsed == split_.parsed and again.version == 3
    drafts.undo(issue_id, 3, EDITOR)
    other = drafts.change(issue_id, Resection(line("专家组认为"), "工程"), 4, EDITOR)
    assert len(other.edits) == 1 and other.place == 1  # what was undone is given up
    for step, version in ((drafts.redo, 5), (drafts.undo, 5)):
        if step == drafts.redo:
            with pytest.raises(Refused):
                step(issue_id, version, EDITOR)
    assert drafts.undo(issue_id, 5, EDITOR).place == 0
    with pytest.raises(Refused, match="没有可撤销"):
        drafts.undo(issue_id, 6, EDITOR)
    assert store.pending() == []


def test_the_later_one_sees_both(drafts: Drafts, issue_id: str) -> None:
    drafts.change(issue_id, Resection(line("专家组"), "甲"), 0, EDITOR)
    mine = Resection(line("专家组"), "乙")
    with pytest.raises(Conflict, match="陆行舟") as conflict:
        drafts.change(issue_id, mine, 0, OTHER)
    assert conflict.value.mine == mine and conflict.value.theirs.version == 1
    assert conflict.value.theirs.parsed.articles[2].section == "甲"
    assert drafts.draft(issue_id).parsed.articles[2].section == "甲"
    with pytest.raises(Conflict):
        drafts.undo(issue_id, 0, OTHER)
    assert drafts.change(issue_id, mine, 1, OTHER).parsed.articles[2].section == "乙"


def test_refused_changes_keep_nothing(store: Store, drafts: Drafts, issue_id: str) -> None:
    with pytest.raises(NotAllowed):
        drafts.change(issue_id, Split(line("专家组")), 0, READER)
    with pytest.raises(Refused, match="不在任何文章"):
        drafts.change(issue_id, Split(line("【要闻】")), 0, EDITOR)
    with pytest.raises(CorrectionRefused):
        drafts.change(issue_id, SetField(line("专家组"), "title", ""), 0, EDITOR)
    with pytest.raises(Refused, match="至少要留一篇"):
        drafts.change(issue_id, Mark(1, 99, "furniture"), 0, EDITOR)
    with pytest.raises(IssueNotFound):
        drafts.draft("nothing")
    assert drafts.draft(issue_id).version == 0
    Issues(store).publish(issue_id, EDITOR)
    with pytest.raises(Refused, match="不是草稿"):
        drafts.change(issue_id, Split(line("专家组")), 0, EDITOR)


def test_edits_outlive_publishing_and_reading_anew(store: Store, drafts: Drafts, issue_id: str) -> None:
    drafts.change(issue_id, Split(line("专家组认为")), 0, EDITOR)
    drafts.change(issue_id, SetField(line("学会召开"), "authors", ["江月"]), 1, EDITOR)
    Issues(store).publish(issue_id, EDITOR)
    before = store.issue_articles(issue_id)
    assert len(before) == 5 and before[4].authors == ("江月",)
    reparse(store, Parser())
    assert store.issue_articles(issue_id) == before
    assert len(draft_edits_of(store, issue_id)) == 2


def test_edits_follow_a_draft_that_replaces(store: Store, drafts: Drafts) -> None:
    old = ingest_bytes([("八月.txt", TEXT.encode())], store, Parser()).outcomes[0][1].issue_id
    printing = TEXT.replace("同意交付使用", "准予交付使用")
    done = ingest_bytes([("八月.txt", printing.encode())], store, Parser(), draft=True).outcomes[0][1]
    drafts.change(done.issue_id, SetField(line("学会召开"), "authors", ["江月"]), 0, EDITOR)
    assert draft_edits_of(store, old) == []
    Issues(store).publish(done.issue_id, EDITOR)
    reparse(store, Parser())
    assert store.issue_articles(old)[3].authors == ("江月",) and "准予" in store.issue_articles(old)[2].body
    ingest_bytes([("八月.txt", TEXT.replace("三人", "四人").encode())], store, Parser())
    assert draft_edits_of(store, old) == []  # another source: its lines are others


def test_records_have_no_preview(store: Store, drafts: Drafts) -> None:
    rows = '{"id": "1", "title": "甲", "text": "乙丙丁"}\n'.encode()
    done = ingest_bytes([("r.jsonl", rows)], store, Parser(), draft=True).outcomes[0][1]
    with pytest.raises(Refused, match="逐篇更正"):
        drafts.draft(done.issue_id)
