"""Killed at any moment of publishing, replacing, withdrawing, removing, editing: nothing is half done."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from corpus.desk import Activity, Issues
from corpus.store import Store, check
from tests.corpus.desk.people import ADMIN

ROOT = Path(__file__).resolve().parents[3]

EDITOR_AT_WORK = """
    import random, sys
    from pathlib import Path
    from corpus.desk import Correcting, Drafts, Issues, Resection
    from corpus.intake.ingest import Parser, ingest_bytes
    from corpus.store import Store
    from tests.corpus.desk.people import ADMIN
    from tests.corpus.desk.test_drafts import TEXT, line

    store, chance = Store.open(Path(sys.argv[1])), random.Random(int(sys.argv[2]))
    issues, parser = Issues(store), Parser()
    drafts, desk = Drafts(store, lambda: parser), Correcting(store)
    print("ready", flush=True)
    for number in range(10**6):
        name = chance.choice("甲乙丙")
        text = TEXT.replace("河湾通信", f"{name}地通信") + f"第{number}次印刷\\n"
        done = ingest_bytes([(name, text.encode())], store, parser, draft=True).outcomes[0][1]
        version = drafts.draft(done.issue_id).version
        drafts.change(done.issue_id, Resection(line("专家组"), f"栏{number}"), version, ADMIN)
        first = store.whole.issue_articles(done.issue_id)[0].id
        desk.correct(first, {"title": f"改{number}"}, desk.article(first).version, ADMIN)
        shown = issues.publish(done.issue_id, ADMIN).issue_id
        if chance.random() < 0.4:
            issues.withdraw(shown, ADMIN)
            if chance.random() < 0.5:
                issues.restore(shown, ADMIN)
            else:
                issues.remove(shown, ADMIN)
        print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_kill_9(tmp_path: Path, seed: int) -> None:
    Store.open(tmp_path).close()
    code = textwrap.dedent(EDITOR_AT_WORK)
    for attempt in range(2):
        command = [sys.executable, "-c", code, str(tmp_path), f"{seed}{attempt}"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.Random(f"{seed}-{attempt}").uniform(0.2, 1.2))
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
        process.wait()
        whole_again(tmp_path)


def whole_again(directory: Path) -> None:
    with Store.open(directory) as store:
        assert all(one.kind == "left over" for one in check(store).problems)
        told: dict[str, bool] = {}
        for row in store.pending():
            told[row.article_id] = not row.deleted
        shown = [one.id for one in store.iter_articles()]
        assert {id_ for id_, there in told.items() if there} == set(shown)
        for issue in store.whole.issues():
            assert len(store.whole.issue_articles(issue.id)) == 4
            assert store.source_bytes(issue.id)
        deeds = [one.action for one in Activity(store.database).deeds(ADMIN, action="issue", limit=100_000)]
        kept = [one for state in ("published", "withdrawn") for one in Issues(store).issues(state)]
        assert deeds.count("issue.publish") - deeds.count("issue.remove") == len(
            kept
        )  # the log tells the same
