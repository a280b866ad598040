"""Random histories: printings, corrections, undoing, new rules, an index that drains now and then."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from corpus.errors import ArticleNotFound
from corpus.model import Article
from corpus.store import Store, open_shelf
from corpus.store.revision import DATABASE
from tests.corpus.store_samples import BODIES, article, parsed

numbers = st.lists(st.integers(0, 7), unique=True, min_size=1, max_size=5)


def printed(number: int, edition: int) -> Article:
    """Article `number`, whose wording changes a little from edition to edition."""
    distinct = BODIES[number % len(BODIES)] * 2 + f"第{number}号" * 12
    return article(number, title=f"题{number}", body=distinct + "。" * edition, tags=(f"n{number}",))


class History(RuleBasedStateMachine):
    """The store beside what should be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder)
        self.edition = 0
        self.titles: dict[str, list[tuple[int, str]]] = {}
        self.ids: dict[int, str] = {}
        self.index: dict[str, Article] = {}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(chosen=numbers)
    def print_an_issue(self, chosen: list[int]) -> None:
        """The one issue comes again, with other articles in another order and other words."""
        self.edition += 1
        had = {one.tags[0]: one.id for one in self.store.iter_articles()}
        issue = parsed(*(printed(number, self.edition) for number in chosen), year=2031)
        data = f"{self.edition}".encode()
        common = sum(f"n{number}" in had for number in chosen)
        outcome = self.store.add_issue(issue, data)
        if had and common >= 0.2 * len(had):
            kept = {one.tags[0]: one.id for one in self.store.issue_articles(outcome.issue_id)}
            assert all(kept[tag] == id_ for tag, id_ in had.items() if tag in kept and self._one_issue())
        assert self.store.add_issue(issue, data).kind == "unchanged"

    @rule()
    def new_rules(self) -> None:
        before = [one.id for one in self.store.iter_articles()]
        for issue in self.store.issues():
            articles = self.store.issue_articles(issue.id)
            again = [printed(int(one.tags[0][1:]), self.edition) for one in articles]
            self.store.reparse_issue(issue.id, parsed(*again, source=issue.source_file))
        assert [one.id for one in self.store.iter_articles()] == before

    @rule(place=st.integers(0, 9), title=st.text("甲乙丙", min_size=1, max_size=3))
    def correct(self, place: int, title: str) -> None:
        ids = [one.id for one in self.store.iter_articles()]
        if ids:
            id_ = ids[place % len(ids)]
            done = self.store.correct(id_, "title", title, "编辑")
            self.titles.setdefault(id_, []).append((done.seq, title))

    @rule(place=st.integers(0, 9))
    def undo(self, place: int) -> None:
        standing = [(id_, pair) for id_, pairs in self.titles.items() for pair in pairs]
        if standing:
            id_, pair = standing[place % len(standing)]
            self.store.undo_correction(pair[0], "编辑")
            self.titles[id_].remove(pair)

    @rule()
    def drain(self) -> None:
        rows = self.store.pending()
        for row in rows:
            self.index.pop(row.article_id, None)
            try:
                self.index[row.article_id] = self.store.article(row.article_id)
            except ArticleNotFound:
                continue
        if rows:
            self.store.acknowledge(rows[-1].seq)
        assert self.index == {one.id: one for one in self.store.iter_articles()}

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder)

    @invariant()
    def corrections_show_and_readers_agree(self) -> None:
        articles = list(self.store.iter_articles())
        assert len({one.id for one in articles}) == len(articles) == self.store.count()
        for one in articles:
            pairs = self.titles.get(one.id)
            assert one.title == (pairs[-1][1] if pairs else f"题{one.tags[0][1:]}")
        shelf = open_shelf(self.folder / DATABASE)
        assert shelf is not None
        assert shelf.articles([one.id for one in articles]) == articles
        shelf.close()

    def _one_issue(self) -> bool:
        return len(self.store.issues()) == 1


TestHistories = History.TestCase
TestHistories.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
