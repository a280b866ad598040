"""A year of a topic: after every publication, correction, withdrawal and edit it is what a naive model says,
and all that is new, left or changed has its reason."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from corpus.desk import LOCAL_ADMIN, Correcting, Issues, Person
from corpus.topics.changes import TopicChange
from corpus.topics.keeping import KeptTopic, TopicKeeper
from search.application.archive import Archive
from search.topics import making
from search.topics.living import LivingTopic, living
from search.topics.telling import told
from tests.search.topics.test_living import WORDS, records

COLLEAGUE = Person("ling", "凌老师", "editor")


@dataclass
class Deed:
    """What somebody did to the topic, and the model's clock then."""

    wish: str
    articles: tuple[str, ...]
    text: str
    at: int
    found: frozenset[str]
    who: str
    in_force: bool = True


@dataclass
class Model:
    """Texts, who sees them, and all deeds; what the topic is comes from going through them, with sets."""

    texts: dict[str, str] = field(default_factory=dict)
    issue_of: dict[str, int] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    corrected: dict[str, int] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    clock: int = 0

    def shown(self) -> set[str]:
        return {
            one for one, issue in self.issue_of.items() if issue not in self.away and one not in self.gone
        }

    def found(self, words: set[str]) -> frozenset[str]:
        return frozenset(one for one in self.shown() if any(word in self.texts[one] for word in words))

    def now(self) -> Replayed:
        told = Replayed()
        for deed in self.deeds:
            if deed.in_force:
                told.take(deed)
        return told


@dataclass
class Replayed:
    """The topic as its deeds leave it; listed: article → (words asked when it was taken in, when)."""

    words: dict[str, str] = field(default_factory=dict)
    listed: dict[str, tuple[frozenset[str], int]] = field(default_factory=dict)
    sticky: dict[str, set[str]] = field(default_factory=lambda: {"pin": set(), "hold": set()})
    excluded: dict[str, str] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)

    def take(self, deed: Deed) -> None:
        some = {*deed.articles}
        if deed.wish == "ask":
            self.words[deed.text[0]] = deed.text[1:]
        elif deed.wish == "ask_no_more":
            self.words.pop(deed.text, None)
        elif deed.wish in ("accept", "pin"):
            for one in deed.articles:
                asked = self.listed.get(one, (frozenset(self.words.values()), 0))[0]
                self.listed[one] = asked, deed.at
                self.excluded.pop(one, None)
            by_hand = some if deed.wish == "pin" else some - deed.found
            self.sticky["pin"] |= by_hand
            self.later -= some
        elif deed.wish in ("exclude", "drop"):
            for one in some:
                self.listed.pop(one, None)
                self.excluded.pop(one, None)
            for held in self.sticky.values():
                held -= some
            self.later -= some
            if deed.wish == "exclude":
                self.excluded |= dict.fromkeys(some, deed.text)
        elif deed.wish == "later":
            self.later |= some - self.listed.keys() - self.excluded.keys()
        elif deed.wish == "hold":
            self.sticky["hold"] |= some & self.listed.keys()
        elif deed.wish == "let_go":
            for held in self.sticky.values():
                held -= some


def cause_of(model: Model, now: Replayed, article: str) -> str:
    """Why an article that was taken in is found no more."""
    asked, since = now.listed[article]
    if article in model.gone:
        return "removed"
    if model.issue_of[article] in model.away:
        return "withdrawn"
    if asked - {*now.words.values()}:
        return "searches"
    return "corrected" if model.corrected.get(article, -1) >= since else "reread"


