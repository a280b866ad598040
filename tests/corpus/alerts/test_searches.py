"""Saved searches: one's own, changed and taken back; what came in, once; mails, each once, none lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from corpus.alerts.arrivals import Arrivals, Find
from corpus.alerts.digests import LEASE, PAUSES, Digests
from corpus.alerts.links import AlertLinks
from corpus.alerts.searches import MOST_LINES, SavedSearch, SavedSearches, Wish
from corpus.desk import Accounts, Activity, Issues, NotAllowed, NotFound, Person, Refused
from corpus.store import Store
from tests.corpus.desk.people import ADMIN, EDITOR, READER, Clock
from tests.corpus.store_samples import article, parsed

AT_ONCE = {"at_once": float("inf")}
WISH = Wish(name="灯塔", frequency="at_once", email="wen@example.org")


OTHER = parsed(article(11), article(12), source="另一期.txt", number="99", year=2035)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reader(store: Store) -> Person:
    """Somebody with an account that can be closed."""
    Accounts(store.database).first_administrator("guan", "a long pass phrase 1")
    return Accounts(store.database).add("wenxi", "another long phrase 2", "reader", ADMIN, "闻溪").person


def saved(store: Store, by: Person, wish: Wish = WISH, content: str = "q=灯塔") -> SavedSearch:
    return SavedSearches(store.database).save("query", content, by, wish)


def found(store: Store, one: SavedSearch, *articles: str) -> None:
    """These came in last, and the search has found them."""
    arrivals = Arrivals(store.database)
    came = {each.article: each.seq for each in arrivals.after(0)}
    finds = [Find(one.id, came[each], each) for each in articles]
    arrivals.record(arrivals.behind(arrivals.newest()), arrivals.newest(), finds)


def test_everybody_has_their_own(store: Store) -> None:
    searches = SavedSearches(store.database)
    mine, other = saved(store, READER), saved(store, EDITOR)
    assert [one.id for one in searches.searches(READER)] == [mine.id]
    assert searches.named("灯塔", READER) == mine
    for act in (
        lambda: searches.search(other.id, READER),
        lambda: searches.change(other.id, Wish(name="我的"), READER),
        lambda: searches.set_standing(other.id, "removed", READER),
        lambda: searches.look(other.id, 0, READER),
        lambda: AlertLinks(store.database).open_feed(other.id, READER),
    ):
        with pytest.raises(NotFound, match="没有保存过"):
            act()
    with pytest.raises(NotAllowed):
        saved(store, Person("x", "令牌", "reader", frozenset({"read"})))


def test_changed_removed_and_back_with_author_and_time(store: Store) -> None:
    searches = SavedSearches(store.database)
    one = saved(store, READER)
    changed = searches.change(one.id, Wish(name=" 南川  灯塔 ", frequency="weekly"), READER)
    assert (changed.name, changed.frequency, changed.email) == ("南川 灯塔", "weekly", "wen@example.org")
    searches.set_standing(one.id, "removed", READER)
    assert searches.searches(READER) == [] and len(searches.searches(READER, "removed")) == 1
    searches.set_standing(one.id, "current", READER)
    assert [each.name for each in searches.searches(READER)] == ["南川 灯塔"]
    deeds = Activity(store.database).deeds(ADMIN, action="search")
    assert [deed.action for deed in reversed(deeds)] == [
        "search.save", "search.change", "search.remove", "search.bring_back",
    ]  # fmt: skip
    assert deeds[2].detail == {
        "from": {"name": "灯塔", "frequency": "at_once"},
        "to": {"name": "南川 灯塔", "frequency": "weekly"},
    }


@pytest.mark.parametrize(
    ("kind", "content", "wish"),
    [
        ("query", "q=1", Wish(name="  ")),
        ("query", "q=1", Wish(name="长" * 201)),
        ("query", "q=1", Wish(name="a", frequency="hourly")),  # type: ignore[arg-type]
        ("query", "q=1", Wish(name="a", frequency="daily")),
        ("query", "q=1", Wish(name="a", language="fr")),
        ("query", "q=1", Wish(name="a", email="a@b\nBcc: c@d")),
        ("query", "q=1", Wish(name="a", email="a@b, c@d")),
        ("query", "q=1", Wish(name="a", email="无")),
        ("list", " \n ", Wish(name="a")),
        ("list", "\n".join(map(str, range(MOST_LINES + 1))), Wish(name="a")),
        ("other", "q=1", Wish(name="a")),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_changes(
    store: Store, kind: str, content: str, wish: Wish
) -> None:
    searches = SavedSearches(store.database)
    with pytest.raises(Refused, match=" / "):
        searches.save(kind, content, READER, wish)  # type: ignore[arg-type]
    assert searches.searches(READER) == []


def test_an_article_comes_in_once_whenever_readers_first_see_it(store: Store) -> None:
    arrivals, issues = Arrivals(store.database), Issues(store)
    first = store.add_issue(parsed(), b"one")
    assert [one.article for one in arrivals.after(0)] == list(first.added)
    issues.withdraw(first.issue_id, EDITOR)
    issues.restore(first.issue_id, EDITOR)
    store.correct(first.added[0], "title", "改过", "甲")
    assert [one.article for one in arrivals.after(0)] == list(first.added)


def test_a_draft_comes_in_when_it_is_published(store: Store) -> None:
    arrivals = Arrivals(store.database)
    draft = store.add_issue(parsed(), b"one", draft=True)
    one = saved(store, READER)
    assert arrivals.newest() == 0 and not arrivals.waiting()
    Issues(store).publish(draft.issue_id, EDITOR)
    assert [each.article for each in arrivals.after(one.evaluated)] == list(draft.added)
    assert arrivals.waiting() and [each.id for each in arrivals.behind(arrivals.newest())] == [one.id]


def test_what_was_there_before_is_not_new(store: Store) -> None:
    store.add_issue(parsed(), b"one")
    saved(store, READER)
    assert not Arrivals(store.database).waiting()


def test_new_until_its_owner_has_looked_and_the_look_can_be_taken_back(store: Store) -> None:
    arrivals, searches = Arrivals(store.database), SavedSearches(store.database)
    one = saved(store, READER)
    done = store.add_issue(parsed(), b"one")
    found(store, one, *done.added[:2])
    assert arrivals.fresh(searches.searches(READER)) == {one.id: 2}
    searches.look(one.id, arrivals.newest(), READER)
    assert arrivals.fresh(searches.searches(READER)) == {one.id: 0}
    searches.look(one.id, one.seen, READER)
    assert arrivals.fresh(searches.searches(READER)) == {one.id: 2}
    assert [each.article for each in arrivals.finds(one.id)] == [done.added[1], done.added[0]]


def test_what_readers_do_not_see_is_neither_listed_nor_counted(store: Store) -> None:
    arrivals, searches = Arrivals(store.database), SavedSearches(store.database)
    one = saved(store, READER)
    first, second = store.add_issue(parsed(), b"one"), store.add_issue(OTHER, b"two")
    found(store, one, first.added[0], *second.added[:2])
    assert arrivals.seen_finds(one.id, 0, 1, 1)[0] == 3
    assert [each.article for each in arrivals.seen_finds(one.id, 0, 1, 1)[1]] == [second.added[0]]
    Issues(store).withdraw(second.issue_id, EDITOR)
    assert arrivals.fresh(searches.searches(READER)) == {one.id: 1}
    assert [each.article for each in arrivals.seen_finds(one.id, 0)[1]] == [first.added[0]]
    Issues(store).restore(second.issue_id, EDITOR)
    assert arrivals.fresh(searches.searches(READER)) == {one.id: 3}


def test_two_who_evaluate_at_a_time_find_nothing_twice(store: Store) -> None:
    arrivals = Arrivals(store.database)
    one = saved(store, READER)
    done = store.add_issue(parsed(), b"one")
    behind, upto = arrivals.behind(arrivals.newest()), arrivals.newest()
    finds = [Find(one.id, 1, done.added[0], ("甲", "乙"))]
    arrivals.record(behind, upto, finds)
    arrivals.record(behind, upto, finds)
    assert arrivals.finds(one.id) == finds and not arrivals.waiting()


def test_one_mail_a_person_and_address_and_nothing_new_no_mail(
    store: Store, reader: Person, clock: Clock
) -> None:
    digests = Digests(store.database, clock)
    mine = [saved(store, reader, WISH, f"q={n}") for n in "ab"]
    saved(store, reader, Wish(name="安静", frequency="never"))
    theirs = saved(store, EDITOR, Wish(name="别人", frequency="at_once", email="lu@example.org"))
    done = store.add_issue(parsed(), b"one")
    assert digests.compose(AT_ONCE, "") == 0 and not digests.pending(AT_ONCE)
    arrivals = Arrivals(store.database)
    finds = [Find(one.id, place, done.added[place - 1]) for one in (*mine, theirs) for place in (1, 2)]
    arrivals.record(arrivals.behind(arrivals.newest()), arrivals.newest(), finds)
    assert digests.pending(AT_ONCE)
    assert digests.compose(AT_ONCE, "news.example.org") == 2
    assert digests.compose(AT_ONCE, "") == 0
    (one,) = digests.digests(reader)
    assert dict(one.content) == {each.id: (done.added[1], done.added[0]) for each in mine}
    assert one.message.endswith("@news.example.org") and one.email == "wen@example.org"
    assert len(digests.digests(ADMIN, everybody=True)) == 2
    with pytest.raises(NotAllowed):
        digests.digests(reader, everybody=True)


def test_who_was_written_to_since_the_last_moment_waits_for_the_next(
    store: Store, reader: Person, clock: Clock
) -> None:
    digests = Digests(store.database, clock)
    one = SavedSearches(store.database, clock).save(
        "query", "q=1", reader, Wish("日报", "daily", "a@example.org")
    )
    done = store.add_issue(parsed(), b"one")
    found(store, one, done.added[0])
    assert digests.compose({"daily": clock.time}, "") == 0  # the morning was before it was saved
    clock.time += 10
    assert digests.compose({"daily": clock.time}, "") == 1


def test_a_mail_that_fails_is_kept_tried_later_and_later_and_given_up(
    store: Store, reader: Person, clock: Clock
) -> None:
    digests = Digests(store.database, clock)
    one = saved(store, reader)
    done = store.add_issue(parsed(), b"one")
    found(store, one, done.added[0])
    digests.compose(AT_ONCE, "")
    waits = []
    while (taken := digests.take()) is not None:
        assert digests.take() is None, "whoever has it has it alone"
        kept = digests.refused(taken, "邮箱满了", for_good=False)
        if kept.state != "waiting":
            break
        waits.append(kept.ready - clock.time)
        clock.time = kept.ready - 1
        assert digests.take() is None
        clock.time += 1
    assert waits == list(PAUSES) and waits == sorted(waits)
    (failed,) = digests.digests(reader, states=("failed",))
    assert failed.error == "邮箱满了" and failed.attempts == len(PAUSES) + 1
    with pytest.raises(NotFound):
        digests.retry(failed.id, EDITOR)
    digests.retry(failed.id, reader)
    again = digests.take()
    assert again is not None and (again.message, again.attempts) == (failed.message, 1)
    digests.sent(again, 1)
    assert [(each.state, each.articles) for each in digests.digests(reader)] == [("sent", 1)]
    with pytest.raises(NotFound):
        digests.retry(failed.id, reader)


def test_one_that_died_with_a_mail_in_hand_leaves_it(store: Store, reader: Person, clock: Clock) -> None:
    digests = Digests(store.database, clock)
    found(store, saved(store, reader), store.add_issue(parsed(), b"one").added[0])
    digests.compose(AT_ONCE, "")
    first = digests.take()
    clock.time += LEASE + 1
    second = digests.take()
    assert first is not None and second is not None and first.message == second.message


@pytest.mark.parametrize("how", ["closed", "removed", "ended", "moved", "never"])
def test_what_is_not_wanted_any_more_is_not_written_about(
    store: Store, reader: Person, clock: Clock, how: str
) -> None:
    digests, searches = Digests(store.database, clock), SavedSearches(store.database)
    one = saved(store, reader)
    found(store, one, store.add_issue(parsed(), b"one").added[0])
    digests.compose(AT_ONCE, "")
    taken = digests.take()
    assert taken is not None and [each.id for each in digests.searches(taken)] == [one.id]
    match how:
        case "closed":
            Accounts(store.database).change(reader.id, ADMIN, active=False)
        case "removed":
            searches.set_standing(one.id, "removed", reader)
        case "ended":
            links = AlertLinks(store.database)
            links.end(links.end_of(reader.id, one.email))
        case "moved":
            searches.change(one.id, Wish(email="new@example.org"), reader)
        case _:
            searches.change(one.id, Wish(frequency="never"), reader)
    assert digests.searches(taken) == []


def test_what_waits_for_one_address_goes_to_the_other_once_it_is_changed(
    store: Store, reader: Person, clock: Clock
) -> None:
    digests, searches = Digests(store.database, clock), SavedSearches(store.database)
    one = saved(store, reader)
    first = store.add_issue(parsed(), b"one")
    found(store, one, first.added[0])
    digests.compose(AT_ONCE, "")
    sent = digests.take()
    assert sent is not None
    digests.sent(sent, 1)
    second = store.add_issue(OTHER, b"two")
    found(store, one, *second.added)
    digests.compose(AT_ONCE, "")
    searches.change(one.id, Wish(email="new@example.org"), reader)
    old = digests.take()
    assert old is not None and digests.searches(old) == []
    assert digests.compose(AT_ONCE, "") == 1
    new = digests.take()
    assert new is not None and new.email == "new@example.org"
    assert set(new.content[one.id]) == set(second.added), "and not again what was told"


def test_mails_that_begin_again_do_not_tell_what_came_meanwhile(store: Store, reader: Person) -> None:
    searches, digests = SavedSearches(store.database), Digests(store.database)
    one = saved(store, reader, Wish(name="安静", email="a@example.org"))
    done = store.add_issue(parsed(), b"one")
    found(store, one, done.added[0])
    searches.change(one.id, Wish(frequency="at_once"), reader)
    assert digests.compose(AT_ONCE, "") == 0
    assert Arrivals(store.database).fresh(searches.searches(reader)) == {one.id: 1}


def test_a_link_ends_the_mails_to_its_address_and_nothing_else(store: Store, reader: Person) -> None:
    links, searches = AlertLinks(store.database), SavedSearches(store.database)
    a, b = saved(store, reader), saved(store, reader)
    other = saved(store, reader, Wish(name="别处", frequency="daily", email="other@example.org"))
    secret = links.end_of(reader.id, "wen@example.org")
    assert {one.id for one in links.mails(secret).searches} == {a.id, b.id}
    assert [one.id for one in links.end(secret, a.id).searches] == [a.id]
    assert [one.id for one in links.end(secret).searches] == [b.id]
    assert links.end(secret).searches == ()
    now = {one.id: one.frequency for one in searches.searches(reader)}
    assert now == {a.id: "never", b.id: "never", other.id: "daily"}
    with pytest.raises(NotFound):
        links.mails(secret + "x")
    with pytest.raises(NotFound):
        links.feed(secret)
    assert {deed.action for deed in Activity(store.database).deeds(ADMIN, action="mail")} == {"mail.end"}


def test_a_feed_opens_until_it_is_closed_made_anew_or_the_search_is_removed(
    store: Store, reader: Person
) -> None:
    links, searches = AlertLinks(store.database), SavedSearches(store.database)
    one = saved(store, reader)
    first = links.open_feed(one.id, reader)
    assert links.feed(first).id == one.id and links.has_feed(one.id)
    second = links.open_feed(one.id, reader)
    with pytest.raises(NotFound):
        links.feed(first)
    searches.set_standing(one.id, "removed", reader)
    with pytest.raises(NotFound):
        links.feed(second)
    searches.set_standing(one.id, "current", reader)
    assert links.feed(second).id == one.id
    assert links.close_feed(one.id, reader) and not links.close_feed(one.id, reader)
    with pytest.raises(NotFound):
        links.feed(second)


def test_no_secret_is_kept(store: Store) -> None:
    links = AlertLinks(store.database)
    secrets = [links.end_of("r1", "a@b"), links.open_feed(saved(store, READER).id, READER)]
    with store.database.read() as conn:
        rows = conn.execute(sa.text("SELECT * FROM alert_link")).all()
    assert len(rows) == 2 and not any(secret in map(str, row) for row in rows for secret in secrets)
