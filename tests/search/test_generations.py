"""Searching while others write: whole generations, at once, from many threads."""

from __future__ import annotations

import threading
from pathlib import Path

from corpus.model import Article
from index.writing.writer import IndexWriter
from search.engine.opening import open_engine
from search.language.tree import Or, Phrase, Text

BATCH = 5


def batch(number: int) -> list[Article]:
    """Articles that all change together."""
    return [
        Article(id=f"b{i}", title=f"第{number}版", body=f"会议纪要版本{number}完", section=str(number))
        for i in range(BATCH)
    ]


def test_a_search_sees_one_generation_whole(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(batch(0))
    engine = open_engine(tmp_path, budget=1 << 22)
    done = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not done.is_set():
            found = engine.newest().search(Text("会议"), facets=["section"], limit=BATCH)
            if found.total != BATCH or len(found.facets["section"]) != 1 or len(set(found.ids)) != BATCH:
                wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 8):
        IndexWriter(tmp_path).apply(batch(number))
        assert engine.newest().search(Phrase(f"版本{number}完")).total == BATCH
    done.set()
    for thread in threads:
        thread.join()
    engine.close()
    assert not wrong


def test_threads_do_not_share_scores(tmp_path: Path) -> None:
    words = ["南川", "云岭", "会议", "通信", "基地"]
    articles = [
        Article(id=f"a{i:03d}", title=words[i % 5], body="，".join(words[j % 5] for j in range(i % 7)))
        for i in range(300)
    ]
    IndexWriter(tmp_path).apply(articles)
    engine = open_engine(tmp_path, budget=1 << 20)
    searcher = engine.newest()
    queries = [Or((Text(a), Text(b))) for a in words for b in words]
    alone = [searcher.search(query, limit=300) for query in queries]
    wrong: list[object] = []

    def ask() -> None:
        for query, wanted in zip(queries, alone, strict=True):
            if searcher.search(query, limit=300) != wanted:
                wrong.append(query)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.close()
    assert not wrong
