"""Issues in the store: taken in whole, taken in twice, taken in corrected."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import ArticleNotFound, IssueNotFound, StoreError
from corpus.model import Article
from corpus.store import Outcome, Store
from tests.corpus.store_samples import article, parsed


def plain(one: Article) -> Article:
    """Without what the store adds."""
    return replace(one, id="", issue_id=None, issue_title="", source_file="")


def test_everything_comes_back(store: Store) -> None:
    outcome = store.add_issue(parsed(), b"source")
    assert outcome.kind == "added" and len(outcome.added) == 4
    got = store.articles(outcome.added)
    assert [plain(one) for one in got] == list(parsed().articles)
    assert got == store.issue_articles(outcome.issue_id) == list(store.iter_articles())
    assert {one.source_file for one in got} == {"简报.txt"}
    assert {one.issue_title for one in got} == {"云州通信简报 2031年第7期"}
    issue = store.issue(outcome.issue_id)
    assert (issue.year, issue.month, issue.number) == (2031, 7, "7")
    assert store.issues() == [issue]
    assert store.source_bytes(issue.id) == b"source"
    assert store.count() == 4


def test_reads_survive_closing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        ids = store.add_issue(parsed(), b"source").added
        before = store.articles(ids)
    with Store.open(tmp_path) as store:
        assert store.articles(ids) == before
        assert store.articles(ids[::-1]) == before[::-1]


def test_ids_are_the_same_in_any_archive(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a") as a, Store.open(tmp_path / "b") as b:
        b.add_issue(parsed(article(9), source="other", month=3), b"other")
        assert a.add_issue(parsed(), b"source").added == b.add_issue(parsed(), b"source").added


def test_unknown_ids(store: Store) -> None:
    known = store.add_issue(parsed(), b"source").added[0]
    with pytest.raises(ArticleNotFound, match="nothing"):
        store.articles([known, "nothing"])
    with pytest.raises(IssueNotFound, match="nothing"):
        store.issue("nothing")
    with pytest.raises(IssueNotFound, match="nothing"):
        store.source_bytes("nothing")


def test_same_content_twice_changes_nothing(store: Store) -> None:
    first = store.add_issue(parsed(), b"source")
    store.acknowledge(store.pending()[-1].seq)
    for name in ("简报.txt", "复件.txt"):
        again = store.add_issue(parsed(source=name), b"source")
        assert (again.kind, again.issue_id) == ("unchanged", first.issue_id)
    assert store.pending() == []
    assert store.count() == 4
    assert store.holds(sha256(b"source").hexdigest(), "简报.txt") == Outcome("unchanged", first.issue_id)
    assert store.holds(sha256(b"other").hexdigest(), "简报.txt") is None


def test_corrected_printing_keeps_ids(store: Store) -> None:
    first = store.add_issue(parsed(), b"source")
    store.acknowledge(store.pending()[-1].seq)
    edited = article(1, body=article(1).body.replace("首个", "第一个"), title="山区基站开通")
    new = article(7, title="全新的消息", body="本月新增的一篇报道，与其他各篇都没有相同之处。")
    second = store.add_issue(parsed(new, article(2), edited, article(0), source="更正版.txt"), b"corrected")
    assert (second.kind, second.issue_id) == ("replaced", first.issue_id)
    ids = [one.id for one in store.issue_articles(first.issue_id)]
    assert ids[1:] == [first.added[2], first.added[1], first.added[0]]
    assert second.added == (ids[0],)
    assert first.added[1] in second.changed
    assert second.removed == (first.added[3],)
    assert store.source_bytes(first.issue_id) == b"corrected"
    assert {(row.article_id, row.deleted) for row in store.pending()} >= {
        (ids[0], False),
        (first.added[1], False),
        (first.added[3], True),
    }
    with pytest.raises(ArticleNotFound):
        store.article(first.added[3])


def test_superseded_printing_stays_superseded_but_can_be_wanted_back(store: Store) -> None:
    store.add_issue(parsed(source="七月.txt"), b"source")
    store.add_issue(parsed(article(0), article(1), article(2), source="七月更正.txt"), b"corrected")
    assert store.add_issue(parsed(source="七月.txt"), b"source").kind == "unchanged"
    assert store.count() == 3
    back = store.add_issue(parsed(source="七月更正.txt"), b"source")
    assert back.kind == "replaced"
    assert store.count() == 4


def test_same_name_without_common_articles_is_another_issue(store: Store) -> None:
    store.add_issue(parsed(), b"source")
    other = parsed(
        replace(article(5), title="别样的新闻", body="山间的清晨，雾气沿着河谷慢慢散开。"), year=2032, month=1
    )
    assert store.add_issue(other, b"another").kind == "added"
    assert len(store.issues()) == 2 and store.count() == 5


def test_same_publication_and_month_without_common_articles_is_another_issue(store: Store) -> None:
    store.add_issue(parsed(), b"source")
    special = parsed(replace(article(5), title="特刊", body="风从海上来，带着盐的气味。"), source="特刊.txt")
    assert store.add_issue(special, b"special").kind == "added"
    assert store.count() == 5


def test_repeated_articles_get_ids_of_their_own(store: Store) -> None:
    added = store.add_issue(parsed(article(0), article(0), article(0)), b"source").added
    assert len(set(added)) == 3


def test_retitled_issue_reaches_the_index(store: Store) -> None:
    first = store.add_issue(parsed(), b"source")
    store.acknowledge(store.pending()[-1].seq)
    store.add_issue(parsed(title="云州通信简报 总第七期"), b"source2")
    assert [row.article_id for row in store.pending()] == list(first.added)


def test_new_rules_keep_ids(store: Store) -> None:
    first = store.add_issue(parsed(), b"source")
    merged = replace(article(0), body=article(0).body + "\n" + article(1).title)
    done = store.reparse_issue(first.issue_id, parsed(merged, *(article(n) for n in range(1, 4))))
    assert [one.id for one in store.issue_articles(first.issue_id)] == list(first.added)
    assert done.changed == (first.added[0],)
    with pytest.raises(IssueNotFound):
        store.reparse_issue("nothing", parsed())


def test_outbox_is_in_order_and_acknowledged_by_number(store: Store) -> None:
    added = store.add_issue(parsed(), b"source").added
    rows = store.pending()
    assert [row.article_id for row in rows] == list(added)
    assert [row.seq for row in rows] == sorted(row.seq for row in rows)
    assert store.pending(2) == rows[:2]
    store.acknowledge(rows[1].seq)
    assert store.pending() == rows[2:]
    store.acknowledge(rows[3].seq)
    later = store.add_issue(parsed(article(0), article(1), article(2)), b"less")
    assert min(row.seq for row in store.pending()) > rows[3].seq and later.removed


def test_text_no_database_takes_is_mended(store: Store) -> None:
    id_ = store.add_issue(parsed(article(0, title="空\x00字符", body="半个\ud83d代理")), b"source").added[0]
    assert store.article(id_).title == "空字符"
    assert store.article(id_).body == "半个?代理"


def test_empty_issue(store: Store) -> None:
    outcome = store.add_issue(replace(parsed(), articles=()), b"source")
    assert outcome.kind == "added" and store.count() == 0
    assert store.add_issue(replace(parsed(), articles=()), b"source").kind == "unchanged"


def test_remedies(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(StoreError, match="/ "):
        Store.open(file)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "archive.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="restore"):
        Store.open(tmp_path / "broken")


def test_neighbours_and_parts_of_an_issue_are_those_of_its_order(store: Store) -> None:
    outcome = store.add_issue(parsed(), b"source")
    ids = [one.id for one in store.issue_articles(outcome.issue_id)]
    assert store.neighbours(ids[0]) == (None, ids[1])
    assert store.neighbours(ids[2]) == (ids[1], ids[3])
    assert store.neighbours(ids[3]) == (ids[2], None)
    assert store.neighbours("none") == (None, None)
    assert [one.id for one in store.issue_articles(outcome.issue_id, 1, 2)] == ids[1:3]
