"""What an issue is: draft, published, withdrawn, gone; what readers and the index learn of it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.desk import Activity, Comparing, Issues, NotAllowed, Refused, passages
from corpus.errors import ArticleNotFound, CorpusError, IssueNotFound
from corpus.intake.ingest import Parser, ingest, reparse
from corpus.model import Article, Aside, Issue
from corpus.store import DATABASE, Outcome, Store, backup, check, open_shelf, restore, stats
from tests.corpus.desk.people import ADMIN, EDITOR, READER
from tests.corpus.store_samples import BODIES, article, parsed


@pytest.fixture
def issues(store: Store) -> Issues:
    return Issues(store)


def drain(store: Store) -> dict[str, bool]:
    """What the index is told, article → whether it is there; acknowledged."""
    rows = store.pending()
    if rows:
        store.acknowledge(rows[-1].seq)
    return {row.article_id: not row.deleted for row in rows}


def seen(store: Store) -> list[str]:
    return [one.id for one in store.iter_articles()]


def unseen(store: Store, done: Outcome) -> None:
    """By no way of reading is a hidden issue there."""
    ids = done.added
    assert seen(store) == [] and store.count() == 0 and store.issues() == [] and store.held(ids) == {}
    assert store.issue_articles(done.issue_id) == [] and store.neighbours(ids[1]) == (None, None)
    for read in (lambda: store.article(ids[0]), lambda: store.articles(ids)):
        with pytest.raises(ArticleNotFound):
            read()
    with pytest.raises(IssueNotFound):
        store.issue(done.issue_id)
    assert store.review() == []
    counted = stats(store)
    assert (counted.articles, counted.issues, counted.characters, dict(counted.years)) == (0, 0, 0, {})
    shelf = open_shelf(store.directory / DATABASE) if store.database.sqlite else None
    if shelf is not None:
        assert shelf.count() == 0 and shelf.held(ids) == {}
        with pytest.raises(ArticleNotFound):
            shelf.articles(ids)
        shelf.close()


def test_a_draft_is_not_seen_until_it_is_published(store: Store, issues: Issues) -> None:
    done = store.add_issue(parsed(), b"source", draft=True)
    assert (done.kind, done.state) == ("added", "draft") and store.pending() == []
    unseen(store, done)
    assert stats(store).drafts == 1 and store.whole.count() == 4
    assert [one.id for one in store.whole.issue_articles(done.issue_id)] == list(done.added)
    store.correct(done.added[0], "title", "改过", "甲")
    assert store.pending() == []  # the index never hears of it
    published = issues.publish(done.issue_id, EDITOR)
    assert published == Outcome("added", done.issue_id, done.added)
    assert drain(store) == dict.fromkeys(done.added, True)
    assert seen(store) == list(done.added) and store.article(done.added[0]).title == "改过"
    with pytest.raises(Refused, match="已发布"):
        issues.publish(done.issue_id, EDITOR)


def test_withdrawn_and_put_back(store: Store, issues: Issues) -> None:
    done = store.add_issue(parsed(), b"source")
    store.correct(done.added[1], "section", "专栏", "甲")
    before = store.articles(done.added)
    drain(store)
    issues.withdraw(done.issue_id, EDITOR, "报社要求")
    assert store.removed() == set(done.added)  # answers leave them out before the index has heard
    assert drain(store) == dict.fromkeys(done.added, False)
    unseen(store, done)
    assert stats(store).withdrawn == 1 and store.whole.articles(done.added) == before
    store.correct(done.added[0], "title", "撤回后改的", "甲")
    store.reparse_issue(done.issue_id, parsed(*(article(n, tags=("新",)) for n in range(4))))
    assert drain(store) == {} and issues.state(done.issue_id) == "withdrawn"
    again = store.add_issue(parsed(), b"source")
    assert (again.kind, again.state) == ("unchanged", "withdrawn")
    assert store.holds(sha256(b"source").hexdigest(), "简报.txt") == replace(again, unchanged=0)
    issues.restore(done.issue_id, EDITOR)
    assert drain(store) == dict.fromkeys(done.added, True)
    assert store.article(done.added[0]).title == "撤回后改的"
    deeds = Activity(store.database).deeds(ADMIN, target=done.issue_id)
    assert [(one.action, one.who) for one in deeds] == [
        ("issue.restore", "陆行舟"), ("issue.withdraw", "陆行舟"),
    ]  # fmt: skip
    assert deeds[1].detail == {"articles": 4, "reason": "报社要求"} and "云州通信简报" in deeds[1].title


def test_removed_for_good(store: Store, issues: Issues) -> None:
    other = store.add_issue(parsed(article(9), source="别的", publication="别的"), b"other")
    done = store.add_issue(parsed(), b"source")
    store.add_issue(parsed(*(article(n, body=article(n).body + "更正") for n in range(4))), b"corrected")
    store.correct(done.added[0], "title", "改", "甲")
    store.correct_issue(done.issue_id, "number", "8", "甲")
    store.correct(other.added[0], "title", "不动", "甲")
    drain(store)
    with pytest.raises(NotAllowed):
        issues.remove(done.issue_id, EDITOR)
    issues.remove(done.issue_id, ADMIN, "误收")
    assert drain(store) == dict.fromkeys(done.added, False)
    assert seen(store) == list(other.added) and store.whole.count() == 1
    assert [one.target for one in store.corrections()] == [other.added[0]]
    assert list(store.sources) == [sha256(b"other").hexdigest()]
    assert check(store).sound and stats(store).sources == 1
    deed = Activity(store.database).deeds(ADMIN, target=done.issue_id)[0]
    assert (deed.action, deed.who, deed.detail["articles"], deed.detail["reason"]) == (
        "issue.remove", "管事人", 4, "误收",
    )  # fmt: skip
    with pytest.raises(IssueNotFound):
        issues.remove(done.issue_id, ADMIN)
    assert store.add_issue(parsed(), b"source").kind == "added"  # as if it had never been
    assert store.source_bytes(done.issue_id) == b"source"


def test_a_file_that_comes_again_while_it_is_removed_is_kept(store: Store, issues: Issues) -> None:
    done = store.add_issue(parsed(), b"source")
    put = store.sources.put
    removed = []

    def put_then_removed(data: bytes) -> object:
        kept = put(data)
        if not removed:
            removed.append(issues.remove(done.issue_id, ADMIN))
        return kept

    store.sources.put = put_then_removed  # type: ignore[method-assign,assignment]
    again = store.add_issue(parsed(), b"source")
    assert again.kind == "added" and store.source_bytes(again.issue_id) == b"source"


def test_discarded(store: Store, issues: Issues) -> None:
    done = store.add_issue(parsed(), b"source", draft=True)
    published = store.add_issue(parsed(source="乙", publication="乙"), b"other")
    with pytest.raises(Refused, match="须为“草稿”"):
        issues.discard(published.issue_id, EDITOR)
    issues.discard(done.issue_id, EDITOR)
    assert store.whole.count() == 4 and store.sources.path(sha256(b"source").hexdigest()).exists() is False


@pytest.mark.parametrize("deed", ["publish", "withdraw", "restore", "discard", "remove"])
def test_a_reader_is_refused_each(store: Store, issues: Issues, deed: str) -> None:
    done = store.add_issue(parsed(), b"source", draft=True)
    with pytest.raises(NotAllowed):
        getattr(issues, deed)(done.issue_id, READER)
    with pytest.raises(IssueNotFound):
        getattr(issues, deed)("nothing", ADMIN)
    assert issues.state(done.issue_id) == "draft"


def test_a_corrected_printing_as_a_draft(store: Store, issues: Issues) -> None:
    """What is published stays until the draft is; then it is replaced, ids and corrections kept."""
    old = store.add_issue(parsed(), b"source")
    store.correct(old.added[2], "authors", ["江月"], "甲")
    drain(store)
    fresh = article(7, title="补登一则", body="先前漏登的一则短讯，今补登于此，请读者谅解。")
    mended = article(1, body=BODIES[1] + "（编号1）文中数字有误，已改正。", section="更正")
    printing = parsed(article(0), mended, article(2), fresh, number="7")
    printing = replace(printing, asides=(Aside("furniture", "更正启事", "notice"),), notices=("二维码未读",))
    draft = store.add_issue(printing, b"corrected", draft=True)
    assert draft.issue_id != old.issue_id and seen(store) == list(old.added) and drain(store) == {}
    assert issues.predecessor(draft.issue_id) == old.issue_id
    difference = Comparing(store).difference(draft.issue_id)
    assert difference is not None and difference.unchanged == 2 and difference.changes == ()
    assert [one.title for one in difference.added] == ["补登一则"]
    assert [one.id for one in difference.gone] == [old.added[3]]
    assert [(one.id, [c.field for c in one.changes]) for one in difference.changed] == [
        (old.added[1], ["section", "body"])
    ]
    assert [one.kind for one in difference.changed[0].passages] == ["gone", "added"]
    store.correct(draft.added[1], "title", "草稿里改的", "乙")
    assert [one.text for one in store.asides(draft.issue_id)] == ["更正启事"] and store.asides(
        old.issue_id
    ) == ()
    done = issues.publish(draft.issue_id, EDITOR)
    assert (done.kind, done.issue_id, done.state) == ("replaced", old.issue_id, "published")
    assert done.changed == (old.added[1],) and done.removed == (old.added[3],) and done.unchanged == 2
    assert drain(store) == {done.added[0]: True, old.added[1]: True, old.added[3]: False}
    got = store.issue_articles(old.issue_id)
    assert [one.id for one in got] == [*old.added[:3], *done.added]
    assert got[1].title == "草稿里改的" and got[2].authors == ("江月",)
    assert store.source_bytes(old.issue_id) == b"corrected" and check(store).sound
    assert [one.text for one in store.asides(old.issue_id)] == ["更正启事"]
    assert store.notices(old.issue_id) == ("二维码未读",)
    with pytest.raises(IssueNotFound):
        store.whole.issue(draft.issue_id)
    direct = Store.open(store.directory / "另一处")
    with direct:  # the same sources give the same ids, whichever way they came
        direct.add_issue(parsed(), b"source")
        direct.add_issue(printing, b"corrected")
        assert [one.id for one in direct.issue_articles(old.issue_id)] == [one.id for one in got]


def test_a_draft_beside_a_withdrawn_or_another_issue(store: Store, issues: Issues) -> None:
    old = store.add_issue(parsed(), b"source")
    draft = store.add_issue(parsed(), b"corrected", draft=True)
    done = issues.publish(draft.issue_id, EDITOR, beside=True)
    assert done.kind == "added" and store.count() == 8
    issues.withdraw(old.issue_id, EDITOR)
    issues.withdraw(draft.issue_id, EDITOR)
    drain(store)
    third = store.add_issue(parsed(), b"third", draft=True)
    back = issues.publish(third.issue_id, EDITOR)
    assert back.issue_id in (old.issue_id, draft.issue_id) and store.count() == 4
    assert set(drain(store).values()) == {True} and len(store.issue_articles(back.issue_id)) == 4


def test_a_draft_in_the_place_of_an_issue_somebody_names(store: Store, issues: Issues) -> None:
    old = store.add_issue(parsed(), b"source")
    drain(store)
    other = article(9, title="全然不同", body="与旧版没有一句相同的新内容，篇幅也不一样。")
    draft = store.add_issue(parsed(other, source="重排.txt", month=9), b"new", draft=True)
    assert issues.predecessor(draft.issue_id) is None
    assert Comparing(store).difference(draft.issue_id) is None
    difference = Comparing(store).difference(draft.issue_id, old.issue_id)
    assert difference is not None and (len(difference.added), len(difference.gone)) == (1, 4)
    for nothing, error in (("nothing", IssueNotFound), (draft.issue_id, Refused)):
        with pytest.raises(error):
            issues.publish(draft.issue_id, EDITOR, instead_of=nothing)
    done = issues.publish(draft.issue_id, EDITOR, instead_of=old.issue_id)
    assert done.issue_id == old.issue_id and done.removed == old.added
    assert [one.title for one in store.issue_articles(old.issue_id)] == ["全然不同"]
    assert drain(store) == {**dict.fromkeys(old.added, False), done.added[0]: True}


def test_a_draft_uploaded_again(store: Store, issues: Issues) -> None:
    first = store.add_issue(parsed(), b"one", draft=True)
    assert store.add_issue(parsed(), b"one", draft=True).kind == "unchanged"
    second = store.add_issue(parsed(article(0), article(1)), b"two", draft=True)
    assert (second.kind, second.state) == ("added", "draft"), "what somebody mended in the first is kept"
    assert store.pending() == [] and store.whole.count() == 6
    assert issues.rivals(first.issue_id) == [second.issue_id]
    assert issues.rivals(second.issue_id) == [first.issue_id]
    known, *_ = Comparing(store).known(parsed(article(0), article(1)), b"yet another")
    assert (known.kind, known.state) == ("another draft", "draft") and "两份都留着" in str(known)
    issues.discard(second.issue_id, EDITOR)
    assert issues.rivals(first.issue_id) == []
    direct = store.add_issue(parsed(), b"three")  # taken in directly, beside the draft
    assert direct.kind == "added" and direct.state == "published" and store.count() == 4
    assert issues.predecessor(first.issue_id) == direct.issue_id


def test_bytes_of_what_is_published_make_no_draft(store: Store) -> None:
    done = store.add_issue(parsed(), b"one")
    store.add_issue(parsed(*(article(n) for n in range(3))), b"two")
    for data in (b"one", b"two"):
        again = store.add_issue(parsed(), data, draft=True)
        assert (again.kind, again.issue_id, again.state) == ("unchanged", done.issue_id, "published")
    assert store.count() == 3


def test_known_and_why(store: Store, issues: Issues) -> None:
    done = store.add_issue(parsed(), b"one")
    store.add_issue(parsed(*(article(n) for n in range(4)), number="7"), b"two")
    asking = Comparing(store)

    def why(data: bytes, *articles: Article, **changes: object) -> list[tuple[str, str, float]]:
        found = asking.known(parsed(*articles, **changes), data)  # type: ignore[arg-type]
        return [(one.kind, one.state, one.share) for one in found]

    assert why(b"two") == [("same file", "published", 1.0)]
    assert why(b"one") == [("older printing", "published", 1.0)]
    assert why(b"new") == [("new printing", "published", 1.0)]
    assert why(b"new", article(0), article(1), source="合订本", publication="合订本") == [
        ("same articles", "published", 1.0)
    ]
    strange = [
        article(n, title=f"新{n}", body=f"全然不同的第{n}段文字，与从前毫无相干。" * 3) for n in range(8, 11)
    ]
    assert why(b"new", *strange, source="丙", publication="丙") == []
    issues.withdraw(done.issue_id, EDITOR)
    (known,) = asking.known(parsed(), b"two")
    assert "云州通信简报 2031年第7期" in str(known) and "现已撤回" in str(known) and "withdrawn" in str(known)
    assert "\n" not in str(known)


def test_the_table_of_drafts(store: Store, issues: Issues) -> None:
    """The doubtful first; however many."""
    for number in range(30):
        sure = article(0, provenance={}, title=f"题{number}")
        unsure = [article(n, title=f"疑{number}-{n}") for n in range(number % 3)]
        name = f"第{number}期"
        store.add_issue(
            parsed(sure, *unsure, source=name, publication=name, title=name), name.encode(), draft=True
        )
    store.add_issue(parsed(source="已发布", publication="别家"), b"published")
    drafts = issues.issues("draft")
    assert len(drafts) == 30 and [one.doubtful for one in drafts] == [2] * 10 + [1] * 10 + [0] * 10
    assert drafts[0].articles == 3 and drafts[0].doubt == pytest.approx(0.6) and drafts[0].added
    assert drafts[0].issue.title == "第29期" and drafts[-1].doubt == 0.0
    assert issues.issues("draft", limit=5, start=10) == drafts[10:15]
    assert [one.issue.title for one in issues.issues("published")] == ["云州通信简报 2031年第7期"]
    store.correct_issue(drafts[0].issue.id, "title", "改名", "甲")
    assert issues.issues("draft")[0].issue.title == "改名"


def test_records_as_drafts(store: Store, issues: Issues) -> None:
    rows = [article(n, id=f"r{n}") for n in range(5)]
    done = store.add_records(Issue("记录"), "r.jsonl", b"rows", rows, batch=2, draft=True)
    assert done.state == "draft" and store.count() == 0 and store.pending() == []
    issues.publish(done.issue_id, EDITOR)
    assert store.count() == 5 and len(drain(store)) == 5
    with pytest.raises(CorpusError, match="直接入库"):
        store.add_records(Issue("记录"), "r.jsonl", b"rows 2", rows, draft=True)
    assert store.count() == 5
    cut = iter([rows[0], rows[1]])

    def broken() -> object:
        yield from (replace(one, id=f"x{one.id}") for one in cut)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.add_records(Issue("断"), "x.jsonl", b"cut", broken(), batch=1, draft=True)  # type: ignore[arg-type]
    (draft,) = issues.issues("draft")
    with pytest.raises(Refused, match="尚未全部"):
        issues.publish(draft.issue.id, EDITOR)


def test_backup_restore_and_check_keep_what_an_issue_is(tmp_path: Path, store: Store) -> None:
    issues = Issues(store)
    draft = store.add_issue(parsed(source="甲", publication="甲"), b"one", draft=True)
    gone = store.add_issue(parsed(source="乙", publication="乙"), b"two")
    shown = store.add_issue(parsed(source="丙", publication="丙"), b"three")
    issues.withdraw(gone.issue_id, EDITOR)
    assert check(store, shown.added).sound and not check(store, [*shown.added, "x"]).sound
    backup(store, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    with Store.open(tmp_path / "again") as again:
        assert {row.article_id for row in again.pending()} == set(shown.added)
        assert Issues(again).state(draft.issue_id) == "draft"
        assert Issues(again).state(gone.issue_id) == "withdrawn"
        assert len(Activity(again.database).deeds(ADMIN)) == 1


def test_ingest_as_drafts_and_reparse(tmp_path: Path, store: Store, issues: Issues) -> None:
    text = "云州简讯 2031年第8期\n\n【要闻】\n青川桥通车\n" + BODIES[1] + "\n（闻溪）\n"
    (tmp_path / "八.txt").write_text(text, encoding="utf-8")
    report = ingest([tmp_path / "八.txt"], store, Parser(), draft=True)
    (draft,) = issues.issues("draft")
    assert report.outcomes[0][1].state == "draft" and store.count() == 0
    reparse(store, Parser())
    assert issues.state(draft.issue.id) == "draft" and store.count() == 0 and store.pending() == []
    assert ingest([tmp_path / "八.txt"], store, Parser()).outcomes[0][1].state == "draft"
    issues.publish(draft.issue.id, EDITOR)
    assert store.count() == draft.articles


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("甲\n乙\n丙", "甲\n乙改\n丙", ["same", "gone", "added", "same"]),
        ("甲", "甲\n乙", ["same", "added"]),
        ("甲\n乙", "乙", ["gone", "same"]),
        ("甲", "甲", ["same"]),
    ],
)
def test_passages_lose_nothing(old: str, new: str, kinds: list[str]) -> None:
    found = passages(old, new)
    assert [one.kind for one in found] == kinds
    assert "\n".join(one.text for one in found if one.kind != "added") == old
    assert "\n".join(one.text for one in found if one.kind != "gone") == new
