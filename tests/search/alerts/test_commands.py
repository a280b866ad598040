"""Saved searches and their mails on the command line."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result

from search.application.archive import Archive
from search.commands import COMMANDS, group
from tests.search.alerts.conftest import MailBox, bring
from tests.search.alerts.test_percolating import LATER

DOCS = Path(__file__).resolve().parents[3] / "docs"


def ran(archive: Archive, *words: str) -> Result:
    return CliRunner().invoke(group(COMMANDS), ["--archive", str(archive.directory), *words])


def rows(archive: Archive, *words: str) -> list[dict[str, object]]:
    result = ran(archive, *words, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_a_morning_on_the_command_line(archive: Archive, tmp_path: Path, mail_box: MailBox) -> None:
    names = tmp_path / "names.txt"
    names.write_text("1. 清溪通信公司\n2. 周望舒\n", "utf-8")
    daily = ("--frequency", "at_once", "--email", "wen@example.org")
    assert "已保存" in ran(archive, "searches", "add", "水库", "加固", *daily).output
    assert "名单" in ran(archive, "searches", "add", "--list", str(names), "--name", "名单").output
    assert [row["new"] for row in rows(archive, "searches", "list")] == [0, 0]
    bring(archive, tmp_path, LATER)
    assert {row["name"]: row["new"] for row in rows(archive, "searches", "list")} == {
        "水库 加固": 1,
        "名单": 1,
    }
    (found,) = rows(archive, "searches", "show", "名单", "--seen")
    assert (found["id"], found["lines"]) == ("n1", ["清溪通信公司", "周望舒"])
    assert rows(archive, "searches", "show", "名单") == []
    assert len(rows(archive, "searches", "show", "名单", "--all")) == 1
    assert "已发 1" in ran(archive, "digest", "send").output
    assert [address for address, _ in mail_box.taken] == ["wen@example.org"]
    assert [row["state"] for row in rows(archive, "digest", "list")] == ["sent"]


def test_changed_removed_and_back(archive: Archive) -> None:
    ran(archive, "searches", "add", "防汛")
    refused = ran(archive, "searches", "change", "防汛", "--frequency", "daily")
    assert refused.exit_code == 1 and "邮箱" in refused.output
    ran(
        archive,
        "searches",
        "change",
        "防汛",
        "--name",
        "汛情",
        "--frequency",
        "daily",
        "--email",
        "a@b.example",
    )
    assert [row["frequency"] for row in rows(archive, "searches", "list")] == ["daily"]
    assert ran(archive, "searches", "remove", "汛情").exit_code == 0
    assert rows(archive, "searches", "list") == []
    assert [row["name"] for row in rows(archive, "searches", "list", "--removed")] == ["汛情"]
    assert ran(archive, "searches", "bring-back", "汛情").exit_code == 0
    assert "汛情" in ran(archive, "searches", "list").output
    missing = ran(archive, "searches", "show", "没有的")
    assert missing.exit_code == 1 and "汛情" in missing.output


def test_what_failed_is_listed_and_sent_again(archive: Archive, tmp_path: Path, mail_box: MailBox) -> None:
    ran(archive, "searches", "add", "水库", "--frequency", "at_once", "--email", "wen@example.org")
    bring(archive, tmp_path, LATER)
    mail_box.refuse_data = "550 no"
    assert ran(archive, "digest", "send").exit_code == 1
    (kept,) = rows(archive, "digest", "list", "--failed")
    assert (kept["state"], kept["error"]) == ("failed", "550 no")
    mail_box.refuse_data = ""
    assert ran(archive, "digest", "retry", str(kept["id"])).exit_code == 0
    assert ran(archive, "digest", "send").exit_code == 0 and len(mail_box.taken) == 1


def test_a_test_mail_says_whether_the_settings_hold(
    archive: Archive, mail_box: MailBox, smtp: Controller
) -> None:
    assert ran(archive, "digest", "test", "me@example.org").exit_code == 0
    ((address, message),) = mail_box.taken
    assert address == "me@example.org" and "邮件设置可用" in message.get_content()
    assert ran(archive, "digest", "test", "not an address").exit_code == 1
    smtp.stop()
    away = ran(archive, "digest", "test", "me@example.org")
    assert away.exit_code == 1 and "没有发出" in away.output


def test_either_a_query_or_a_list(archive: Archive) -> None:
    assert ran(archive, "searches", "add").exit_code == 2


@pytest.mark.parametrize("page", ["alerts.md", "alerts.zh-CN.md"])
def test_the_morning_of_the_documentation_word_for_word(
    archive: Archive, tmp_path: Path, mail_box: MailBox, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "companies.txt").write_text("清溪通信公司\n无名公司\n", "utf-8")
    said = re.findall(r"^xunzhang (.+)$", (DOCS / page).read_text("utf-8"), flags=re.M)
    assert len(said) == 5
    for line in said:
        result = ran(archive, *shlex.split(line))
        assert result.exit_code == 0, (line, result.output)
    assert [row["frequency"] for row in rows(archive, "searches", "list")].count("daily") == 1
    assert len(mail_box.taken) == 1, "the test mail"
    bring(archive, tmp_path, LATER)
    assert "n1" in ran(archive, *shlex.split(said[3])).output
