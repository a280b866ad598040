"""From files to articles in the store: reports, repetition, failures, cancelling."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.intake.ingest import Parser, ingest, ingest_bytes, reparse
from corpus.intake.report import Progress
from corpus.model import Article, Document, Issue, ParsedIssue, Provenance
from corpus.store import Store

NEWSLETTER = """【行业动态】

北岭县山区基站正式开通

七月三日，青川联合电信在北岭县开通首个山区高速基站，当地村民第一次用上
了千兆网络，农产品直播的销量比上月翻了一番。

（闻 溪）

【学会工作】

云州市通信学会召开年度工作会议

七月八日，云州市通信学会召开年度工作会议，会议听取了工作报告，研究部署
了下半年的重点任务。

（陆行舟）
"""


def record(number: int, **changes: object) -> dict[str, object]:
    known: dict[str, object] = {
        "id": f"N{number:04}",
        "title": f"第{number}条快讯",
        "date": f"2031-0{number % 9 + 1}-15",
        "author": "闻溪",
        "source": "云州日报",
        "tags": ["快讯", f"第{number % 7}类"],
        "text": f"本报讯，云州市第{number}个社区服务站今天启用，方便了附近居民。",
        "edition": number % 4,
    }
    return known | changes


def jsonl(rows: Iterator[Mapping[str, object]] | list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def test_newsletter_twice(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "简报 2031年7月.txt"
    path.write_text(NEWSLETTER, encoding="gb18030")
    report = ingest([path], store, Parser())
    assert report.added == (path.name,) and not report.failed
    assert report.articles == store.count() == 2
    titles = [article.title for article in store.iter_articles()]
    assert titles == ["北岭县山区基站正式开通", "云州市通信学会召开年度工作会议"]
    assert store.source_bytes(store.issues()[0].id) == path.read_bytes()
    again = ingest([path], store, Parser())
    assert again.unchanged == (path.name,) and again.articles == 0 and store.count() == 2


def test_records_keep_their_ids(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl([record(number) for number in range(2500)]))
    seen: list[Progress] = []
    report = ingest([path], store, Parser(), seen.append)
    assert report.articles == store.count() == 2500
    article = store.article("N0007")
    assert article.title == "第7条快讯" and article.authors == ("闻溪",) and article.tags == ("快讯", "第0类")
    assert article.extra == {"edition": 3}
    assert store.source_bytes(article.issue_id or "") == path.read_bytes()
    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert seen[-1].done == seen[-1].total == path.stat().st_size
    assert seen[-1].articles == 2500 and seen[-1].rate > 0
    assert ingest([path], store, Parser()).unchanged == (path.name,)


def test_records_reissued(store: Store) -> None:
    ingest_bytes([("n.jsonl", jsonl([record(number) for number in range(20)]))], store, Parser())
    store.acknowledge(store.pending()[-1].seq)
    rows = [record(30), *(record(number) for number in range(19)), record(31)]
    rows[5] = record(4, title="改过的标题")
    report = ingest_bytes([("n.jsonl", jsonl(rows))], store, Parser())
    (_, outcome), = report.outcomes  # fmt: skip
    assert outcome.kind == "replaced"
    assert outcome.added == ("N0030", "N0031") and outcome.changed == ("N0004",)
    assert outcome.removed == ("N0019",) and outcome.unchanged == 18
    assert [one.id for one in store.issue_articles(outcome.issue_id)] == [row["id"] for row in rows]
    assert {row.article_id for row in store.pending()} == {"N0030", "N0031", "N0004", "N0019"}
    assert store.article("N0003").lines == (5, 5)


def test_same_name_other_records_is_another_source(store: Store) -> None:
    ingest_bytes([("n.jsonl", jsonl([record(1), record(2)]))], store, Parser())
    ingest_bytes([("n.jsonl", jsonl([record(3), record(4)]))], store, Parser())
    assert store.count() == 4 and len(store.issues()) == 2


def test_colliding_ids(store: Store) -> None:
    ingest_bytes([("a.jsonl", jsonl([record(1), record(2)]))], store, Parser())
    twice = [record(1), record(2, title="另一条"), record(2, title="又一条"), record(2, title="又一条")]
    report = ingest_bytes([("b.jsonl", jsonl(twice))], store, Parser())
    (_, outcome), = report.outcomes  # fmt: skip
    assert outcome.added == (f"N0002~{outcome.issue_id[:4]}", "N0002~2")
    assert store.article("N0002").title == "第2条快讯" and store.count() == 4
    twice.append(record(9))
    again = ingest_bytes([("b.jsonl", jsonl(twice))], store, Parser()).outcomes[0][1]
    assert again.added == ("N0009",) and again.removed == () and again.changed == ()


def test_records_without_id(store: Store) -> None:
    rows = [{key: value for key, value in record(n).items() if key != "id"} for n in range(5)]
    ids = ingest_bytes([("a.jsonl", jsonl(rows))], store, Parser()).outcomes[0][1].added
    assert len(set(ids)) == 5
    rows[0]["text"] = "改写过的正文。"
    outcome = ingest_bytes([("a.jsonl", jsonl(rows))], store, Parser()).outcomes[0][1]
    assert outcome.changed == (ids[0],) and outcome.added == outcome.removed == ()


def test_bad_ones_are_named_and_the_rest_comes_in(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(NEWSLETTER, encoding="utf-16")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "rows.jsonl").write_bytes(jsonl([record(1)]) + b"{broken\n" + jsonl([record(2), {"id": 3}]))
    (folder / "none.jsonl").write_bytes(b"{broken\n")
    with zipfile.ZipFile(folder / "z.zip", "w") as package:
        package.writestr("内/c.csv", "编号,标题,正文\nC1,表里的标题,表里的正文\n")
    report = ingest([folder, tmp_path / "nowhere"], store, Parser())
    assert set(report.added) == {"a.txt", "rows.jsonl", "z.zip/内/c.csv"}
    assert store.count() == 5 and store.article("C1").body == "表里的正文"
    failed = sorted(Path(name).name for name, _ in report.failed)
    assert failed == ["b.pdf", "empty.txt", "none.jsonl", "nowhere", "rows.jsonl", "rows.jsonl"]
    assert all("\n" not in str(error) and " / " in str(error) for _, error in report.failed)


def test_cancelling_keeps_what_is_committed_and_goes_on(store: Store) -> None:
    data = jsonl([record(number) for number in range(3200)])

    def cancel(progress: Progress) -> None:
        if progress.articles >= 1500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_bytes([("n.jsonl", data)], store, Parser(), cancel)
    assert store.count() == 1000
    assert len(store.pending()) == 1000
    outcome = ingest_bytes([("n.jsonl", data)], store, Parser()).outcomes[0][1]
    assert (len(outcome.added), outcome.unchanged, outcome.removed) == (2200, 1000, ())
    assert len(store.pending()) == 3200
    assert ingest_bytes([("n.jsonl", data)], store, Parser()).unchanged == ("n.jsonl",)


class Names:
    """A recognizer that knows one organisation."""

    def annotate(self, article: Article, issue: Issue) -> Article:
        known = ("青川联合电信",) if "青川联合电信" in article.body else ()
        return replace(
            article,
            organizations=known,
            provenance={**article.provenance, "organizations": Provenance("test", 0.5)},
        )

    def annotate_issue(self, parsed: ParsedIssue) -> ParsedIssue:
        return replace(parsed, articles=tuple(self.annotate(one, parsed.issue) for one in parsed.articles))


def test_reparse_with_newer_rules(store: Store) -> None:
    rows = jsonl([record(1), record(2, text="青川联合电信开通基站。")])
    ingest_bytes([("简报.txt", NEWSLETTER.encode()), ("n.jsonl", rows)], store, Parser())
    before = list(store.iter_articles())
    store.acknowledge(store.pending()[-1].seq)
    report = reparse(store, Parser(Names()))
    after = list(store.iter_articles())
    assert [one.id for one in after] == [one.id for one in before]
    assert [one.organizations for one in after] == [("青川联合电信",), (), (), ("青川联合电信",)]
    assert report.replaced == ("简报.txt", "n.jsonl") and not report.failed
    store.acknowledge(store.pending()[-1].seq)
    reparse(store, Parser(Names()))
    assert store.pending() == []


class Defect(Parser):
    """A parser with a defect."""

    def document(self, content: Document) -> ParsedIssue:
        raise ZeroDivisionError(content.name)

    def record(self, row: object, name: str, issue: Issue) -> Article:
        raise ZeroDivisionError(name)


def test_a_defect_is_reported_not_fatal(store: Store) -> None:
    report = ingest_bytes([("a.txt", NEWSLETTER.encode()), ("n.jsonl", jsonl([record(1)]))], store, Defect())
    assert [type(error) for _, error in report.failed] == [CorpusError, CorpusError]
    assert store.count() == 0 and store.issues() == []


def test_what_stands_beside_the_records_of_a_table_is_kept_with_its_issue(tmp_path: Path) -> None:
    path = tmp_path / "登记.csv"
    text = "白沙县报道登记\n制表：宣传科\n标题,日期,正文\n图书角开了,2024-03-09,旧粮仓改成图书角。\n"
    path.write_text(text, encoding="utf-8")
    with Store.open(tmp_path / "archive") as store:
        ingest([path], store, Parser())
        (issue,) = store.issues()
        (aside,) = store.asides(issue.id)
        assert (aside.kind, aside.text) == ("head", "白沙县报道登记\n制表：宣传科")
        assert any("宣传科" in notice for notice in store.notices(issue.id))
        reparse(store, Parser())
        assert store.asides(issue.id) == (aside,)
