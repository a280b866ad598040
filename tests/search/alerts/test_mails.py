"""Mails arrive at a real server with exactly what is new, are kept where they cannot be sent, and end."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from corpus.alerts.digests import Digests
from corpus.alerts.links import AlertLinks
from corpus.alerts.searches import SavedSearches, Wish
from corpus.desk import LOCAL_ADMIN, Issues, Jobs
from corpus.settings import MailSettings
from search.alerts.due import due
from search.alerts.keeping import save
from search.alerts.posting import MailOff, check
from search.alerts.rounds import ALERTS, Round, once, wanted
from search.application.archive import Archive
from search.application.worker import work_off
from tests.corpus.desk.people import EDITOR
from tests.search.alerts.conftest import MailBox, bring
from tests.search.alerts.test_percolating import LATER

NOON = dt.datetime(2031, 5, 7, 12, 0, tzinfo=dt.timezone.utc)  # a Wednesday
ME = LOCAL_ADMIN
WISH = Wish(frequency="at_once", email="wen@example.org")


class Time:
    """A moment that moves when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


def bodies(message: EmailMessage) -> tuple[str, str]:
    """(text, HTML)."""
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    text, html = (part.get_content() for part in parts if part is not None)
    return text, html


def test_one_mail_with_exactly_what_is_new(archive: Archive, tmp_path: Path, mail_box: MailBox) -> None:
    query = save(archive, "query", "q=防汛", ME, Wish("防汛", "at_once", "wen@example.org"))
    names = save(archive, "list", "清溪通信公司\n周望舒", ME, Wish("名单", "at_once", "wen@example.org"))
    save(archive, "query", "q=消防", ME, WISH)
    assert once(archive) == Round() and mail_box.taken == []
    bring(archive, tmp_path, LATER)
    assert once(archive) == Round(finds=2, made=1, sent=1)
    ((address, message),) = mail_box.taken
    text, html = bodies(message)
    assert address == "wen@example.org" and message["From"] == "xunzhang@news.example"
    assert message["Subject"] == "新到 2 篇：名单、防汛"
    for said in (text, html):
        assert "水库除险加固" in said and "第三届清溪通信大会开幕" in said.replace("<mark>", "").replace(
            "</mark>", ""
        )
        assert "二〇二三年的雨" not in said and "协会开展消防培训" not in said and "消防" not in said
        assert f"https://news.example/searches/{query.id}" in said
        assert f"https://news.example/searches/{names.id}" in said
    assert "https://news.example/articles/n2?" in text and "查到它的名称：清溪通信公司、周望舒" in text
    assert "<mark>" in html and "2023-11-20 · 行业动态" in html
    assert once(archive) == Round() and len(mail_box.taken) == 1, "told once"


def test_in_the_language_of_its_reader(archive: Archive, tmp_path: Path, mail_box: MailBox) -> None:
    save(archive, "query", "q=雨", ME, Wish("rain", "at_once", "a@example.org", "en"))
    save(archive, "query", "q=雨", ME, Wish("<雨> & 风", "at_once", "a@example.org", "zh"))
    bring(archive, tmp_path, LATER)
    once(archive)
    english, chinese = sorted((message for _, message in mail_box.taken), key=lambda one: one["Subject"])
    assert english["Subject"] == "1 new: rain" and "End these mails" in bodies(english)[0]
    assert "停发" not in bodies(english)[0] and "不再接收这些邮件" in bodies(chinese)[0]
    assert "&lt;雨&gt; &amp; 风" in bodies(chinese)[1]