class Year:
    """The archive, its topic and the model side by side."""

    def __init__(self, archive: Archive, chance: random.Random, folder: Path) -> None:
        self.archive, self.chance, self.folder = archive, chance, folder
        self.model = Model()
        self.keeper = TopicKeeper(archive.store.database)
        self.topic = making.begin(archive, "一年", "", LOCAL_ADMIN, access="editors").id
        self.issues: dict[int, str] = {}

    def kept(self) -> KeptTopic:
        return self.keeper.topic(self.topic, LOCAL_ADMIN)

    def publish(self, month: int) -> None:
        rows = [
            (
                f"{month}x{n}",
                f"{self.chance.choice(WORDS)}与{self.chance.choice(WORDS)}。",
                f"2024-01-{month + 1:02}",
            )
            for n in range(self.chance.randint(1, 4))
        ]
        known = {one.id for one in self.archive.issues()}
        self.archive.ingest([records(self.folder / f"{month}.jsonl", *rows)])
        (fresh,) = {one.id for one in self.archive.issues()} - known
        self.issues[month] = fresh
        self.model.texts |= {key: text for key, text, _day in rows}
        self.model.issue_of |= dict.fromkeys((key for key, _text, _day in rows), month)

    def happen(self) -> None:
        self.model.clock += 1
        deed = self.chance.choice(
            ["edit"] * 6 + ["undo", "correct", "correct", "withdraw", "restore", "remove"]
        )
        getattr(self, deed)()
        self.archive.repair()

    def edit(self) -> None:
        wish = self.chance.choice(
            [
                "ask",
                "ask",
                "ask_no_more",
                "accept",
                "accept",
                "pin",
                "exclude",
                "drop",
                "later",
                "hold",
                "let_go",
            ]
        )
        model, now = self.model, self.model.now()
        some = tuple(self.chance.sample(sorted(model.shown()), min(2, len(model.shown()))))
        if wish in ("accept", "later") and (there := sorted(model.found({*now.words.values()}))):
            some = tuple(self.chance.sample(there, min(2, len(there))))
        key, word = self.chance.choice("12"), self.chance.choice(WORDS)
        text = {"ask": key + word, "ask_no_more": key, "exclude": f"不相干{model.clock}"}.get(wish, "")
        by = self.chance.choice([LOCAL_ADMIN, COLLEAGUE])
        change = {
            "ask": TopicChange("ask", key=key, text=f"q={word}"),
            "ask_no_more": TopicChange("ask_no_more", key=key),
        }.get(wish, TopicChange(wish, some, text=text))
        if change.articles == () and wish not in ("ask", "ask_no_more"):
            return
        making.change(self.archive, self.kept(), [change], by, reason=f"第{model.clock}步")
        found = model.found({*now.words.values()})
        if wish == "accept":  # one deed of the model may be two changes: those found, those put in by hand
            self.deeds_of_accepting(some, found, by.name)
        else:
            model.deeds.append(Deed(wish, some, text, model.clock, found, by.name))

    def deeds_of_accepting(self, some: tuple[str, ...], found: frozenset[str], who: str) -> None:
        for wish, part in (
            ("accept", tuple(one for one in some if one in found)),
            ("pin", tuple(one for one in some if one not in found)),
        ):
            if part:
                self.model.deeds.append(Deed(wish, part, "", self.model.clock, found, who))

    def undo(self) -> None:
        changes = self.kept().changes[1:]  # the first gave it its name
        assert len(changes) == len(self.model.deeds)
        if not changes:
            return
        place = self.chance.randrange(len(changes))
        act = self.keeper.undo if changes[place].in_force else self.keeper.redo
        act(self.topic, [changes[place].id], LOCAL_ADMIN)
        self.model.deeds[place].in_force ^= True

    def correct(self) -> None:
        if shown := sorted(self.model.shown()):
            one, text = self.chance.choice(shown), f"{self.chance.choice(WORDS)}改第{self.model.clock}遍。"
            correcting = Correcting(self.archive.store)
            correcting.correct(one, {"body": text}, correcting.article(one).version, COLLEAGUE)
            self.model.texts[one] = text
            self.model.corrected[one] = self.model.clock

    def withdraw(self) -> None:
        if there := sorted(self.issues.keys() - self.model.away):
            month = self.chance.choice(there)
            Issues(self.archive.store).withdraw(self.issues[month], LOCAL_ADMIN, "误发")
            self.model.away.add(month)

    def restore(self) -> None:
        if self.model.away:
            month = self.chance.choice(sorted(self.model.away))
            Issues(self.archive.store).restore(self.issues[month], LOCAL_ADMIN, "")
            self.model.away.remove(month)

    def remove(self) -> None:
        if len(self.issues) > 4 and self.chance.random() < 0.4:
            month = self.chance.choice(sorted(self.issues))
            Issues(self.archive.store).remove(self.issues.pop(month), LOCAL_ADMIN, "")
            self.model.away.discard(month)
            self.model.gone |= {one for one, issue in self.model.issue_of.items() if issue == month}

    def agrees(self) -> None:
        model, now = self.model, self.model.now()
        topic = living(self.archive, self.kept())
        found = model.found({*now.words.values()})
        assert set(topic.found) == found
        if not now.listed and not now.excluded:
            assert set(topic.entries) == found and not topic.settled
            return
        sticky = (now.sticky["pin"] | now.sticky["hold"]) & model.shown()
        entries = {one for one in now.listed if one in found or one in sticky}
        offered = found - now.listed.keys() - now.excluded.keys()
        assert set(topic.entries) == entries
        assert set(topic.new) == offered - now.later and set(topic.later) == offered & now.later
        assert {one.article: one.cause for one in topic.left} == {
            one: cause_of(model, now, one) for one in now.listed.keys() - entries
        }
        assert dict(topic.kept.state.excluded) == now.excluded
        self.has_reasons(topic, now)

    def has_reasons(self, topic: LivingTopic, now: Replayed) -> None:
        """Every new article prints a word that is asked for and says so; every change says who and why."""
        said = told(self.archive, topic)
        for one in (*said["new"], *said["later"]):
            printed = {word for word in now.words.values() if word in self.model.texts[one["id"]]}
            assert {*one["because"]} == printed and printed
        for one in said["left"]:
            assert one["who"] == (COLLEAGUE.name if one["cause"] == "corrected" else "")
        for made, deed in zip(topic.kept.changes[1:], self.model.deeds, strict=True):
            assert (made.who, made.reason, made.in_force) == (deed.who, f"第{deed.at}步", deed.in_force)
            assert made.at and (made.in_force or made.undone_by == LOCAL_ADMIN.name)


class Clock:
    """In the place of the module that tells the time: every stamp is a second later than the one before.

    Stamps have whole seconds, and within one nobody can tell whether somebody corrected an article before it
    was taken in or after.
    """

    timezone = dt.timezone

    def __init__(self) -> None:
        self.datetime = self
        self._seconds = count()

    def now(self, zone: dt.tzinfo) -> dt.datetime:
        return dt.datetime(2026, 1, 1, tzinfo=zone) + dt.timedelta(seconds=next(self._seconds))


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 12))])
def test_a_year_equals_the_naive_model(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.store.writing.dt", Clock())
    with Archive.open(tmp_path / "archive", create=True) as archive:
        year = Year(archive, random.Random(seed), tmp_path)
        for month in range(24):
            year.publish(month)
            year.agrees()
            for _ in range(3):
                year.happen()
                year.agrees()
        assert {one.wish for one in year.model.deeds} >= {"ask", "accept"}, "too quiet a year"
