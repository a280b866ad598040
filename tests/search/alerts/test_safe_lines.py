"""Mails over a safe line, signed in, to a real server; a wrong password is said and kept."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from corpus.alerts.digests import Digests
from corpus.desk import LOCAL_ADMIN
from search.alerts.keeping import save
from search.alerts.rounds import once
from search.application.archive import Archive
from tests.search.alerts.conftest import MailBox, bring, free_port
from tests.search.alerts.test_mails import WISH
from tests.search.alerts.test_percolating import LATER
from tests.search.conftest import RECORDS

USER, SECRET = "xunzhang", "old locust tree at the ferry"
Served = Callable[[str], str]
"""Security → `config.toml` of an archive that mails to a server of that kind."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.timezone.utc)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def signed_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
) -> AuthResult:
    known = isinstance(given, LoginPassword) and given == LoginPassword(USER.encode(), SECRET.encode())
    return AuthResult(success=known, handled=False)


@pytest.fixture
def served(certificate: Path, mail_box: MailBox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    running: list[Controller] = []

    def serve(security: str) -> str:
        port = free_port()
        if security == "tls":
            controller = Controller(
                mail_box, hostname="127.0.0.1", port=port, ssl_context=context, authenticator=signed_in,
                auth_required=True, auth_require_tls=False,
            )  # fmt: skip
        else:
            controller = Controller(
                mail_box, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True,
                authenticator=signed_in, auth_required=True,
            )  # fmt: skip
        controller.start()
        running.append(controller)
        return (
            f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "{security}"\nuser = "{USER}"\n'
            'sender = "xunzhang@news.example"\npassword_file = "secret.txt"\n'
            '[export]\naddress = "https://news.example"\n'
        )

    yield serve
    for controller in running:
        controller.stop()


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # of the test's server: its whole line is safe
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_signed_in_over_a_safe_line(tmp_path: Path, served: Served, mail_box: MailBox, security: str) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "config.toml").write_text(served(security), "utf-8")
    (folder / "secret.txt").write_text("wrong\n", "utf-8")
    with Archive.open(folder, create=True) as archive:
        bring(archive, tmp_path, RECORDS)
        save(archive, "query", "q=清溪", LOCAL_ADMIN, WISH)
        bring(archive, tmp_path, LATER)
        assert once(archive).refused == 1
        digests = Digests(archive.store.database)
        (kept,) = digests.digests(LOCAL_ADMIN)
        assert kept.state == "waiting" and kept.error.startswith("535") and mail_box.taken == []
        assert "wrong" not in kept.error
        (folder / "secret.txt").write_text(f"{SECRET}\n", "utf-8")
        digests.retry(kept.id, LOCAL_ADMIN)
        assert once(archive).sent == 1 and len(mail_box.taken) == 1


def test_a_server_with_a_strange_certificate_gets_nothing(
    tmp_path: Path, served: Served, mail_box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "config.toml").write_text(served("starttls"), "utf-8")
    (folder / "secret.txt").write_text(SECRET, "utf-8")
    monkeypatch.delenv("SSL_CERT_FILE")
    with Archive.open(folder, create=True) as archive:
        save(archive, "query", "q=清溪", LOCAL_ADMIN, WISH)
        bring(archive, tmp_path, LATER)
        assert once(archive).refused == 1 and mail_box.taken == []
        assert "CERTIFICATE_VERIFY_FAILED" in Digests(archive.store.database).digests(LOCAL_ADMIN)[0].error
