"""Here is a message and how mail is sent; hand it to the server, or say why not and whether to try again.

smtplib of the standard library: one message at a time to one server needs no more, and every machine has it.
"""

from __future__ import annotations

import datetime as dt
import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from ipaddress import ip_address
from pathlib import Path

from corpus.errors import ArchiveError
from corpus.settings import MailSettings, Settings

PASSWORD = "XUNZHANG_MAIL_PASSWORD"
"""The environment's name for the password."""
TIMEOUT = 30.0
"""Seconds for each answer of the server."""


class MailOff(ArchiveError):
    """No mail can be sent as the settings are."""


class Unsent(Exception):
    """A message was not taken.  for_good: trying again would not help; away: no other would be taken now."""

    def __init__(self, reason: str, *, for_good: bool = False, away: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.for_good, self.away = reason, for_good, away


def check(settings: Settings) -> None:
    """Raises MailOff, naming the setting to mend."""
    mail = settings.mail
    if not mail.host:
        raise MailOff("没有设置邮件服务器：config.toml 中 [mail] host / no mail server: set [mail] host")
    if not mail.sender:
        raise MailOff("没有设置发件地址：config.toml 中 [mail] sender / no sender: set [mail] sender")
    if not settings.export.address:
        raise MailOff(
            "邮件里的链接需要网址：config.toml 中 [export] address / "
            "links in mails want the archive's URL: set [export] address"
        )
    if mail.user and mail.security == "none" and not _here(mail.host):
        raise MailOff(
            "密码不能明文发送：[mail] security 请用 starttls 或 tls / "
            "a password is not sent in the clear: set [mail] security to starttls or tls"
        )
    password(settings)


def password(settings: Settings) -> str:
    """The password to sign in with, "" where nobody signs in.  Raises MailOff."""
    mail = settings.mail
    if not mail.user:
        return ""
    if not mail.password_file:
        found = os.environ.get(PASSWORD, "")
    else:
        path = settings.directory / Path(mail.password_file)
        try:
            found = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise MailOff(
                f"读不出 [mail] password_file（{error}）/ [mail] password_file cannot be read"
            ) from None
    if not found:
        raise MailOff(
            f"没有邮箱密码：设 [mail] password_file 或环境变量 {PASSWORD} / "
            f"no mail password: set [mail] password_file or {PASSWORD}"
        )
    if not (found + mail.user).isascii():
        raise MailOff(
            "邮箱用户名和密码只能用 ASCII 字符 / user and password of the mail server must be ASCII"
        )
    return found


@contextmanager
def posting(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A connection to the server, signed in.  Raises MailOff, Unsent."""
    check(settings)
    try:
        server = _connected(settings.mail, password(settings))
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise Unsent(said(error), away=True) from error
    try:
        yield server
    finally:
        with suppress(smtplib.SMTPException, OSError):  # what was taken is taken, however they part
            server.quit()


def _connected(mail: MailSettings, secret: str) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT, context=safe)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)
    try:
        if mail.security == "starttls":
            server.starttls(context=safe)
        if mail.user:
            server.login(mail.user, secret)
    except BaseException:  # whatever it was, the line is not left open
        server.close()
        raise
    return server


def hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Give the message to the server.  Raises Unsent."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        reason = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        raise Unsent(f"{code} {reason}", for_good=code >= 500) from error
    except smtplib.SMTPDataError as error:
        raise Unsent(said(error), for_good=error.smtp_code >= 500) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Unsent(said(error), for_good=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unsent(said(error), away=True) from error


def test_message(settings: Settings, address: str) -> EmailMessage:
    """A message that says that mail works."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = settings.mail.sender, address
    message["Subject"] = "寻章测试邮件 / a test mail from Xunzhang"
    message["Date"] = format_datetime(dt.datetime.now(dt.timezone.utc))
    message["Message-ID"] = make_msgid(domain=settings.mail.sender.rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"邮件设置可用。\nMail works.\n\n{settings.export.address}\n")
    return message


def said(error: Exception) -> str:
    """An error of the line or the server in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return f"{error.smtp_code} {' '.join(words.split())}"[:500]
    words = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, smtplib.SMTPException):
        return words[:500]
    return f"连不上邮件服务器（{words}）/ the mail server cannot be reached ({words})"[:500]


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
