"""Corrections by programs: versions, conflicts, undo, and who may."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from corpus.desk import Correcting, Person, Refused
from corpus.store import CorrectionRefused
from tests.web.test_correcting import app as app
from tests.web.test_correcting import archive_of, first, hidden, signed_in
from web.desk.drafting import said


def test_a_program_corrects_meets_a_conflict_and_undoes(app: Flask) -> None:
    client, article = signed_in(app, "bian"), first(app)
    headers = {"X-Form": hidden(client.get("/account").text, "form")}
    base = f"/api/v1/articles/{article.id}"
    found = client.get(f"{base}/correctable").json
    assert found is not None and found["fields"]["title"] == article.title
    body = {
        "version": found["version"],
        "changes": {"title": "改过", "date": "2031年7月8日"},
        "reason": "原稿",
    }
    done = client.post(f"{base}/corrections", json=body, headers=headers)
    assert done.status_code == 200 and {one["new"] for one in done.json or ()} == {"改过", "2031-07-08"}
    late = client.post(f"{base}/corrections", json=body | {"changes": {"title": "另改"}}, headers=headers)
    assert late.status_code == 409 and late.json is not None
    assert late.json["mine"] == {"title": "另改"} and late.json["theirs"]["fields"]["title"] == "改过"
    seqs = [one["seq"] for one in (client.get(f"{base}/corrections").json or {})["corrections"]]
    assert client.post("/api/v1/corrections/undo", json={"seqs": seqs}, headers=headers).status_code == 200
    again = client.post("/api/v1/corrections/undo", json={"seqs": seqs}, headers=headers)
    assert again.status_code == 422
    redo = client.post("/api/v1/corrections/redo", json={"seq": seqs[0]}, headers=headers)
    assert redo.status_code == 200
    alike = client.get(f"/api/v1/corrections/alike?seq={seqs[0]}")
    assert alike.status_code == 200 and client.get("/api/v1/doubts").status_code == 200
    bad = client.post(f"{base}/corrections", json=body | {"changes": {"nothing": 1}}, headers=headers)
    assert bad.status_code == 422


def test_a_program_corrects_an_issue_meets_a_conflict_and_undoes(app: Flask) -> None:
    client, issue = signed_in(app, "bian"), first(app).issue_id
    headers = {"X-Form": hidden(client.get("/account").text, "form")}
    base = f"/api/v1/issues/{issue}"
    found = client.get(f"{base}/correctable").json or {}
    assert set(found["fields"]) == {"title", "publication", "number", "year", "month"}
    body = {
        "version": found["version"],
        "changes": {"title": "渡口简报", "number": "7", "year": 2031, "month": 7},
    }
    done = client.post(f"{base}/corrections", json=body | {"reason": "封面"}, headers=headers)
    assert done.status_code == 200, done.text
    kept = archive_of(app).store.issue(issue or "")
    assert (kept.title, kept.number, kept.year, kept.month) == ("渡口简报", "7", 2031, 7)
    late = client.post(f"{base}/corrections", json=body | {"changes": {"number": "8"}}, headers=headers)
    assert late.status_code == 409 and late.json is not None
    assert late.json["mine"] == {"number": "8"} and late.json["theirs"]["fields"]["number"] == "7"
    bad = client.post(f"{base}/corrections", json=body | {"changes": {"month": 13}}, headers=headers)
    assert bad.status_code == 422
    told = (client.get(f"{base}/corrections").json or {})["corrections"]
    assert {one["reason"] for one in told} == {"封面"} and len(told) == 4
    seqs = {"seqs": [one["seq"] for one in told]}
    assert client.post("/api/v1/corrections/undo", json=seqs, headers=headers).status_code == 200
    assert client.get(f"{base}/correctable").json["fields"] == found["fields"]  # type: ignore[index]


def test_what_was_skipped_is_shown_again(app: Flask) -> None:
    client, article = signed_in(app, "bian"), first(app)
    headers = {"X-Form": hidden(client.get("/account").text, "form")}
    guess = {"article": article.id, "field": "title"}
    assert client.post("/api/v1/doubts/skip", json=guess, headers=headers).json == {"skipped": 1}
    other = signed_in(app, "ling")
    theirs = {"X-Form": hidden(other.get("/account").text, "form")}
    assert other.post("/api/v1/doubts/unskip", headers=theirs).json == {"shown": 0}, "each has their own"
    assert client.post("/api/v1/doubts/unskip", headers=headers).json == {"shown": 1}
    assert client.post("/api/v1/doubts/unskip", headers=headers).json == {"shown": 0}


SPELLINGS = (
    *(
        "2031年7月9日",
        "二〇三一年七月九日",
        "民国120年7月9日",
        "2031-7-9",
        "2031.7.9",
        "2031/07/09",
        "20310709",
    ),
    *("9 July 2031", "July 9, 2031", "7月9日", "七月九日", "7-9", "7/9", "9日", "２０３１年７月９日"),
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_day_reads_the_same_wherever_it_is_typed(app: Flask, text: str) -> None:
    """By a program that corrects, in the review queue, and in the preview, whose form `said` reads."""
    store, article = archive_of(app).store, first(app)
    desk, editor = Correcting(store), Person("p", "bian", "editor")
    issue = desk.issue(article.issue_id or "")
    desk.correct_issue(issue.issue.id, {"year": 2031, "month": 7}, issue.version, editor)
    desk.correct(article.id, {"date": text}, desk.article(article.id).version, editor)
    assert store.article(article.id).date == dt.date(2031, 7, 9)
    assert said("date", text, store.issue(article.issue_id or "")) == "2031-07-09"


@pytest.mark.parametrize("text", ["今天", "那一天", "2031年7月", "2031-02-30", "7月9日至10日"])
def test_what_is_no_day_is_refused_wherever_it_is_typed(app: Flask, text: str) -> None:
    store, article = archive_of(app).store, first(app)
    desk, editor = Correcting(store), Person("p", "bian", "editor")
    with pytest.raises(CorrectionRefused):
        desk.correct(article.id, {"date": text}, desk.article(article.id).version, editor)
    with pytest.raises(Refused):
        said("date", text, store.issue(article.issue_id or ""))


def test_a_reader_and_a_stranger_are_refused(app: Flask) -> None:
    reader, article = signed_in(app, "du"), first(app)
    headers = {"X-Form": hidden(reader.get("/account").text, "form")}
    base = f"/api/v1/articles/{article.id}"
    issue = f"/api/v1/issues/{article.issue_id}"
    asked = (base, issue)
    for path in (
        *(f"{one}/{part}" for one in asked for part in ("correctable", "corrections")),
        "/api/v1/doubts",
    ):
        assert reader.get(path).status_code == 403, path
        assert app.test_client().get(path).status_code == 401, path
    sent = {"version": "0-0-0", "changes": {"title": "改"}}
    for path in (f"{base}/corrections", f"{issue}/corrections", "/api/v1/doubts/unskip"):
        assert reader.post(path, json=sent, headers=headers).status_code == 403, path
