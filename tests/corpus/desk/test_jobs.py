"""The queue: ordered once, held by one, taken over after a crash, called off, tried again."""

from __future__ import annotations

import threading

import pytest

from corpus.desk import (
    Claims,
    JobCancelled,
    Jobs,
    LeaseLost,
    NotAllowed,
    NotFound,
    Refused,
    Running,
    work,
    work_one,
)
from corpus.errors import ArchiveError, StoreError
from corpus.store import Store
from tests.corpus.desk.people import ADMIN, EDITOR, OTHER, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def jobs(store: Store, clock: Clock) -> Jobs:
    return Jobs(store.database, clock)


@pytest.fixture
def claims(jobs: Jobs) -> Claims:
    return Claims(jobs)


def test_from_order_to_result(jobs: Jobs, claims: Claims) -> None:
    ordered = jobs.enqueue("ingest", {"文件": ["甲.pdf", 1]}, EDITOR)
    assert (ordered.state, ordered.who, ordered.attempts, ordered.over) == ("queued", "陆行舟", 0, False)
    claim = claims.claim("w")
    assert claim is not None and claim.job.payload == {"文件": ["甲.pdf", 1]}
    assert claims.claim("other") is None
    claims.progress(claim, 3, 10, "甲.pdf")
    claims.log(claim, "第一页")
    claims.keep(claim, {"有了": 3})
    seen = jobs.job(ordered.id)
    assert (seen.state, seen.done, seen.total, seen.line, seen.memo) == (
        "running", 3, 10, "甲.pdf", {"有了": 3},
    )  # fmt: skip
    assert [one.line for one in jobs.log(ordered.id)] == ["第一页"]
    claims.finish(claim, {"issue": "abc"})
    seen = jobs.job(ordered.id)
    assert (seen.state, seen.result, seen.over) == ("done", {"issue": "abc"}, True)
    assert (
        seen.ended is not None and jobs.jobs(states=["done"]) == [seen] and jobs.jobs(states=["queued"]) == []
    )
    assert jobs.log(ordered.id, after=jobs.log(ordered.id)[-1].seq) == []


def test_small_priorities_first_then_the_older(jobs: Jobs, claims: Claims) -> None:
    late = jobs.enqueue("reindex", {}, EDITOR, priority=5)
    first, second = jobs.enqueue("index", {}, EDITOR), jobs.enqueue("index", {}, EDITOR)
    got = [claims.claim("w") for _ in range(3)]
    assert [one.job.id for one in got if one] == [first.id, second.id, late.id]


def test_kinds(jobs: Jobs, claims: Claims) -> None:
    jobs.enqueue("a", {}, EDITOR)
    assert claims.claim("w", ["b"]) is None and claims.claim("w", ["a", "b"]) is not None
    assert jobs.jobs(kinds=["b"]) == [] and len(jobs.jobs(kinds=["a"], by=EDITOR)) == 1
    assert jobs.jobs(by=OTHER) == []


def test_the_same_key_orders_once(jobs: Jobs) -> None:
    one = jobs.enqueue("ingest", {"a": 1, "b": 2}, EDITOR, "k")
    assert jobs.enqueue("ingest", {"b": 2, "a": 1}, EDITOR, "k") == one
    assert jobs.enqueue("ingest", {"a": 1, "b": 2}, OTHER, "k").id != one.id
    with pytest.raises(Refused, match="k"):
        jobs.enqueue("ingest", {"a": 2}, EDITOR, "k")
    with pytest.raises(Refused, match="JSON"):
        jobs.enqueue("ingest", {"a": object()}, EDITOR)
    assert len(jobs.jobs()) == 2