def test_the_link_in_the_mail_ends_it_without_signing_in(
    archive: Archive, tmp_path: Path, mail_box: MailBox
) -> None:
    saved = save(archive, "query", "q=清溪", ME, WISH)
    bring(archive, tmp_path, LATER[:1])
    once(archive)
    ((_, message),) = mail_box.taken
    link = message["List-Unsubscribe"].strip(" <>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith("https://news.example/mail/end/") and link in bodies(message)[0]
    AlertLinks(archive.store.database).end(link.rpartition("/")[2])
    bring(archive, tmp_path, LATER[1:])
    once(archive)
    assert len(mail_box.taken) == 1
    assert SavedSearches(archive.store.database).search(saved.id, ME).frequency == "never"


def test_what_was_withdrawn_before_sending_is_not_revealed(
    archive: Archive, tmp_path: Path, mail_box: MailBox
) -> None:
    save(archive, "query", "q=清溪", ME, WISH)
    bring(archive, tmp_path, LATER[:1])
    mail_box.refuse_data = "451 later"
    clock = Time()
    assert once(archive, clock).refused == 1
    bring(archive, tmp_path, LATER[1:2])
    issue = archive.article("n1").issue_id
    assert issue is not None
    Issues(archive.store).withdraw(issue, EDITOR)
    mail_box.refuse_data = ""
    clock.now += dt.timedelta(days=1)
    assert once(archive, clock) == Round(finds=1, made=1, sent=1, dropped=1)
    ((_, message),) = mail_box.taken
    assert "第三届" not in "".join(bodies(message)) and "水库除险加固" in bodies(message)[0]


def test_what_the_server_does_not_take_is_kept_and_tried_again(
    archive: Archive, tmp_path: Path, mail_box: MailBox
) -> None:
    save(archive, "query", "q=清溪", ME, WISH)
    bring(archive, tmp_path, LATER)
    clock = Time()
    mail_box.refuse_data = "452 mailbox full"
    assert once(archive, clock) == Round(finds=2, made=1, refused=1)
    (kept,) = Digests(archive.store.database).digests(ME)
    assert (kept.state, kept.error, kept.attempts) == ("waiting", "452 mailbox full", 1)
    assert once(archive, clock) == Round() and not wanted(archive, clock)
    clock.now += dt.timedelta(minutes=2)
    assert wanted(archive, clock)
    mail_box.refuse_data = ""
    assert once(archive, clock).sent == 1
    ((_, message),) = mail_box.taken
    assert message["Message-ID"] == f"<{kept.message}>"


@pytest.mark.parametrize("which", ["refuse_recipient", "refuse_data"])
def test_what_is_refused_for_good_is_not_tried_again_and_shown(
    archive: Archive, tmp_path: Path, mail_box: MailBox, which: str
) -> None:
    save(archive, "query", "q=清溪", ME, WISH)
    bring(archive, tmp_path, LATER)
    setattr(mail_box, which, "550 no such person")
    assert once(archive).refused == 1
    (kept,) = Digests(archive.store.database).digests(ME, states=("failed",))
    assert kept.error == "550 no such person"
    setattr(mail_box, which, "")
    Digests(archive.store.database).retry(kept.id, ME)
    assert once(archive).sent == 1


def test_a_server_that_is_away_is_asked_once_a_round_and_nothing_is_lost(
    archive: Archive, tmp_path: Path, smtp: Controller, mail_box: MailBox
) -> None:
    for number in range(3):
        save(archive, "query", "q=清溪", ME, Wish(None, "at_once", f"r{number}@example.org"))
    bring(archive, tmp_path, LATER)
    smtp.stop()
    clock = Time()
    assert once(archive, clock) == Round(finds=6, made=3, refused=1)
    assert not wanted(archive, clock)
    kept = Digests(archive.store.database).digests(ME)
    assert [one.state for one in kept] == ["waiting"] * 3 and sum(one.attempts for one in kept) == 1
    clock.now += dt.timedelta(hours=1)
    again = Controller(mail_box, hostname="127.0.0.1", port=smtp.port)
    again.start()
    try:
        assert once(archive, clock).sent == 3
    finally:
        again.stop()
    assert sorted(address for address, _ in mail_box.taken) == [
        f"r{number}@example.org" for number in range(3)
    ]


def test_daily_mails_gather_what_came_in_over_the_day(
    archive: Archive, tmp_path: Path, mail_box: MailBox
) -> None:
    clock = Time()
    searches = SavedSearches(archive.store.database, lambda: clock().timestamp())
    saved = searches.save("query", "q=清溪", ME, Wish("日报", "daily", "a@example.org"))
    bring(archive, tmp_path, LATER[:1])
    assert once(archive, clock) == Round(finds=1)
    clock.now += dt.timedelta(hours=4)
    bring(archive, tmp_path, LATER[1:])
    assert once(archive, clock) == Round(finds=1) and not wanted(archive, clock)
    clock.now = NOON.replace(day=8, hour=8)
    assert wanted(archive, clock)
    assert once(archive, clock) == Round(made=1, sent=1)
    text = bodies(mail_box.taken[0][1])[0]
    assert "第三届清溪通信大会开幕" in text and "水库除险加固" in text and saved.name in text
    clock.now += dt.timedelta(days=1)
    assert once(archive, clock) == Round(), "nothing new, no mail"


def test_mornings_and_mondays() -> None:
    mail = MailSettings(hour=7, weekday="monday")
    now = due(NOON, mail)
    assert now["at_once"] == float("inf") and "never" not in now
    assert now["daily"] == NOON.replace(hour=7).timestamp()
    assert now["weekly"] == NOON.replace(day=5, hour=7).timestamp()
    early = due(NOON.replace(day=5, hour=6), mail)
    assert early["daily"] == NOON.replace(day=4, hour=7).timestamp()
    assert early["weekly"] == NOON.replace(month=4, day=28, hour=7).timestamp()


def test_the_worker_sends_after_a_publish(archive: Archive, tmp_path: Path, mail_box: MailBox) -> None:
    save(archive, "query", "q=清溪", ME, WISH)
    bring(archive, tmp_path, LATER, draft=True)
    (draft,) = Issues(archive.store).issues("draft")
    Issues(archive.store).publish(draft.issue.id, EDITOR)
    jobs = Jobs(archive.store.database)
    jobs.enqueue("index", {}, EDITOR)
    work_off(archive)
    (job,) = jobs.jobs(kinds=(ALERTS,))
    assert job.result == {"finds": 2, "made": 1, "sent": 1} and len(mail_box.taken) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "host"),
        ('[mail]\nhost = "mx.example"\n', "sender"),
        ('[mail]\nhost = "mx.example"\nsender = "a@b"\n', "address"),
        (
            '[mail]\nhost = "mx.example"\nsender = "a@b"\nuser = "a"\n[export]\naddress = "https://a"\n',
            "PASSWORD",
        ),
        (
            '[mail]\nhost = "mx.example"\nsender = "a@b"\nuser = "a"\nsecurity = "none"\n'
            '[export]\naddress = "https://a"\n',
            "starttls",
        ),
        (
            '[mail]\nhost = "mx.example"\nsender = "a@b"\nuser = "a"\npassword_file = "nowhere"\n'
            '[export]\naddress = "https://a"\n',
            "password_file",
        ),
    ],
)
def test_settings_that_cannot_send_say_what_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.delenv("XUNZHANG_MAIL_PASSWORD", raising=False)
    (tmp_path / "config.toml").write_text(text, "utf-8")
    with Archive.open(tmp_path, create=True) as archive:
        with pytest.raises(MailOff, match=said):
            check(archive.settings)
        assert once(archive).sent == 0 and not wanted(archive)


def test_a_password_that_the_protocol_cannot_carry_is_said(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (archive.directory / "config.toml").read_text("utf-8").replace('"none"', '"none"\nuser = "wen"')
    (archive.directory / "config.toml").write_text(text, "utf-8")
    monkeypatch.setenv("XUNZHANG_MAIL_PASSWORD", "老槐树")
    with Archive.open(archive.directory) as again, pytest.raises(MailOff, match="ASCII"):
        check(again.settings)


def test_a_line_that_cannot_be_made_safe_carries_nothing(
    archive: Archive, tmp_path: Path, mail_box: MailBox
) -> None:
    text = (archive.directory / "config.toml").read_text("utf-8").replace('"none"', '"starttls"')
    save(archive, "query", "q=清溪", ME, WISH)
    bring(archive, tmp_path, LATER)
    (archive.directory / "config.toml").write_text(text, "utf-8")
    with Archive.open(archive.directory) as again:
        assert once(again).refused == 1
        (kept,) = Digests(again.store.database).digests(ME)
    assert "STARTTLS" in kept.error and mail_box.taken == []
