"""Generations: random histories, crashes, interruptions, other writers, readers that stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ArchiveError, IndexStale
from corpus.model import Article
from index.opening import open_segments
from index.segments import manifest
from index.segments.interface import Generation
from index.segments.toc import read_entries
from index.text.analyzer import Analyzer
from index.text.fold import fold_text
from index.text.tokenizer import Tokenizer
from index.whoosh_format.storage import stock_segments, write_lock
from index.writing.policy import FAN, MAX_CHARS, SMALLEST, to_merge
from index.writing.writer import IndexWriter
from tests.index.articles import SAMPLES, articles
from tests.index.stock_index import write_stock_index

HISTORY = st.lists(
    st.tuples(st.lists(articles(8), max_size=4), st.lists(st.sampled_from([f"n{i}" for i in range(9)]))),
    max_size=14,
)


def held(generation: Generation) -> dict[str, tuple[int, int]]:
    """Live article id → (characters of its body, date)."""
    found: dict[str, tuple[int, int]] = {}
    for segment in generation.segments:
        lengths, dates = segment.lengths("body_chars"), segment.dates()
        for doc in segment.live.nonzero()[0].tolist():
            assert segment.ids[doc] not in found
            found[segment.ids[doc]] = (int(lengths[doc]), int(dates[doc]))
    return found


def occurrences(generation: Generation, pair: str) -> dict[str, list[int]]:
    found = {}
    for segment in generation.segments:
        where = segment.positions("body_bigrams", pair)
        for i, doc in enumerate(where.docs.tolist()):
            if segment.live[doc]:
                found[segment.ids[doc]] = where.positions[where.offsets[i] : where.offsets[i + 1]].tolist()
    return found


@given(HISTORY)
@settings(max_examples=25, deadline=None)
def test_any_history_leaves_what_a_dictionary_would(history: list[tuple[list[Article], list[str]]]) -> None:
    truth: dict[str, Article] = {}
    with tempfile.TemporaryDirectory() as directory:
        for upserts, deletes in history:
            IndexWriter(Path(directory)).apply(upserts, deletes)
            for article_id in deletes:
                truth.pop(article_id, None)
            truth |= {article.id: article for article in upserts}
        if not history:
            return
        generation = open_segments(Path(directory))
        expected = {
            a.id: (len(fold_text(a.body)), a.date.toordinal() if a.date else 0) for a in truth.values()
        }
        assert held(generation) == expected
        assert generation.doc_count == len(truth)
        for pair in ("会议", "南川", "5g"):
            places = {a.id: _find(fold_text(a.body), pair) for a in truth.values()}
            assert occurrences(generation, pair) == {key: where for key, where in places.items() if where}
        for segment in generation.segments:
            for field in ("title", "body_chars", "about_bigrams", "author"):
                assert all(len(segment.postings(field, term).docs) for term in segment.terms(field))


def _find(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]


def test_small_commits_are_merged_into_few_segments(tmp_path: Path) -> None:
    for number in range(20):
        IndexWriter(tmp_path).apply([replace(SAMPLES[0], id=f"x{number}")])
        assert len(open_segments(tmp_path).segments) < FAN
    assert open_segments(tmp_path).doc_count == 20
    assert len(list(tmp_path.glob("*.xzs"))) == len(open_segments(tmp_path).segments)


def test_a_segment_that_is_mostly_dead_is_rewritten(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(SAMPLES)
    IndexWriter(tmp_path).apply([], ["a1", "a2", "a3"])
    (segment,) = open_segments(tmp_path).segments
    assert segment.doc_count == 1


@dataclass(frozen=True)
class Listed:
    """A segment as the merge policy sees it."""

    live: int
    dead: int = 0
    chars: int = 1

    def doc_count(self) -> int:
        return self.live

    def doc_count_all(self) -> int:
        return self.live + self.dead


def test_what_is_merged_next() -> None:
    small = [Listed(10 + number) for number in range(FAN)]
    assert to_merge([*small[:-1], Listed(SMALLEST * 2)]) == []  # no tier is full
    assert to_merge([Listed(SMALLEST * 2), *small]) == small  # the full one, in its order
    assert to_merge([*small, Listed(3, dead=4)]) == [Listed(3, dead=4)]  # mostly dead ones first
    assert to_merge([Listed(10, chars=MAX_CHARS) for _ in range(FAN)]) == []  # too large to be one


def test_a_reader_keeps_its_generation(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(SAMPLES)
    before = open_segments(tmp_path)
    IndexWriter(tmp_path).apply([replace(SAMPLES[0], body="改写")], ["a2", "a3"])
    after = open_segments(tmp_path)
    assert before.number < after.number
    assert set(held(before)) == {"a1", "a2", "a3", "a4"}
    assert set(held(after)) == {"a1", "a4"}
    assert before.segments[0].postings("body", "南川").docs.tolist() == [0, 1]


def test_another_writer_at_work_is_said_plainly(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(SAMPLES)
    with write_lock(tmp_path), pytest.raises(ArchiveError, match="另一个程序正在写索引"):
        IndexWriter(tmp_path).apply([], ["a1"])
    IndexWriter(tmp_path).apply([], ["a1"])


def test_an_interruption_leaves_the_former_generation(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(SAMPLES)
    number = open_segments(tmp_path).number

    def interrupted() -> Iterator[Article]:
        yield replace(SAMPLES[0], body="新")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        IndexWriter(tmp_path).apply(interrupted(), ["a2"])
    assert open_segments(tmp_path).number == number
    assert len(held(open_segments(tmp_path))) == 4
    assert not list(tmp_path.glob("runs-*"))


CRASH = """
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from index.writing.writer import IndexWriter
from tests.index.articles import SAMPLES
number = 0
while True:
    number += 1
    batch = [replace(SAMPLES[number % 4], id=f"c{number}-{i}") for i in range(40)]
    IndexWriter(Path(sys.argv[1])).apply(batch, [f"c{number - 1}-{i}" for i in range(39)])
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_a_whole_index(tmp_path: Path) -> None:
    for delay in (0.05, 0.11, 0.17):
        process = subprocess.Popen(
            [sys.executable, "-c", CRASH, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        generation = open_segments(tmp_path)
        assert held(generation)
        for segment in generation.segments:
            assert segment.total_length("body_chars") == segment.lengths("body_chars").sum()
        IndexWriter(tmp_path).apply([replace(SAMPLES[0], id="after")])
        assert "after" in held(open_segments(tmp_path))
        assert len(list(tmp_path.glob("*.xzs"))) == len(open_segments(tmp_path).segments)


def test_large_jobs_run_in_several_processes(tmp_path: Path) -> None:
    batch = [replace(SAMPLES[i % 4], id=f"p{i}") for i in range(4200)]
    batch.append(replace(SAMPLES[0], id="p1", title="改题"))
    seen: list[tuple[int, int | None]] = []
    IndexWriter(tmp_path / "two", processes=2, memory_mb=1).apply(
        iter(batch), progress=lambda done, total, rate: seen.append((done, total)), total=len(batch)
    )
    IndexWriter(tmp_path / "one", processes=1, memory_mb=1).apply(batch)
    two, one = open_segments(tmp_path / "two"), open_segments(tmp_path / "one")
    assert held(two) == held(one)
    assert one.df("title", "改题") == two.df("title", "改题") == 1
    assert occurrences(two, "会议") == occurrences(one, "会议")
    assert seen[-1] == (4201, 4201)


def test_a_fresh_writer_replaces_everything_with_its_own_words(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(SAMPLES)
    assert open_segments(tmp_path).df("body", "云岭通信") == 0
    IndexWriter(tmp_path, Analyzer(Tokenizer(words=["云岭通信"])), fresh=True).apply(SAMPLES[:2])
    generation = open_segments(tmp_path)
    assert generation.df("body", "云岭通信") == 1
    assert generation.doc_count == 2
    assert manifest.analyzer_for(tmp_path).tokenizer.words == ("云岭通信",)
    IndexWriter(tmp_path).apply([replace(SAMPLES[0], id="more")])
    assert open_segments(tmp_path).df("body", "云岭通信") == 2


def test_a_manifest_of_another_index_is_stale(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(SAMPLES)
    (tmp_path / manifest.NAME).unlink()
    manifest.write(tmp_path, Analyzer(Tokenizer(words=["别的词"])))
    with pytest.raises(IndexStale):
        open_segments(tmp_path)


def test_reading_needs_no_whoosh(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(SAMPLES)
    IndexWriter(tmp_path).apply([], ["a2"])
    entries = read_entries(tmp_path)
    assert entries is not None
    number, listed = entries
    stock_number, stock = stock_segments(tmp_path)
    assert number == stock_number
    assert [(entry.fingerprint, entry.name) for entry in listed] == [(f, s.name) for f, s in stock]
    assert open_segments(tmp_path).segments[0].live.tolist() == stock[0][1].live.tolist()
    script = (
        "import sys; from pathlib import Path; from index.opening import open_segments;"
        "from index.segments.manifest import analyzer_for; analyzer_for(Path(sys.argv[1]));"
        "assert open_segments(Path(sys.argv[1])).doc_count == 3; assert 'whoosh' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)


def test_what_is_not_ours_is_left_to_whoosh(tmp_path: Path) -> None:
    assert read_entries(tmp_path / "none") is None
    write_stock_index(tmp_path, SAMPLES)
    assert read_entries(tmp_path) is None
    (segment,) = open_segments(tmp_path).segments
    assert len(segment.ids) == 4
    (tmp_path / "_MAIN_9.toc").write_bytes(b"torn")
    assert read_entries(tmp_path) is None


def test_readers_never_stumble_over_a_commit(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply([replace(SAMPLES[0], id="c0-39")])
    process = subprocess.Popen(
        [sys.executable, "-c", CRASH, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    numbers = []
    for _ in range(150):
        generation = open_segments(tmp_path)
        numbers.append(generation.number)
        assert "c0-39" in held(generation)
        assert occurrences(generation, "南川")
    process.kill()
    process.wait()
    process.stdout.close()
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[-1]
