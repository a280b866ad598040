"""What every engine must do.  A test module per engine says how to open it and inherits the rest."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.model import Article
from index.text.analyzer import article_keywords
from index.writing.writer import IndexWriter
from search.engine.searcher import Engine, Searcher
from search.language.tree import And, DateRange, Everything, Keyword, Not, Or, Phrase, Query, Text, Word
from tests.contract.forms import ASKED, SHELF
from tests.contract.queries import articles, queries
from tests.naive import NaiveSearcher

SAMPLES = (
    Article(
        id="a1",
        title="云岭通信建成首个5G＋工业互联网示范基地",
        body="云岭通信在南川建成示范基地。\n基地采用NB-IoT与5G专网。",
        section="要闻",
        authors=("赵小满", "钱一鸣"),
        organizations=("云岭通信", "南川市工业局"),
        date=dt.date(2021, 7, 16),
    ),
    Article(
        id="a2",
        title="南川數據中心啟用",
        body="南川數據中心正式啟用。",
        section="要闻",
        authors=("赵小满",),
        organizations=("南川数据中心",),
        date=dt.date(2021, 8, 2),
    ),
    Article(id="a3", title="无题", body=""),
    Article(
        id="a4", title="会讯", body="协会召开会议。会议会期两天。", section="会议", date=dt.date(2022, 1, 1)
    ),
)


class SearcherContract:
    """Inherit and say `open`."""

    examples = 60

    @staticmethod
    def open(directory: Path) -> Engine:
        raise NotImplementedError

    @pytest.fixture
    def directory(self, tmp_path: Path) -> Path:
        IndexWriter(tmp_path).apply(SAMPLES)
        return tmp_path

    @pytest.fixture
    def searcher(self, directory: Path) -> Iterable[Searcher]:
        engine = self.open(directory)
        yield engine.newest()
        engine.close()

    def test_words_are_wanted_together(self, searcher: Searcher) -> None:
        assert found(searcher, Text("南川基地")) == ["a1"]

    def test_equal_forms_are_one(self, searcher: Searcher) -> None:
        assert found(searcher, Phrase("南川数据中心")) == found(searcher, Phrase("南川數據中心")) == ["a2"]
        assert found(searcher, Phrase("5G+工业互联网")) == ["a1"]
        assert found(searcher, Phrase("nb iot")) == ["a1"]

    def test_one_character_and_marks_are_found(self, searcher: Searcher) -> None:
        assert sorted(found(searcher, Phrase("。"))) == ["a1", "a2", "a4"]
        assert found(searcher, Text("期")) == ["a4"]

    def test_nothing_is_no_error(self, searcher: Searcher) -> None:
        result = searcher.search(Text(""), facets=["section"])
        assert (result.total, result.ids, result.facets["section"]) == (0, (), ())

    def test_everything_newest_first_undated_last(self, searcher: Searcher) -> None:
        assert found(searcher, Everything(), sort="newest") == ["a4", "a2", "a1", "a3"]
        assert found(searcher, Everything(), sort="oldest") == ["a1", "a2", "a4", "a3"]

    def test_titles_in_the_order_of_pinyin(self, searcher: Searcher) -> None:
        assert found(searcher, Everything(), sort="title") == ["a4", "a2", "a3", "a1"]
        assert found(searcher, Text("南川"), sort="title") == ["a2", "a1"]

    def test_windows_join_to_the_whole(self, searcher: Searcher) -> None:
        query = Or((Text("南川"), Text("会议"), Text("题")))
        pages = [searcher.search(query, offset=at, limit=1).ids for at in range(5)]
        assert [one for page in pages for one in page] == found(searcher, query)

    def test_facets_leave_their_own_filter_out(self, searcher: Searcher) -> None:
        only = Keyword("section", ("要闻",))
        result = searcher.search(Everything(), filters=[only], facets=["section", "author"])
        assert result.total == 2
        assert dict(result.facets["section"]) == {"要闻": 2, "会议": 1}
        assert result.facets["author"] == (("赵小满", 2), ("钱一鸣", 1))

    def test_the_tail_follows_and_is_counted_apart(self, searcher: Searcher) -> None:
        result = searcher.search(Text("南川示范基地"), soft=True)
        assert result.ids[0] == "a1"
        assert (result.total, result.soft_total) == (1, 1)
        assert result.ids == ("a1", "a2")

    def test_a_commit_is_seen_and_a_deletion_honoured(self, directory: Path) -> None:
        engine = self.open(directory)
        before = engine.newest()
        assert before.search(Text("南川")).total == 2
        IndexWriter(directory).apply([Article(id="a5", title="南川又讯", body="短讯")], ["a1"])
        searcher = engine.newest()
        assert searcher.number > before.number
        result = searcher.search(Text("南川"), facets=["section"])
        assert sorted(result.ids) == ["a2", "a5"]
        assert dict(result.facets["section"]) == {"要闻": 1}
        assert searcher.matches(Text("南川"), "a5")
        assert not searcher.matches(Text("南川"), "a1")
        assert not searcher.matches(Text("会议"), "a5")
        assert sorted(before.search(Text("南川")).ids) == ["a1", "a2"]  # what was opened stays what it was
        engine.close()

    def test_what_is_left_out_is_not_counted(self, searcher: Searcher) -> None:
        result = searcher.search(Text("南川"), facets=["section"], without=["a1", "unheard of"])
        assert (result.total, result.ids) == (1, ("a2",))
        assert dict(result.facets["section"]) == {"要闻": 1}
        kept = (Keyword("section", ("要闻",)),)
        result = searcher.search(Everything(), filters=kept, facets=["section"], without=["a2"])
        assert result.ids == ("a1",)
        assert dict(result.facets["section"]) == {"要闻": 1, "会议": 1}
        soft = searcher.search(Text("南川 会议"), soft=True, without=["a4"])
        assert (soft.total, sorted(soft.ids)) == (0, ["a1", "a2"])

    def test_the_values_of_a_field_with_their_articles(self, searcher: Searcher) -> None:
        totals = searcher.totals("section")
        assert (totals.values, totals.totals) == (("会议", "要闻"), (1, 2))
        assert set(searcher.values("author")) == {"赵小满", "钱一鸣"}
        assert searcher.frequency("会议") == 1
        assert "议" in searcher.following("会") and not searcher.following("龘")

    def test_a_headline_is_its_article(self, searcher: Searcher) -> None:
        for article in SAMPLES[:2]:
            assert article.id in searcher.titled(article.title)
            assert article.id not in searcher.titled(article.title[:-1])

    def test_the_better_match_comes_first(self, searcher: Searcher) -> None:
        assert found(searcher, Or((Word("会议"), Word("南川"))))[0] == "a4"

    def test_equal_forms_are_found_and_borders_kept(self, tmp_path: Path) -> None:
        IndexWriter(tmp_path).apply(SHELF)
        engine = self.open(tmp_path)
        naive = NaiveSearcher(SHELF)
        for query, ids in ASKED:
            body = replace(query, field="body") if hasattr(query, "field") else query
            assert sorted(found(engine.newest(), body)) == ids.split(), query
            assert naive.ids(body) == set(ids.split()), query
        engine.close()

    def test_every_query_means_what_the_oracle_says(self) -> None:
        @settings(max_examples=self.examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(
            st.lists(st.lists(articles(), min_size=1, max_size=6), min_size=1, max_size=2),
            st.lists(queries(), min_size=8, max_size=8),
            st.sampled_from(
                [(), (Keyword("section", ("要闻",)),), (Not(DateRange(None, dt.date(2021, 9, 9))),)]
            ),
        )
        def holds(batches: list[list[Article]], asked: list[Query], filters: Sequence[Keyword | Not]) -> None:
            with tempfile.TemporaryDirectory() as name:
                for batch in batches:
                    IndexWriter(Path(name)).apply(batch)
                engine = self.open(Path(name))
                searcher = engine.newest()
                naive = NaiveSearcher(article for batch in batches for article in batch)
                for query in asked:
                    agree(searcher, naive, query, filters)
                engine.close()

        holds()


def found(searcher: Searcher, query: Query, **options: object) -> list[str]:
    """Ids in rank order."""
    return list(searcher.search(query, limit=100, **options).ids)  # type: ignore[arg-type]


def agree(searcher: Searcher, naive: NaiveSearcher, query: Query, filters: Sequence[Keyword | Not]) -> None:
    """The engine finds and counts what the oracle does."""
    wanted = naive.ids(query, filters)
    fields = ("section", "author", "person", "year", "month")
    result = searcher.search(query, filters=filters, limit=100, facets=fields)
    assert set(result.ids) == wanted, query
    assert result.total == len(wanted) == len(result.ids)
    assert list(result.scores) == sorted(result.scores, reverse=True)
    for field in fields:
        others = [each for each in filters if not (isinstance(each, Keyword) and each.field == field)]
        counts = Counter(
            value
            for entry in naive.entries
            if naive.matches(And((query, *others)), entry)
            for value in article_keywords(entry.article)[field]
        )
        assert result.facets[field] == tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))), (
            query
        )
