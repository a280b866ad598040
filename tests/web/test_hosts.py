"""Only under its own names does the server answer; what every answer forbids; a failing database is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.settings import AccessSettings, ExportSettings, Settings
from search.application.archive import Archive
from web import hosts
from web.serving.app import create_app


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8017", "127.0.0.1:8017", "127.9.9.9", "[::1]:8017"])
def test_loopback_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/search.atom", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:8017", "127.0.0.1.evil.example", "[", "a b", "x@y", ""]
)
@pytest.mark.parametrize("path", ["/", "/search.atom", "/api/search", "/healthz", "/static/app.css", "/none"])
def test_a_rebound_name_reads_nothing(client: FlaskClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "[access] hosts" in answer.text
    assert not host or len(host) < 5 or host not in answer.text


def test_names_are_taken_from_the_settings_and_the_address() -> None:
    settings = Settings(
        access=AccessSettings(hosts="档案.example, Archive.example"),
        export=ExportSettings(address="https://www.example/archive/"),
    )
    known = hosts.named(settings)
    for name in ("archive.example", "ARCHIVE.example:8017", "archive.example.", "www.example"):
        assert hosts.is_ours(name, known, local=True)
    assert not hosts.is_ours("example", known, local=True)


def test_an_address_in_figures_is_answered_where_others_may_reach_the_server() -> None:
    assert hosts.is_ours("192.168.1.5:8017", frozenset(), local=False)
    assert not hosts.is_ours("192.168.1.5:8017", frozenset(), local=True)
    assert hosts.own_names("127.0.0.1") == ()
    assert len(hosts.own_names("0.0.0.0")) == 3


def test_every_answer_forbids_what_no_page_needs(client: FlaskClient) -> None:
    for path in ("/", "/none", "/healthz"):
        headers = client.get(path).headers
        rules = headers["Content-Security-Policy"]
        assert "style-src 'self';" in rules and "style-src-elem" not in rules
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers
    secure = client.get("/", base_url="https://localhost")
    assert "max-age=" in secure.headers["Strict-Transport-Security"]


def test_a_failing_database_is_the_servers_fault(sample_archive_directory: Path, tmp_path: Path) -> None:
    directory = Path(shutil.copytree(sample_archive_directory, tmp_path / "own"))
    with Archive.open(directory) as archive:
        client = create_app(archive, TESTING=True).test_client()
        assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
        archive.store.database.engine.dispose()
        for path in directory.glob("archive.sqlite3*"):
            path.unlink()
        (directory / "archive.sqlite3").write_bytes(b"no database" * 1000)
        for path in ("/healthz", "/readyz", "/issues"):
            answer = client.get(path)
            assert answer.status_code == 503, path
        assert client.get("/readyz").json["status"] == "failing"


def test_a_thousand_filters_are_refused_and_many_are_not(client: FlaskClient) -> None:
    for path in ("/search", "/search.atom", "/export", "/api/v1/search"):
        refused = client.get(path, query_string=[("section", str(number)) for number in range(1000)])
        assert refused.status_code == 400
        assert "1000" in refused.get_data(as_text=True)
        assert len(refused.data) < 100_000
    assert client.get("/search", query_string=[("section", str(n)) for n in range(100)]).status_code == 200


def test_an_absurd_date_is_no_failure(client: FlaskClient) -> None:
    for date in ("99999999999999999999", "9" * 300, "0", "-1", "2021-99-99"):
        for path in ("/search", "/api/search", "/search.atom"):
            assert client.get(path, query_string={"from": date, "q": "5G"}).status_code < 500


def test_feeds_hold_no_character_that_xml_forbids() -> None:
    from corpus.characters import for_xml

    assert for_xml("甲\x00乙\x0b\ufffe\uffff\ud800丙\t\n𠀀") == "甲乙丙\t\n𠀀"
