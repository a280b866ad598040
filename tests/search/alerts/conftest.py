"""An archive whose mails go to a real SMTP server on this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from search.application.archive import Archive
from tests.search.conftest import RECORDS, TODAY


class MailBox:
    """What the server took, and what it answers instead while told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.refuse_recipient = self.refuse_data = ""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse_data:
            return self.refuse_data
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken += [(address, message) for address in envelope.rcpt_tos]
        return "250 taken"


@pytest.fixture
def mail_box() -> MailBox:
    return MailBox()


@pytest.fixture
def smtp(mail_box: MailBox) -> Iterator[Controller]:
    controller = Controller(mail_box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    if controller.server is not None:
        controller.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on: the server cannot say which one it was given."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_of(port: int) -> str:
    return (
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "xunzhang@news.example"\n'
        '[export]\naddress = "https://news.example/"\n'
    )


@pytest.fixture
def archive(tmp_path: Path, smtp: Controller) -> Iterator[Archive]:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "config.toml").write_text(settings_of(smtp.port), "utf-8")
    with Archive.open(folder, create=True, today=lambda: TODAY) as archive:
        bring(archive, tmp_path, RECORDS)
        yield archive


def bring(archive: Archive, folder: Path, rows: list[dict[str, object]], *, draft: bool = False) -> None:
    """Take records in."""
    path = folder / f"{rows[0]['id']}.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    archive.ingest([path], draft=draft)
