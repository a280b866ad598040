"""Issues through random histories: what the index is told is always what readers see, and nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from corpus.desk import Correcting, Issues
from corpus.errors import ArticleNotFound
from corpus.model import Article
from corpus.store import Store, check, open_shelf, stats
from corpus.store.revision import DATABASE
from tests.corpus.desk.people import ADMIN
from tests.corpus.store_samples import BODIES, article, parsed

picks = st.integers(0, 9)
names = st.sampled_from(["甲", "乙"])


def printed(name: str, number: int, edition: int) -> Article:
    """Article `number` of a newsletter, whose wording changes a little from edition to edition."""
    body = f"{name}{number}号消息。" * 8 + BODIES[number % len(BODIES)] + "。" * edition
    return article(number, title=f"{name}{number}", body=body, tags=(name,))


class Desk(RuleBasedStateMachine):
    """The store beside an index that only listens to the outbox, and a model of states."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder)
        self.issues = Issues(self.store)
        self.edition = 0
        self.model: dict[str, str] = {}
        self.index: dict[str, Article] = {}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def chosen(self, pick: int, state: str) -> str | None:
        found = sorted(id_ for id_, is_ in self.model.items() if is_ == state)
        return found[pick % len(found)] if found else None

    @rule(name=names, numbers=st.lists(st.integers(0, 4), unique=True, min_size=1), draft=st.booleans())
    def bring_in(self, name: str, numbers: list[int], draft: bool) -> None:
        self.edition += 1
        shown = {one.id: one for one in self.store.iter_articles()}
        issue = parsed(*(printed(name, n, self.edition) for n in numbers), source=name, publication=name)
        done = self.store.add_issue(issue, f"{name}{self.edition}".encode(), draft=draft)
        assert done.kind != "unchanged"
        if done.kind == "added":
            self.model[done.issue_id] = "draft" if draft else "published"
        assert self.model[done.issue_id] == done.state
        assert (done.state == "draft") == draft
        if draft:  # it touches nothing that readers see
            assert {one.id: one for one in self.store.iter_articles()} == shown

    @rule(pick=picks, beside=st.booleans())
    def publish(self, pick: int, beside: bool) -> None:
        if (id_ := self.chosen(pick, "draft")) is not None:
            before = None if beside else self.issues.predecessor(id_)
            titles = [one.title for one in self.store.whole.issue_articles(id_)]
            done = self.issues.publish(id_, ADMIN, beside=beside)
            assert done.issue_id == (before or id_)
            if before is not None:
                del self.model[id_]
            self.model[done.issue_id] = "published"
            assert len(self.store.issue_articles(done.issue_id)) == len(titles)

    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        if (id_ := self.chosen(pick, "published")) is not None:
            self.issues.withdraw(id_, ADMIN)
            self.model[id_] = "withdrawn"

    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        if (id_ := self.chosen(pick, "withdrawn")) is not None:
            held = self.store.whole.issue_articles(id_)
            self.issues.restore(id_, ADMIN)
            self.model[id_] = "published"
            assert self.store.issue_articles(id_) == held

    @rule(pick=picks, state=st.sampled_from(["draft", "published", "withdrawn"]))
    def remove(self, pick: int, state: str) -> None:
        if (id_ := self.chosen(pick, state)) is not None:
            self.issues.remove(id_, ADMIN)
            del self.model[id_]

    @rule(pick=picks, title=st.text("春夏秋冬", min_size=1, max_size=3))
    def correct(self, pick: int, title: str) -> None:
        ids = [one.id for one in self.store.whole.iter_articles()]
        if ids:
            id_, desk = ids[pick % len(ids)], Correcting(self.store)
            desk.correct(id_, {"title": title}, desk.article(id_).version, ADMIN)
            assert self.store.whole.article(id_).title == title

    @rule(pick=picks)
    def read_anew(self, pick: int) -> None:
        ids = sorted(self.model)
        if ids:
            id_ = ids[pick % len(ids)]
            issue = self.store.whole.issue(id_)
            again = [
                printed(one.tags[0], one.lines[0] // 10 if one.lines else 0, self.edition + 1)
                for one in self.store.whole.issue_articles(id_)
            ]
            changes = {"source": issue.source_file, "publication": issue.publication}
            self.store.reparse_issue(id_, parsed(*again, **changes))  # type: ignore[arg-type]

    @rule()
    def drain(self) -> None:
        rows = self.store.pending()
        gone = self.store.removed()
        for row in rows:
            self.index.pop(row.article_id, None)
            try:
                self.index[row.article_id] = self.store.article(row.article_id)
            except ArticleNotFound:
                assert row.deleted or row.article_id in gone
        if rows:
            self.store.acknowledge(rows[-1].seq)
        assert self.index == {one.id: one for one in self.store.iter_articles()}

    @invariant()
    def all_agree(self) -> None:
        assert {one.id: self.issues.state(one.id) for one in self.store.whole.issues()} == self.model
        counted = stats(self.store)
        states = list(self.model.values())
        assert (counted.drafts, counted.withdrawn, counted.issues) == (
            states.count("draft"), states.count("withdrawn"), states.count("published"),
        )  # fmt: skip
        shown = list(self.store.iter_articles())
        assert {one.issue_id for one in shown} <= {i for i, s in self.model.items() if s == "published"}
        stale = {id_ for id_ in self.index if id_ not in {one.id for one in shown}}
        assert stale <= self.store.removed()  # what the index still has and readers no longer see is known
        shelf = open_shelf(self.folder / DATABASE)
        assert shelf is not None
        assert shelf.articles([one.id for one in shown]) == shown and shelf.removed() == self.store.removed()
        shelf.close()
        assert all(one.kind == "left over" for one in check(self.store).problems)


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
