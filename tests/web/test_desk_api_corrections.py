"""Corrections by programs: versions, conflicts, undo, and who may."""

from __future__ import annotations

from flask import Flask

from tests.web.test_correcting import app as app
from tests.web.test_correcting import first, hidden, signed_in


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


def test_a_reader_and_a_stranger_are_refused(app: Flask) -> None:
    reader, article = signed_in(app, "du"), first(app)
    headers = {"X-Form": hidden(reader.get("/account").text, "form")}
    base = f"/api/v1/articles/{article.id}"
    for path in (f"{base}/correctable", f"{base}/corrections", "/api/v1/doubts"):
        assert reader.get(path).status_code == 403, path
        assert app.test_client().get(path).status_code == 401, path
    sent = {"version": "0-0-0", "changes": {"title": "改"}}
    assert reader.post(f"{base}/corrections", json=sent, headers=headers).status_code == 403
