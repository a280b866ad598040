"""The chronicle at the desk: what an editor decides stands in the report, its files and the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.desk import Chronicle
from search.application.archive import Archive
from tests.web.test_desk_access import archive_of, desk, secret_of, signed_in
from tests.web.test_desk_api import token_of

__all__ = ["desk"]

ISSUE = """南川通信

第3期（总第3期）2023年3月

【要闻】

南川通信举行演练

　　3月2日，南川通信股份有限公司在白水县举行应急演练，十支队伍参加。（钱一鸣）

北岭矿业召开年会

　　3月5日，北岭矿业有限公司召开年会，部署全年工作。（孙立）

白水开通新线路

　　3月9日，南川通信股份有限公司在白水县开通三条新线路，方便群众出行。（钱一鸣）
"""
YEAR = "from=2023&to=2023"


@pytest.fixture
def office(desk: Flask, tmp_path: Path) -> Iterator[Flask]:
    (tmp_path / "南川-2023-03.txt").write_text(ISSUE, encoding="utf-8")
    archive_of(desk).ingest([tmp_path / "南川-2023-03.txt"])
    yield desk


def lines(client: FlaskClient) -> list[tuple[str, str]]:
    """(article, event) of every line at the desk that was not dropped."""
    page = client.get(f"/desk/chronicle?{YEAR}").text
    return re.findall(
        r'name="article" value="([^"]+)".*?<textarea[^>]*>([^<]*)</textarea>', page, flags=re.DOTALL
    )


def press(client: FlaskClient, article: str, do: str, **more: str) -> None:
    form = secret_of(client.get(f"/desk/chronicle?{YEAR}").text)
    sent = client.post(
        "/desk/chronicle/change", data={"form": form, "article": article, "do": do, "back": YEAR, **more}
    )
    assert sent.status_code == 303, sent.text
    assert sent.location.startswith("/desk/chronicle?from=2023-01-01")


def events(client: FlaskClient, more: str = "") -> list[str]:
    data = client.get(f"/api/v1/reports/chronicle?{YEAR}&table=events{more}").json
    return [row[1]["value"] for row in data["tables"][0]["rows"]]


def test_lines_are_edited_dropped_merged_and_moved(office: Flask) -> None:
    client = signed_in(office, "bian")
    (drill, _), (meeting, _), (line, _) = lines(client)
    press(client, line, "merge")
    assert len(events(client)) == 2
    data = client.get(f"/api/v1/reports/chronicle?{YEAR}&table=events").json
    sources = [len(row[2]["parts"]) for row in data["tables"][0]["rows"]]
    assert sources == [1, 2]
    press(client, meeting, "edit", when="3月上旬", text="北岭矿业召开年会。")
    press(client, meeting, "up")
    assert events(client)[0] == "北岭矿业召开年会。"
    press(client, meeting, "accept", when="3月上旬", text="北岭矿业召开年会。")
    assert events(client, "&lines=accepted") == ["北岭矿业召开年会。"]
    press(client, drill, "drop")
    assert events(client) == ["北岭矿业召开年会。"]
    page = client.get(f"/reports/chronicle?{YEAR}").text
    assert "已删去的" in page and "/desk/chronicle?" in page
    with client.get(f"/reports/chronicle/file?{YEAR}&format=md") as file:
        assert "3月上旬" in file.text


def test_what_was_typed_is_kept_whichever_button_is_pressed(office: Flask) -> None:
    client = signed_in(office, "bian")
    article, text = lines(client)[0]
    press(client, article, "accept", when="3月2日", text=f"{text}演练历时两天。")
    assert events(client, "&lines=accepted") == [f"{text}演练历时两天。"]
    press(client, article, "reopen", when="3月2日", text=f"{text}演练历时两天。")
    made = Chronicle(archive_of(office).store).changes()
    assert [one.action for one in made] == ["edit", "accept", "reopen"]


def test_changes_are_taken_back(office: Flask) -> None:
    client = signed_in(office, "bian")
    before = events(client)
    article = lines(client)[0][0]
    press(client, article, "drop")
    page = client.get(f"/desk/chronicle?{YEAR}").text
    number = re.search(r'name="id" value="(\d+)"', page)
    assert number and len(events(client)) == len(before) - 1
    form = secret_of(page)
    client.post("/desk/chronicle/undo", data={"form": form, "id": number[1], "back": YEAR})
    assert events(client) == before


def test_who_may_not_correct_may_not_here(office: Flask) -> None:
    reader = signed_in(office, "du")
    assert reader.get("/desk/chronicle").status_code == 403
    assert "/desk/chronicle" not in reader.get(f"/reports/chronicle?{YEAR}").text
    assert reader.get("/api/v1/chronicle/changes").status_code == 403


def test_the_api_does_the_same(office: Flask) -> None:
    client, headers = office.test_client(), token_of(office, "bian")
    article = lines(signed_in(office, "bian"))[0][0]
    sent = {"action": "edit", "article": article, "value": "南川通信举行演练。", "place": "3月2日"}
    made = client.post("/api/v1/chronicle/changes", json=sent, headers=headers)
    assert made.status_code == 200 and events(client)[0] == "南川通信举行演练。"
    undone = client.post(
        "/api/v1/chronicle/undo", json={"changes": [made.json["change"]["id"]]}, headers=headers
    )
    assert undone.status_code == 200 and events(client)[0] != "南川通信举行演练。"
    wrong = {"action": "edit", "article": article, "value": "", "place": ""}
    assert client.post("/api/v1/chronicle/changes", json=wrong, headers=headers).status_code == 422
    gone = {"action": "drop", "article": "nowhere"}
    assert client.post("/api/v1/chronicle/changes", json=gone, headers=headers).status_code == 404
    listed = client.get("/api/v1/chronicle/changes", headers=headers).json["changes"]
    assert len(listed) == 1 and listed[0]["undone_by"]


def test_a_line_is_not_moved_beyond_the_ends(office: Flask) -> None:
    client = signed_in(office, "bian")
    form = secret_of(client.get(f"/desk/chronicle?{YEAR}").text)
    first, last = lines(client)[0][0], lines(client)[-1][0]
    for article, do in ((first, "up"), (first, "merge"), (last, "down"), ("nowhere", "up")):
        sent = client.post(
            "/desk/chronicle/change", data={"form": form, "article": article, "do": do, "back": YEAR}
        )
        assert sent.status_code in (404, 422), do
    assert isinstance(archive_of(office), Archive)