def test_ordered_at_once_by_many(jobs: Jobs) -> None:
    """Two clicks, two tabs: one job."""
    got: list[int] = []
    threads = [
        threading.Thread(target=lambda: got.append(jobs.enqueue("x", {}, EDITOR, "twice").id))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 6 and len(set(got)) == 1


def test_many_workers_share_without_doubling(jobs: Jobs, claims: Claims) -> None:
    for _ in range(24):
        jobs.enqueue("x", {}, EDITOR)
    got: list[int] = []

    def take(name: str) -> None:
        while (claim := claims.claim(name)) is not None:
            got.append(claim.job.id)
            claims.finish(claim)

    threads = [threading.Thread(target=take, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len(set(got)) == 24


def test_taken_over_when_the_lease_is_over(jobs: Jobs, claims: Claims, clock: Clock) -> None:
    ordered = jobs.enqueue("x", {}, EDITOR, attempts=2)
    first = claims.claim("one", lease=10)
    assert first is not None
    claims.keep(first, "半程")
    clock.time += 9
    claims.renew(first, 10)
    clock.time += 9
    assert claims.claim("two") is None
    clock.time += 2
    second = claims.claim("two", lease=10)
    assert second is not None and (second.job.id, second.job.memo, second.attempt) == (ordered.id, "半程", 2)
    for late in (
        lambda: claims.renew(first),
        lambda: claims.progress(first, 1),
        lambda: claims.finish(first, "x"),
        lambda: claims.fail(first, "x"),
        lambda: claims.log(first, "x"),
    ):
        with pytest.raises(LeaseLost):
            late()
    clock.time += 11
    assert claims.claim("three") is None
    lost = jobs.job(ordered.id)
    assert lost.state == "failed" and "vanished 2 times" in lost.error
    assert jobs.retry(ordered.id, EDITOR).state == "queued"
    third = claims.claim("three")
    assert third is not None and third.job.memo == "半程"


def test_a_late_worker_may_finish_what_nobody_took(jobs: Jobs, claims: Claims, clock: Clock) -> None:
    ordered = jobs.enqueue("x", {}, EDITOR)
    claim = claims.claim("w", lease=5)
    assert claim is not None
    clock.time += 60
    claims.finish(claim, 1)
    assert jobs.job(ordered.id).state == "done"


def test_cancelled_while_it_waits_and_while_it_runs(jobs: Jobs, claims: Claims, clock: Clock) -> None:
    waiting = jobs.enqueue("x", {}, EDITOR)
    assert jobs.cancel(waiting.id, EDITOR).state == "cancelled"
    running = jobs.enqueue("x", {}, EDITOR)
    claim = claims.claim("w")
    assert claim is not None
    assert jobs.cancel(running.id, ADMIN).cancelling
    with pytest.raises(JobCancelled):
        claims.progress(claim, 1)
    claims.stop(claim)
    assert jobs.job(running.id).state == "cancelled" and not jobs.job(running.id).cancelling
    assert any("管事人" in one.line for one in jobs.log(running.id))
    assert jobs.cancel(running.id, EDITOR).state == "cancelled"  # over already: as it is
    vanished = jobs.enqueue("x", {}, EDITOR)
    assert claims.claim("w", lease=5) is not None
    jobs.cancel(vanished.id, EDITOR)
    clock.time += 6
    assert claims.claim("w") is None and jobs.job(vanished.id).state == "cancelled"


def test_whose_job_it_is(jobs: Jobs) -> None:
    ordered = jobs.enqueue("x", {}, EDITOR)
    with pytest.raises(NotAllowed, match="陆行舟"):
        jobs.cancel(ordered.id, OTHER)
    jobs.cancel(ordered.id, ADMIN)
    with pytest.raises(NotAllowed):
        jobs.retry(ordered.id, OTHER)
    with pytest.raises(NotFound):
        jobs.cancel(99, ADMIN)


def test_what_can_be_tried_again(jobs: Jobs, claims: Claims) -> None:
    ordered = jobs.enqueue("x", {}, EDITOR)
    with pytest.raises(Refused):
        jobs.retry(ordered.id, EDITOR)
    claim = claims.claim("w")
    assert claim is not None
    claims.fail(claim, "读不了 / unreadable")
    assert (jobs.job(ordered.id).state, jobs.job(ordered.id).error) == ("failed", "读不了 / unreadable")
    again = jobs.retry(ordered.id, EDITOR)
    assert (again.state, again.attempts, again.error) == ("queued", 0, "")


def test_given_back_by_a_worker_that_is_stopped(jobs: Jobs, claims: Claims) -> None:
    jobs.enqueue("x", {}, EDITOR, attempts=1)
    claim = claims.claim("w")
    assert claim is not None
    claims.release(claim)
    again = claims.claim("v")
    assert again is not None and again.attempt == 1


def test_forgotten(jobs: Jobs, claims: Claims) -> None:
    done, waiting = jobs.enqueue("x", {}, EDITOR), jobs.enqueue("x", {}, EDITOR)
    claim = claims.claim("w")
    assert claim is not None
    claims.log(claim, "一行")
    claims.finish(claim)
    assert jobs.forget("2000-01-01") == 0 and jobs.forget("9999-01-01") == 1
    assert [one.id for one in jobs.jobs()] == [waiting.id] and jobs.log(done.id) == []


def test_working_a_queue(jobs: Jobs, claims: Claims, clock: Clock) -> None:
    def right(run: Running) -> object:
        run.progress(1, 2, "一")
        run.log("好")
        run.keep([1])
        return run.job.payload["n"]

    def wrong(run: Running) -> object:
        raise ArchiveError("不能 / cannot")

    def busy(run: Running) -> object:
        raise StoreError("磁盘已满 / full")

    def defect(run: Running) -> object:
        raise ZeroDivisionError("除以零")

    def called_off(run: Running) -> object:
        jobs.cancel(run.job.id, EDITOR)
        run.progress(1)
        raise AssertionError("goes on after it was called off")

    handlers = {one.__name__: one for one in (right, wrong, busy, defect, called_off)}
    ids = {name: jobs.enqueue(name, {"n": 7}, EDITOR).id for name in handlers}
    for _ in range(30):
        while work_one(claims, handlers, "w"):
            pass
        clock.time += 100
    found = {name: jobs.job(id_) for name, id_ in ids.items()}
    assert {name: (one.state, one.attempts) for name, one in found.items()} == {
        "right": ("done", 1),
        "wrong": ("failed", 1),
        "busy": ("failed", 3),
        "defect": ("failed", 3),
        "called_off": ("cancelled", 1),
    }
    assert found["right"].result == 7 and found["wrong"].error == "不能 / cannot"
    assert any("ZeroDivisionError" in one.line for one in jobs.log(ids["defect"]))


def test_a_long_step_keeps_its_lease(store: Store) -> None:
    """The lease is renewed beside a handler that says nothing for long."""
    jobs = Jobs(store.database)
    claims = Claims(jobs)
    jobs.enqueue("x", {}, EDITOR)
    taken: list[object] = []

    def slow(run: Running) -> None:
        threading.Event().wait(0.7)
        taken.append(claims.claim("thief"))

    assert work_one(claims, {"x": slow}, "w", lease=0.3)
    assert taken == [None] and jobs.jobs()[0].state == "done"


def test_a_worker_that_is_to_stop_gives_its_job_back(jobs: Jobs, claims: Claims) -> None:
    stopped = threading.Event()

    def long(run: Running) -> None:
        run.keep("半程")
        stopped.set()
        run.progress(1)
        raise AssertionError("goes on after the worker was told to stop")

    ordered = jobs.enqueue("x", {}, EDITOR)
    work(claims, {"x": long}, "w", stopped)
    found = jobs.job(ordered.id)
    assert (found.state, found.attempts, found.memo) == ("queued", 0, "半程")
    assert work_one(claims, {"x": lambda run: run.job.memo}, "v")
    assert jobs.job(ordered.id).result == "半程"


def test_a_database_that_is_away_is_waited_for(jobs: Jobs, claims: Claims) -> None:
    ordered, stopped, tries = jobs.enqueue("x", {}, EDITOR), threading.Event(), []
    claim = claims.claim

    def refused(*arguments: object) -> object:
        tries.append(1)
        if len(tries) < 3:
            raise StoreError("档案正被另一个程序写入 / busy")
        return claim(*arguments)  # type: ignore[arg-type]

    claims.claim = refused  # type: ignore[method-assign,assignment]

    def last(run: Running) -> int:
        return 7

    thread = threading.Thread(target=work, args=(claims, {"x": last}, "w", stopped, 30.0, 0.01))
    thread.start()
    for _ in range(500):
        if jobs.job(ordered.id).over:
            break
        stopped.wait(0.01)
    stopped.set()
    thread.join()
    assert jobs.job(ordered.id).result == 7
