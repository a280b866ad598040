"""Corrections by accounts: versions, conflicts, history, what one teaches; and the queue of guesses."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from corpus.desk import (
    Activity,
    Conflict,
    Correcting,
    Issues,
    NotAllowed,
    NotFound,
    Queue,
    Refused,
    Teaching,
)
from corpus.errors import ArticleNotFound, IssueNotFound
from corpus.model import Provenance
from corpus.store import CorrectionRefused, Store
from tests.corpus.desk.people import ADMIN, EDITOR, OTHER, READER
from tests.corpus.store_samples import article, parsed


@pytest.fixture
def ids(store: Store) -> tuple[str, ...]:
    added = store.add_issue(parsed(), b"source").added
    store.acknowledge(store.pending()[-1].seq)
    return added


@pytest.fixture
def desk(store: Store) -> Correcting:
    return Correcting(store)


def test_fields_together_with_a_reason(store: Store, desk: Correcting, ids: tuple[str, ...]) -> None:
    before = desk.article(ids[0])
    done = desk.correct(
        ids[0], {"title": "改过", "authors": ["江月"]}, before.version, EDITOR, "原文排印有误"
    )
    assert [(one.field, one.new, one.who, one.reason) for one in done] == [
        ("title", "改过", "陆行舟", "原文排印有误"),
        ("authors", ("江月",), "陆行舟", "原文排印有误"),
    ]
    assert (store.article(ids[0]).title, store.article(ids[0]).authors) == ("改过", ("江月",))
    assert {row.article_id for row in store.pending()} == {ids[0]}
    assert desk.article(ids[0]).version != before.version
    assert desk.history(ids[0]) == list(done[::-1])
    deed = Activity(store.database).deeds(ADMIN, target=ids[0])[0]
    assert (deed.action, deed.who, deed.detail["fields"]) == (
        "article.correct",
        "陆行舟",
        ["title", "authors"],
    )


def test_all_or_none(store: Store, desk: Correcting, ids: tuple[str, ...]) -> None:
    version = desk.article(ids[0]).version
    with pytest.raises(CorrectionRefused):
        desk.correct(ids[0], {"title": "改过", "date": "八月"}, version, EDITOR)
    with pytest.raises(NotAllowed):
        desk.correct(ids[0], {"title": "改过"}, version, READER)
    with pytest.raises(ArticleNotFound):
        desk.correct("nothing", {"title": "改过"}, version, EDITOR)
    with pytest.raises(Refused):
        desk.correct(ids[0], {"title": "改过"}, "", EDITOR)
    assert store.corrections() == [] and store.pending() == [] and desk.article(ids[0]).version == version


def test_two_people_one_article(store: Store, desk: Correcting, ids: tuple[str, ...]) -> None:
    version = desk.article(ids[0]).version
    desk.correct(ids[0], {"title": "甲的标题"}, version, EDITOR)
    with pytest.raises(Conflict) as conflict:
        desk.correct(ids[0], {"title": "乙的标题", "section": "乙的栏目"}, version, OTHER)
    assert conflict.value.mine == {"title": "乙的标题", "section": "乙的栏目"}
    assert conflict.value.theirs.article.title == "甲的标题"
    assert store.article(ids[0]).section == "行业动态"
    desk.correct(ids[0], {"section": "乙的栏目"}, version, OTHER)  # another field: nothing is lost
    desk.correct(ids[0], {"title": "乙看过再改"}, desk.article(ids[0]).version, OTHER)
    got = store.article(ids[0])
    assert (got.title, got.section) == ("乙看过再改", "乙的栏目")


def test_a_text_that_was_read_anew_or_undone_is_a_conflict(
    store: Store, desk: Correcting, ids: tuple[str, ...]
) -> None:
    version = desk.article(ids[0]).version
    issue_id = store.article(ids[0]).issue_id or ""
    store.reparse_issue(issue_id, parsed(article(0, tags=("新",)), *(article(n) for n in range(1, 4))))
    with pytest.raises(Conflict):
        desk.correct(ids[0], {"title": "改"}, version, EDITOR)
    (done,) = desk.correct(ids[0], {"title": "改"}, desk.article(ids[0]).version, EDITOR)
    version = desk.article(ids[0]).version
    assert desk.undo(done.seq, OTHER).undone_by == "江月"
    with pytest.raises(Conflict):
        desk.correct(ids[0], {"title": "再改"}, version, EDITOR)
    with pytest.raises(NotAllowed):
        desk.undo(done.seq, READER)


def test_many_at_once_lose_nothing(store: Store, desk: Correcting, ids: tuple[str, ...]) -> None:
    """Of those who start from one version, one wins; the others are told."""
    version, told, won = desk.article(ids[0]).version, [], []

    def correct(number: int) -> None:
        try:
            won.append(desk.correct(ids[0], {"title": f"第{number}人"}, version, EDITOR)[0].new)
        except Conflict as error:
            told.append(error.theirs.article.title)

    threads = [threading.Thread(target=correct, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1 and told == won * 5 and store.article(ids[0]).title == won[0]


def test_drafts_and_issues_are_corrected_too(store: Store, desk: Correcting) -> None:
    done = store.add_issue(parsed(), b"source", draft=True)
    desk.correct(done.added[0], {"title": "改"}, desk.article(done.added[0]).version, EDITOR)
    version = desk.issue(done.issue_id).version
    desk.correct_issue(done.issue_id, {"number": "8", "title": "第8期"}, version, EDITOR, "封面为准")
    assert store.pending() == []
    Issues(store).publish(done.issue_id, EDITOR)
    assert store.article(done.added[0]).title == "改" and store.issue(done.issue_id).title == "第8期"
    assert desk.history(done.issue_id)[0].reason == "封面为准"
    with pytest.raises(IssueNotFound):
        desk.correct_issue("nothing", {"number": "8"}, version, EDITOR)


def test_an_undo_is_undone_and_all_stays_on_record(
    store: Store, desk: Correcting, ids: tuple[str, ...]
) -> None:
    (done,) = desk.correct(ids[0], {"title": "改"}, desk.article(ids[0]).version, EDITOR)
    before = desk.undo(done.seq, OTHER) and store.article(ids[0]).title
    again = desk.redo(done.seq, EDITOR)
    assert (again.old, again.new, store.article(ids[0]).title) == (before, "改", "改")
    assert [one.seq for one in desk.history(ids[0])] == [again.seq, done.seq]
    with pytest.raises(CorrectionRefused):
        desk.redo(again.seq, EDITOR)
    with pytest.raises(NotAllowed):
        desk.redo(done.seq, READER)
    desk.undo_all([again.seq], OTHER)
    assert store.article(ids[0]).title == before
    assert [one.action for one in Activity(store.database).deeds(ADMIN, target=ids[0])][:3] == [
        "article.undo",
        "article.redo",
        "article.undo",
    ]


def test_two_people_one_issue(store: Store, desk: Correcting, ids: tuple[str, ...]) -> None:
    issue_id = store.article(ids[0]).issue_id or ""
    version = desk.issue(issue_id).version
    (done,) = desk.correct_issue(issue_id, {"number": "8"}, version, EDITOR)
    desk.correct_issue(issue_id, {"publication": "渡口简报"}, version, OTHER)
    with pytest.raises(Conflict) as conflict:
        desk.correct_issue(issue_id, {"number": "9"}, version, OTHER)
    assert conflict.value.theirs.issue.number == "8"
    desk.undo(done.seq, EDITOR)
    desk.redo(done.seq, EDITOR)
    assert store.issue(issue_id).number == "8"


def test_a_date_needs_no_year_where_the_issue_has_one(
    store: Store, desk: Correcting, ids: tuple[str, ...]
) -> None:
    issue = store.issue(store.article(ids[0]).issue_id or "")
    (done,) = desk.correct(ids[0], {"date": f"{issue.month}月9日"}, desk.article(ids[0]).version, EDITOR)
    assert done.new == dt.date(issue.year or 0, issue.month or 0, 9)
    with pytest.raises(CorrectionRefused) as refused:
        desk.correct(ids[0], {"date": "那天"}, desk.article(ids[0]).version, EDITOR)
    assert refused.value.field == "date"


# ---------------------------------------------------------------- what one teaches


def test_the_same_byline_elsewhere(store: Store, desk: Correcting) -> None:
    form = "（本刊通讯员 闻 溪）"
    same = {"byline": form, "authors": ("本刊通讯员",)}
    issue = parsed(article(0, **same), article(1, **same), article(2, byline="（闻溪）"), article(3, **same))
    ids = store.add_issue(issue, b"source").added
    (done,) = desk.correct(ids[0], {"authors": ["闻溪"]}, desk.article(ids[0]).version, EDITOR)
    desk.correct(ids[3], {"authors": ["另一人"]}, desk.article(ids[3]).version, EDITOR)
    teaching = Teaching(store)
    found = teaching.alike(done.seq)
    assert (found.form, found.articles) == (form, (ids[1],))
    with pytest.raises(NotAllowed):
        teaching.apply(done.seq, READER)
    (other,) = teaching.apply(done.seq, EDITOR)
    assert other.target == ids[1] and store.article(ids[1]).authors == ("闻溪",)
    assert teaching.alike(done.seq).articles == ()
    desk.undo(other.seq, EDITOR)
    assert store.article(ids[1]).authors == ("本刊通讯员",)
    with pytest.raises(NotFound):
        teaching.alike(999)


def test_a_name_elsewhere(store: Store, desk: Correcting) -> None:
    wrong = {"organizations": ("青川联电", "云州市通信学会"), "subjects": ()}
    issue = parsed(article(0, **wrong), article(1), article(2, organizations=("北岭县", "青川联电")))
    ids = store.add_issue(issue, b"source").added
    right = ["青川联合电信", "云州市通信学会"]
    (done,) = desk.correct(ids[0], {"organizations": right}, desk.article(ids[0]).version, EDITOR)
    teaching = Teaching(store)
    assert teaching.alike(done.seq).articles == (ids[2],) and teaching.alike(done.seq).form == "青川联电"
    assert teaching.apply(done.seq, EDITOR, [ids[1]]) == ()
    teaching.apply(done.seq, EDITOR)
    assert store.article(ids[2]).organizations == ("北岭县", "青川联合电信")


# ---------------------------------------------------------------- the queue


@pytest.fixture
def queue(store: Store) -> Queue:
    return Queue(store)


def unsure(number: int, how: str = "guess", confidence: float = 0.4, **changes: object) -> object:
    return article(number, provenance={"section": Provenance(how, confidence)}, **changes)


def test_accepted_fixed_and_skipped(store: Store, queue: Queue, desk: Correcting) -> None:
    issue = parsed(*(unsure(n, confidence=0.1 * (n + 1)) for n in range(4)))  # type: ignore[arg-type]
    ids = store.add_issue(issue, b"source").added
    assert [one.article.id for one in queue.doubts(EDITOR)] == list(ids)
    assert queue.accept(ids[1], "section", EDITOR).new == "行业动态"
    queue.skip(ids[0], "section", EDITOR)
    desk.correct(ids[2], {"section": "专栏"}, desk.article(ids[2]).version, EDITOR)
    assert [one.article.id for one in queue.doubts(EDITOR)] == [ids[3]]
    assert [one.article.id for one in queue.doubts(OTHER)] == [ids[0], ids[3]]
    with pytest.raises(NotFound):
        queue.accept(ids[1], "section", EDITOR)
    for deed in (queue.accept, queue.skip, queue.accept_like):
        with pytest.raises(NotAllowed):
            deed(ids[0], "section", READER)
    store.reparse_issue(
        store.article(ids[0]).issue_id or "",
        parsed(unsure(0, tags=("新",)), *(unsure(n) for n in range(1, 4))),  # type: ignore[arg-type]
    )
    assert ids[0] in [one.article.id for one in queue.doubts(EDITOR)]  # read anew: looked at anew
    queue.skip(ids[0], "section", EDITOR)
    queue.skip(ids[0], "section", EDITOR)
    assert queue.unskip(EDITOR) == 1


def test_counted_and_narrowed(store: Store, queue: Queue) -> None:
    issue = parsed(*(unsure(n) for n in range(3)))  # type: ignore[arg-type]
    ids = store.add_issue(issue, b"source").added
    issue_id = store.article(ids[0]).issue_id or ""
    told = queue.tally(EDITOR)
    assert (told.total, told.more, dict(told.fields), dict(told.issues)) == (
        3, False, {"section": 3}, {issue_id: 3},
    )  # fmt: skip
    assert store.tally(most=2).more and store.tally(most=2).total == 2
    assert len(queue.doubts(EDITOR, field="section", issue=issue_id)) == 3
    assert queue.doubts(EDITOR, field="date") == queue.doubts(EDITOR, issue="none") == []
    queue.skip(ids[0], "section", EDITOR)
    assert queue.skipped(EDITOR) == 1 and queue.tally(EDITOR).total == 2


def test_accept_all_like_this(store: Store, queue: Queue, desk: Correcting) -> None:
    issue = parsed(unsure(0), unsure(1), unsure(2, how="other"), unsure(3, section="别栏"))  # type: ignore[arg-type]
    ids = store.add_issue(issue, b"source").added
    assert [one.article.id for one in queue.like(ids[0], "section")] == [ids[0], ids[1]]
    done = queue.accept_like(ids[0], "section", EDITOR)
    assert [one.target for one in done] == [ids[0], ids[1]]
    assert {one.article.id for one in queue.doubts(EDITOR)} == {ids[2], ids[3]}
    desk.undo(done[1].seq, EDITOR)
    assert {one.article.id for one in queue.doubts(EDITOR)} == {ids[1], ids[2], ids[3]}


def test_bounds_can_be_accepted(store: Store, queue: Queue) -> None:
    """Where an article begins is a guess as well, though no field that could be typed."""
    known = {"bounds": Provenance("headline and text", 0.3)}
    ids = store.add_issue(parsed(article(0, provenance=known)), b"source").added
    assert [one.field for one in queue.doubts(EDITOR)] == ["bounds"]
    queue.accept(ids[0], "bounds", EDITOR)
    assert queue.doubts(EDITOR) == [] and store.article(ids[0]).provenance["bounds"].how == "correction"
