"""Explanations add up to the score; relatives, reprints and the recency prior."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.application.archive import Archive
from search.commands import group
from search.model import SearchRequest
from web.main import TABLE

EVENT = "云岭湖大桥今天合龙。大桥全长两千米，连接东岸新城与西岸老港，由云岭路桥公司承建，历时三年。"
MORE = "项目经理说，合龙段重一百二十吨，选在凌晨气温最稳的时候吊装，误差不到两毫米。"
STORIES = [
    {"id": "bridge", "title": "云岭湖大桥合龙", "date": "2031-05-04", "text": EVENT + MORE},
    {"id": "again", "title": "大桥合龙了", "date": "2031-05-06", "text": "据云岭晚报报道，" + EVENT + MORE},
    {
        "id": "before",
        "title": "云岭湖大桥最后一段准备吊装",
        "date": "2031-05-01",
        "text": "云岭湖大桥合龙段已运到现场，等待吊装。",
    },
    {
        "id": "old",
        "title": "云岭湖大桥开工",
        "date": "2028-03-01",
        "text": "云岭湖大桥开工，将连接东岸与西岸。",
    },
    {
        "id": "other",
        "title": "面包节开幕",
        "date": "2031-05-05",
        "text": "老港的面包节开幕，烤炉从早到晚不熄火。",
    },
]


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    lines = [json.dumps(story, ensure_ascii=False) for story in STORIES]
    (folder / "stories.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Archive.open(folder / "archive", create=True) as archive:
        archive.ingest([folder / "stories.jsonl"])
    return folder / "archive"


@pytest.mark.parametrize(
    "query", ["大桥合龙", "云岭湖 吊装", "“连接东岸”", "标题:大桥", "谁承建了云岭湖大桥？"]
)
def test_an_explanation_adds_up_to_the_score(stories: Path, query: str) -> None:
    with Archive.open(stories) as archive:
        request = SearchRequest(q=query)
        for hit in archive.search(request).hits:
            why = archive.answering.explanation(request, hit.article.id)
            assert why is not None
            assert why.score == pytest.approx(hit.score, rel=1e-4)
            assert sum(term.gain for term in why.terms) + why.nearness == pytest.approx(why.score)


def test_why_not_names_the_part_that_excludes(stories: Path) -> None:
    with Archive.open(stories) as archive:
        request = SearchRequest(q="大桥 面包节", filters={"year": ("2031",)})
        why = archive.answering.explanation(request, "old")
        assert why is not None and not why.matched
        assert [(part.query, part.matched) for part in why.parts] == [("大桥", True), ("面包节", False)]
        assert [part.matched for part in why.filters] == [False]
        assert archive.answering.explanation(request, "nobody") is None


def test_the_command(stories: Path) -> None:
    run = CliRunner().invoke(group(TABLE), ["--archive", str(stories), "explain", "大桥 面包节", "bridge"])
    assert run.exit_code == 0, run.output
    assert "未命中" in run.output and "✗ 面包节" in run.output and "切分" in run.output
    run = CliRunner().invoke(group(TABLE), ["--archive", str(stories), "explain", "大桥", "bridge", "--json"])
    assert json.loads(run.output)["matched"] is True
    assert (
        CliRunner().invoke(group(TABLE), ["--archive", str(stories), "explain", "大桥", "x"]).exit_code == 4
    )


def test_related_articles_are_of_the_same_event_first(stories: Path) -> None:
    with Archive.open(stories) as archive:
        found = archive.related(archive.article("bridge"))
        assert [article.id for article in found][:1] == ["before"], "the reprint is not a relative"
        assert "other" not in [article.id for article in found]


def test_reprints_fold_under_one_hit(stories: Path) -> None:
    with Archive.open(stories) as archive:
        folded = archive.search(SearchRequest(q="大桥合龙", grouped=True))
        assert [hit.copies for hit in folded.hits if hit.article.id == "bridge"] == [("again",)]
        assert "again" not in [hit.article.id for hit in folded.hits], "the original stands for both"
        prints = archive.prints(archive.article("again"))
        assert [article.id for article in prints] == ["bridge", "again"], "the original first"
        assert archive.prints(archive.article("old")) == []


def test_the_recency_prior_only_tips_the_scales(stories: Path) -> None:
    with Archive.open(stories, today=lambda: dt.date(2031, 6, 1)) as archive:
        plain = archive.search(SearchRequest(q="云岭湖大桥开工"))
        newer = archive.search(SearchRequest(q="云岭湖大桥开工", recency=True))
        assert plain.hits[0].article.id == newer.hits[0].article.id == "old", "what fits stays first"
        gained = {
            hit.article.id: hit.score for hit in archive.search(SearchRequest(q="大桥", recency=True)).hits
        }
        before = {hit.article.id: hit.score for hit in archive.search(SearchRequest(q="大桥")).hits}
        assert gained["again"] > before["again"] and gained["old"] < before["old"] * 1.03


def test_a_run_for_judges_goes_on_after_the_days_that_were_named(stories: Path) -> None:
    with Archive.open(stories) as archive:
        ids, scores = archive.ranking("2031年5月4日到6日有哪些大桥的新闻？", 10)
        assert set(ids[:2]) == {"bridge", "again"} and "old" in ids
        assert list(scores) == sorted(scores, reverse=True) and len(set(ids)) == len(ids)
