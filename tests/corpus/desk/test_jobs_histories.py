"""The queue against a naive model of it, through random orders, crashes and late writers; and kill -9."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from corpus.desk import Claim, Claims, JobCancelled, Jobs, LeaseLost
from corpus.store import Store
from tests.corpus.desk.people import EDITOR, Clock

ROOT = Path(__file__).resolve().parents[3]
MOST, LEASE = 2, 10.0
picks = st.integers(0, 20)


@dataclass
class Model:
    """One job, told naively."""

    priority: int
    state: str = "queued"
    attempts: int = 0
    holder: int = 0
    until: float = 0.0
    cancelling: bool = False


class Queue(RuleBasedStateMachine):
    """The queue beside the model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder)
        self.clock = Clock()
        self.jobs = Jobs(self.store.database, self.clock)
        self.claims = Claims(self.jobs)
        self.model: dict[int, Model] = {}
        self.keys: dict[str, int] = {}
        self.held: list[tuple[int, Claim]] = []
        self.number = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(priority=st.integers(0, 1), key=st.sampled_from([None, None, "甲", "乙"]))
    def enqueue(self, priority: int, key: str | None) -> None:
        job = self.jobs.enqueue("x", {}, EDITOR, key, priority=priority, attempts=MOST)
        if key in self.keys:
            assert job.id == self.keys[key]
            return
        assert job.id not in self.model
        self.model[job.id] = Model(priority)
        if key is not None:
            self.keys[key] = job.id

    @rule()
    def claim(self) -> None:
        self.number += 1
        claim = self.claims.claim(f"w{self.number}", lease=LEASE)
        while True:
            waiting = [
                (one.priority, id_)
                for id_, one in self.model.items()
                if one.state == "queued" or (one.state == "running" and one.until < self.clock.time)
            ]
            if not waiting:
                assert claim is None
                return
            expected = min(waiting)[1]
            one = self.model[expected]
            if one.state == "running" and (one.cancelling or one.attempts == MOST):
                one.state = "cancelled" if one.cancelling else "failed"
                one.cancelling = False
                continue
            break
        assert claim is not None and claim.job.id == expected
        one.state, one.holder, one.until = "running", self.number, self.clock.time + LEASE
        one.attempts += 1
        self.held.append((self.number, claim))

    @rule(pick=picks, how=st.sampled_from(["renew", "finish", "fail", "later", "stop"]))
    def write(self, pick: int, how: str) -> None:
        """Any worker that ever held a job writes, be it long dead in the eyes of the queue."""
        if not self.held:
            return
        number, claim = self.held[pick % len(self.held)]
        one = self.model[claim.job.id]
        holds = one.state == "running" and one.holder == number
        try:
            match how:
                case "renew":
                    self.claims.renew(claim, LEASE)
                case "finish":
                    self.claims.finish(claim)
                case "fail":
                    self.claims.fail(claim, "x")
                case "later":
                    self.claims.fail(claim, "x", again=0)
                case "stop":
                    self.claims.stop(claim)
        except LeaseLost:
            assert not holds
            return
        except JobCancelled:
            assert holds and one.cancelling and how == "renew"
            return
        assert holds
        if how == "renew":
            one.until = self.clock.time + LEASE
            return
        ends = {"finish": "done", "fail": "failed", "later": "failed", "stop": "cancelled"}[how]
        if how == "later" and one.attempts < MOST and not one.cancelling:
            ends = "queued"
        elif one.cancelling and how in ("fail", "later"):
            ends = "cancelled"
        one.state, one.cancelling = ends, one.cancelling and ends == "queued"

    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        if self.model:
            id_ = sorted(self.model)[pick % len(self.model)]
            self.jobs.cancel(id_, EDITOR)
            one = self.model[id_]
            if one.state == "queued":
                one.state = "cancelled"
            elif one.state == "running":
                one.cancelling = True

    @rule(pick=picks)
    def retry(self, pick: int) -> None:
        over = [id_ for id_, one in sorted(self.model.items()) if one.state in ("failed", "cancelled")]
        if over:
            id_ = over[pick % len(over)]
            self.jobs.retry(id_, EDITOR)
            self.model[id_] = Model(self.model[id_].priority)

    @rule(seconds=st.sampled_from([1.0, 6.0, 11.0]))
    def wait(self, seconds: float) -> None:
        self.clock.time += seconds

    @invariant()
    def they_agree(self) -> None:
        found = {job.id: (job.state, job.attempts, job.cancelling) for job in self.jobs.jobs(limit=1000)}
        assert found == {id_: (one.state, one.attempts, one.cancelling) for id_, one in self.model.items()}


TestQueue = Queue.TestCase
TestQueue.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


WORKER = """
    import sys, threading
    from pathlib import Path
    from corpus.desk import Claims, Jobs, work
    from corpus.model import Issue
    from corpus.store import Store
    from tests.corpus.store_samples import article

    store = Store.open(Path(sys.argv[1]))
    def take_in(run):
        done = run.job.memo or 0
        for step in range(done, 6):
            run.check()
            name = f"{run.job.payload['n']}-{step}"
            store.add_records(Issue(name), name, name.encode(), [article(0, id=name)])
            run.keep(step + 1)
            run.progress(step + 1, 6, name)
        return run.job.payload["n"]
    print("ready", flush=True)
    claims = Claims(Jobs(store.database))
    work(claims, {"take": take_in}, sys.argv[2], threading.Event(), lease=0.4, pause=0.02)
"""


@pytest.mark.parametrize("seed", range(2))
def test_workers_killed_again_and_again(tmp_path: Path, seed: int) -> None:
    """Every job is done to its end, nothing lost, nothing doubled, whenever its worker dies."""
    chance = random.Random(seed)
    with Store.open(tmp_path) as store:
        jobs = Jobs(store.database)
        ids = [jobs.enqueue("take", {"n": number}, EDITOR, attempts=50).id for number in range(8)]
        stop, number = time.monotonic() + 60, 0
        while any(not jobs.job(id_).over for id_ in ids) and time.monotonic() < stop:
            number += 1
            command = [sys.executable, "-c", textwrap.dedent(WORKER), str(tmp_path), f"w{seed}-{number}"]
            worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            assert worker.stdout is not None
            worker.stdout.readline()
            until = time.monotonic() + (chance.uniform(0.05, 0.4) if number <= 5 else 20)
            while time.monotonic() < until and any(not jobs.job(id_).over for id_ in ids):
                time.sleep(0.02)
            worker.send_signal(signal.SIGKILL)
            worker.stdout.close()
            worker.wait()
        found = [jobs.job(id_) for id_ in ids]
        assert [(one.state, one.result, one.done) for one in found] == [("done", n, 6) for n in range(8)]
        wanted = sorted(f"{n}-{step}" for n in range(8) for step in range(6))
        assert sorted(one.id for one in store.iter_articles()) == wanted
        assert sorted(issue.title for issue in store.issues()) == wanted
        assert {row.article_id for row in store.pending()} == set(wanted)
