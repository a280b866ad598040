"""Words that people add or take away: what is found, how it is cut, and that it is as if made anew."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.desk import LOCAL_ADMIN, Dictionary, Job, Jobs, Refused
from index.opening import open_segments
from index.segments.manifest import analyzer_for
from index.text.analyzer import Analyzer
from index.text.tokenizer import Tokenizer
from search.application.archive import Archive
from search.application.cutting import cutter, holding
from search.application.dictionary import effect, one_word, ordering, with_changes, words_of
from search.application.proposing import asked_of_late, cut_otherwise, found_in
from search.application.worker import work_off
from search.model import SearchRequest

TEXTS = [
    "云岭省低空经济座谈会召开。各县介绍低空经济的打算。",
    "会上有人谈低空飞行，也谈县域经济。",
    "低空經濟試點落戶青溪，繁體印的也要找到。",
    "码头停航三天，请绕行。",
    "青溪5G消息平台上线，15G消息套餐同时停售。",
    "机器修好了，机床也修好了。",
]


def make(directory: Path) -> Archive:
    archive = Archive.open(directory, create=True)
    file = directory.parent / f"{directory.name}.jsonl"
    rows = [{"id": f"w{n}", "title": f"第{n}则", "text": text} for n, text in enumerate(TEXTS)]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    archive.ingest([file])
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path / "archive") as archive:
        yield archive


def add(archive: Archive, *words: str) -> None:
    ordered: list[Job] = []
    words_of(archive).add(words, LOCAL_ADMIN, order=ordering(LOCAL_ADMIN, ordered))
    assert [job.kind for job in ordered] == ["words"]


def word_postings(archive: Archive, word: str) -> int:
    return open_segments(archive.directory / "index").df("body", word)


def test_a_new_word_reaches_old_articles_and_can_be_taken_back(archive: Archive) -> None:
    assert word_postings(archive, "低空经济") == 0
    before = archive.generation()
    add(archive, "低空经济")
    assert archive.search(SearchRequest(q="低空经济")).total >= 2  # not yet applied: found all the same
    assert work_off(archive) == 1
    assert archive.generation() > before
    assert word_postings(archive, "低空经济") == 2  # the one in traditional characters, too
    page = archive.search(SearchRequest(q="低空经济"))
    assert [hit.article.id for hit in page.hits][:1] == ["w0"] and page.total == 2
    assert analyzer_for(archive.directory / "index").tokenizer.state == words_of(archive).dictionary().state
    assert archive.check().sound
    newest = words_of(archive).history()[0].id
    words_of(archive).undo([newest], LOCAL_ADMIN, ordering(LOCAL_ADMIN, []))
    work_off(archive)
    assert word_postings(archive, "低空经济") == 0
    assert archive.search(SearchRequest(q="低空经济")).total >= 2


def test_who_read_before_goes_on_reading_with_the_words_of_then(archive: Archive) -> None:
    held = archive.pinned()
    assert held.search(SearchRequest(q="低空经济")).total >= 2
    was = held.search(SearchRequest(q="低空经济")).total
    with Archive.open(archive.directory) as other:  # another process, as the worker is
        add(other, "低空经济")
        work_off(other)
    assert held.search(SearchRequest(q="低空经济")).total == was
    assert archive.search(SearchRequest(q="低空经济")).total == 2


def test_a_word_is_applied_once(archive: Archive) -> None:
    add(archive, "县域经济")
    work_off(archive)
    number = archive.generation()
    assert archive.parts.keeper.learn() == 0 and archive.generation() == number
    jobs = Jobs(archive.store.database).jobs()
    assert jobs[0].result == {"articles": 1, "state": 1}


def test_rolled_back_and_ingested_meanwhile(archive: Archive, tmp_path: Path) -> None:
    add(archive, "低空经济")
    add(archive, "县域经济")
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({"id": "w9", "title": "又", "text": "县域经济与低空经济"}), encoding="utf-8")
    archive.ingest([more])  # still as the index was made; the job takes the words over
    assert word_postings(archive, "县域经济") == 0
    work_off(archive)
    assert (word_postings(archive, "县域经济"), word_postings(archive, "低空经济")) == (2, 3)
    first = words_of(archive).history()[-1].id
    words_of(archive).roll_back(first, LOCAL_ADMIN, ordering(LOCAL_ADMIN, []))
    work_off(archive)
    assert (word_postings(archive, "县域经济"), word_postings(archive, "低空经济")) == (0, 3)
    archive.reindex()
    assert (word_postings(archive, "县域经济"), word_postings(archive, "低空经济")) == (0, 3)


def test_the_effect_is_told_before(archive: Archive) -> None:
    there = words_of(archive).dictionary()
    seen = effect(archive, with_changes(there, add=["低空经济"]))
    assert (seen.words, seen.articles, seen.otherwise) == (("低空经济",), 2, 2)
    assert "低空经济" in seen.sentences[0].after and "低空经济" not in seen.sentences[0].before
    assert words_of(archive).dictionary() == there


@pytest.mark.parametrize("word", ["低", "低空，经济", "C++", "NB-IoT", "…"])
def test_what_can_be_no_word_is_refused(word: str) -> None:
    with pytest.raises(Refused):
        one_word([word])


def test_a_word_stands_where_it_is_printed(archive: Archive) -> None:
    searcher, _ = archive.parts.reader.newest()
    assert holding(searcher, ["5g消息"]) == ["w4"]
    assert sorted(holding(searcher, ["低空经济", "机器"])) == ["w0", "w2", "w5"]
    assert holding(searcher, []) == []


@pytest.mark.parametrize("make_of_jieba", ["jieba", "rjieba"])
@pytest.mark.parametrize("word", ["机器", "网络通信", "有限公司", "公司"])
def test_a_removed_word_is_cut_and_nothing_is_lost(make_of_jieba: str, word: str) -> None:
    pytest.importorskip(make_of_jieba)
    text = "清溪网络通信有限公司的机器修好了，公司开门"
    found = Tokenizer(make_of_jieba, removed=[word]).tokenize(text)
    assert word not in [each for each, _, _ in found]
    assert all(text[start:end] == each for each, start, end in found)
    assert {at for _, start, end in found for at in range(start, end)} == set(range(len(text)))


WORDS = ["低空经济", "县域经济", "5G消息", "停航", "机器", "青溪5G", "修好", "绕行"]
STEPS = st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from(WORDS)), max_size=4)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_step_by_step_is_as_made_anew(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    """The words of every article after random changes are those of an index made at once with them."""
    with make(tmp_path_factory.mktemp("words") / "archive") as archive:
        words = words_of(archive)
        naive: dict[str, str] = {}
        for action, word in steps:
            (words.add if action == "add" else words.remove)([word], LOCAL_ADMIN)
            archive.parts.keeper.learn()
            naive[word] = action
        known = words.dictionary()
        assert set(known.added) == {word for word, last in naive.items() if last == "add"}
        assert set(known.removed) == {word for word, last in naive.items() if last == "remove"}
        generation = open_segments(archive.directory / "index")
        wanted = cutter(Dictionary(0, known.added, known.removed))
        for word in {cut for text in TEXTS for cut in wanted.word_texts(text)} | {*map(str.lower, WORDS)}:
            naively = sum(word in wanted.word_texts(text) for text in TEXTS)
            assert generation.df("body", word) == naively, word


def test_words_are_cut_in_their_folded_form() -> None:
    analyzer = Analyzer.knowing(["低空經濟", "ＡＩ助手"])
    assert analyzer.tokenizer.words == ("ai助手", "低空经济")
    assert "低空经济" in analyzer.word_texts("發展低空經濟")


def test_questions_of_late_are_read_where_they_may_be_written_down(archive: Archive) -> None:
    log = archive.directory / "log" / "xunzhang.log"
    log.parent.mkdir(exist_ok=True)
    line = "{} 10:00:00,123 INFO 7 xunzhang.web.serving.logs: GET /search?q={} 200 12 ms\n"
    asked = [
        ("2026-05-02", "低空经济"),
        ("2026-05-03", "低空 经济"),
        ("2026-05-03", "码头"),
        ("2025-01-01", "低空经济"),
    ]
    log.write_text("".join(line.format(day, quote(question)) for day, question in asked), encoding="utf-8")
    today = dt.date(2026, 5, 20)
    assert asked_of_late(archive, today) is None  # nobody allowed it
    (archive.directory / "config.toml").write_text("[log]\nqueries = true\n", encoding="utf-8")
    with Archive.open(archive.directory) as other:
        late = asked_of_late(other, today)
    assert late == {"低空经济": 1, "低空 经济": 1, "码头": 1}
    assert cut_otherwise(late, "低空经济", Analyzer(), Analyzer.knowing(["低空经济"])) == {
        "低空经济": 1,
        "低空 经济": 1,
    }


def test_words_are_proposed_that_cohere_and_have_free_borders(archive: Archive, tmp_path: Path) -> None:
    ends = ("的好处", "怎么做", "难在哪")
    text = "".join(f"{who}谈低空经济{what}。" for who in "甲乙丙丁戊" for what in ends)
    file = tmp_path / "more.jsonl"
    file.write_text(json.dumps({"id": "p", "title": "又", "text": text}, ensure_ascii=False), "utf-8")
    archive.ingest([file])
    rows = found_in(archive)
    assert rows[0]["word"] == "低空经济" and rows[0]["articles"] == 3
    add(archive, "低空经济")
    assert "低空经济" not in [row["word"] for row in found_in(archive)]
