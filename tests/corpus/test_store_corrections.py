"""Corrections: laid over on reading, kept through everything, undone in any order; review, edits."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ArticleNotFound, IssueNotFound
from corpus.model import Provenance
from corpus.store import CorrectionRefused, Store
from tests.corpus.store_samples import article, parsed


@pytest.fixture
def ids(store: Store) -> tuple[str, ...]:
    added = store.add_issue(parsed(), b"source").added
    store.acknowledge(store.pending()[-1].seq)
    return added


def test_laid_over_every_read_and_never_over_the_source(store: Store, ids: tuple[str, ...]) -> None:
    done = store.correct(ids[1], "title", " 改正后的标题 ", "编辑甲")
    assert (done.old, done.new, done.who) == ("第1则消息的标题", "改正后的标题", "编辑甲")
    for got in (store.article(ids[1]), store.articles(ids)[1], list(store.iter_articles())[1]):
        assert got.title == "改正后的标题"
        assert got.provenance["title"] == Provenance("correction", 1.0)
    assert store.issue_articles(got.issue_id or "")[1].title == "改正后的标题"
    assert store.article(ids[0]).title == "第0则消息的标题"
    assert [(row.article_id, row.deleted) for row in store.pending()] == [(ids[1], False)]
    assert store.source_bytes(got.issue_id or "") == b"source"


def test_every_field(store: Store, ids: tuple[str, ...]) -> None:
    values: dict[str, object] = {
        "title": "标题",
        "body": "第一段\n第二段",
        "subtitle": "",
        "section": None,
        "authors": ["甲", "乙", "甲"],
        "credit": "",
        "date": "2030-02-28",
        "organizations": ("云州市通信学会",),
        "people": [],
        "tags": ["一"],
        "page_no": "3",
    }
    for field, value in values.items():
        store.correct(ids[0], field, value, "编辑")
    got = store.article(ids[0])
    assert (got.title, got.body, got.subtitle, got.section) == ("标题", "第一段\n第二段", "", None)
    assert (got.authors, got.credit, got.people, got.tags) == (("甲", "乙"), None, (), ("一",))
    assert (got.date, got.date_basis, got.page_no) == (dt.date(2030, 2, 28), "stated", 3)
    assert got.organizations == ("云州市通信学会",) and got.subjects == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("body", None), ("date", "七月"), ("authors", "甲"), ("page_no", 0), ("id", "x")],
)
def test_refused(store: Store, ids: tuple[str, ...], field: str, value: object) -> None:
    with pytest.raises(CorrectionRefused, match=field):
        store.correct(ids[0], field, value, "编辑")
    assert store.corrections() == [] and store.pending() == []


def test_unknown_targets(store: Store) -> None:
    with pytest.raises(ArticleNotFound):
        store.correct("nothing", "title", "x", "编辑")
    with pytest.raises(IssueNotFound):
        store.correct_issue("nothing", "year", 2031, "编辑")
    with pytest.raises(CorrectionRefused):
        store.undo_correction(99, "编辑")


def test_undo_brings_back_what_counted_before(store: Store, ids: tuple[str, ...]) -> None:
    first = store.correct(ids[0], "section", "栏目一", "甲")
    second = store.correct(ids[0], "section", "栏目二", "乙")
    assert second.old == "栏目一"
    store.acknowledge(store.pending()[-1].seq)
    assert store.undo_correction(second.seq, "丙").undone_by == "丙"
    assert store.article(ids[0]).section == "栏目一"
    assert [row.article_id for row in store.pending()] == [ids[0]]
    store.undo_correction(first.seq, "丙")
    assert store.article(ids[0]).section == "行业动态"
    with pytest.raises(CorrectionRefused):
        store.undo_correction(first.seq, "丙")
    assert [one.undone_by for one in store.corrections(ids[0])] == ["丙", "丙"]


def test_survives_reparse_reissue_and_reopening(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        outcome = store.add_issue(parsed(), b"source")
        store.correct(outcome.added[2], "authors", ["闻溪"], "编辑")
        store.reparse_issue(outcome.issue_id, parsed(*(article(n, authors=("谁",)) for n in range(4))))
        assert store.article(outcome.added[2]).authors == ("闻溪",)
        store.add_issue(parsed(article(3), article(2), article(0)), b"corrected")
        assert store.article(outcome.added[2]).authors == ("闻溪",)
    with Store.open(tmp_path) as store:
        assert store.article(outcome.added[2]).authors == ("闻溪",)


def test_comes_back_with_an_article_that_was_dropped(store: Store, ids: tuple[str, ...]) -> None:
    store.correct(ids[3], "section", "专栏", "编辑")
    store.add_issue(parsed(article(0), article(1), article(2)), b"without")
    with pytest.raises(ArticleNotFound):
        store.article(ids[3])
    store.add_issue(parsed(), b"with again")
    assert store.article(ids[3]).section == "专栏"


def test_issue_correction_reaches_its_articles(store: Store) -> None:
    articles = (
        article(0, date=dt.date(2032, 2, 29)),
        article(1, date=None, date_basis="issue"),
        article(2, date_basis="stated"),
    )
    outcome = store.add_issue(parsed(*articles, year=2032, month=2, date_basis="inferred"), b"source")
    assert store.article(outcome.added[1]).date == dt.date(2032, 2, 1)
    store.acknowledge(store.pending()[-1].seq)
    store.correct_issue(outcome.issue_id, "year", 2031, "编辑")
    store.correct_issue(outcome.issue_id, "title", "第2期", "编辑")
    issue = store.issue(outcome.issue_id)
    assert (issue.year, issue.title, issue.date_basis) == (2031, "第2期", "correction")
    assert store.issues() == [issue]
    got = store.articles(outcome.added)
    assert [one.date for one in got] == [dt.date(2031, 2, 28), dt.date(2031, 2, 1), dt.date(2031, 7, 3)]
    assert {one.issue_title for one in got} == {"第2期"}
    assert {row.article_id for row in store.pending()} == set(outcome.added)
    for correction in store.corrections(outcome.issue_id):
        store.undo_correction(correction.seq, "编辑")
    assert store.articles(outcome.added)[0].date == dt.date(2032, 2, 29)


def test_review_queue(store: Store) -> None:
    sure = replace(article(0), provenance={"title": Provenance("heading", 0.9)})
    unsure = article(1, provenance={"section": Provenance("guess", 0.3), "date": Provenance("guess", 0.55)})
    ids = store.add_issue(parsed(article(2), sure, unsure), b"source").added
    queue = store.review()
    assert [(one.article.id, one.field, one.confidence) for one in queue] == [
        (ids[2], "section", 0.3),
        (ids[2], "date", 0.55),
        (ids[0], "authors", 0.4),
    ]
    assert queue[0].value == "行业动态" and queue[0].how == "guess"
    assert len(store.review(limit=1)) == 1 and store.review(below=0.1) == []
    store.correct(ids[2], "section", "行业动态", "编辑")
    assert [one.field for one in store.review()] == ["date", "authors"]


def test_gazetteer_edits(store: Store) -> None:
    first = store.edit_gazetteer("alias", "青川联合电信", "青川联电", "编辑")
    second = store.edit_gazetteer("remove", "某地", "", "编辑")
    assert store.gazetteer_edits() == [first, second]
    assert (first.action, first.name, first.value) == ("alias", "青川联合电信", "青川联电")
    assert store.forget_gazetteer_edit(first.seq) and not store.forget_gazetteer_edit(first.seq)
    assert store.gazetteer_edits() == [second]
