"""Signing in by another service: a real one on loopback, and what could be forged."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug import Request, Response
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from corpus.desk import LOCAL_ADMIN, Accounts, Activity
from corpus.settings import load
from search.application.archive import Archive
from web.desk.openid import Attempt
from web.serving.app import create_app

KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
SECRET = "along-the-river"


@dataclass
class Service:
    """An OpenID provider that lets everybody in as `subject`.  The rest is what it may do wrong."""

    url: str = ""
    subject: str = "u-17"
    names: dict[str, str] = field(
        default_factory=lambda: {"preferred_username": "tianyiwei", "name": "田一苇"}
    )
    wrong: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    described: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        answer = getattr(self, request.path.strip("/").split("/")[-1].replace("-", "_"))(request)
        return answer(environ, start)

    def openid_configuration(self, _request: Request) -> Response:
        there = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        urls = {name: f"{self.url}/{path}" for name, path in there.items()}
        return _json({"issuer": self.url, **urls, **self.described})

    def authorize(self, request: Request) -> Response:
        self.asked = request.args.to_dict()
        back = self.asked["redirect_uri"] + "?" + urlencode({"code": "abc", "state": self.asked["state"]})
        return Response(status=302, headers={"Location": back})

    def token(self, request: Request) -> Response:
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.asked["code_challenge"]
        assert request.authorization is not None and request.authorization.password == SECRET
        now = int(time.time())
        claims = {"iss": self.url, "aud": "xunzhang", "sub": self.subject, "iat": now, "exp": now + 300}
        claims |= {"nonce": self.asked["nonce"], **self.names, **self.wrong}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return _json({"access_token": "x", "token_type": "Bearer", "id_token": signed})

    def keys(self, _request: Request) -> Response:
        return _json({"keys": [KEY.as_dict(private=False)]})


def _json(value: object) -> Response:
    return Response(json.dumps(value), mimetype="application/json")


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    server = make_server("127.0.0.1", 0, made)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def site(tmp_path: Path, service: Service, role: str = "reader") -> Iterator[Flask]:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "secret").write_text(SECRET + "\n", "utf-8")
    (folder / "config.toml").write_text(
        f'[access]\nreading = "login"\n[openid]\nissuer = "{service.url}"\nclient = "xunzhang"\n'
        f'secret_file = "secret"\nlabel = "馆员门户"\nrole = "{role}"\n',
        "utf-8",
    )
    assert load(folder).openid.role == role
    with Archive.open(folder, create=True) as archive:
        yield create_app(archive, TESTING=True)


@pytest.fixture
def app(tmp_path: Path, service: Service) -> Iterator[Flask]:
    yield from site(tmp_path, service)


@pytest.fixture
def guarded(tmp_path: Path, service: Service) -> Iterator[Flask]:
    yield from site(tmp_path, service, "")


def arrive(client: FlaskClient, service: Service, path: str = "/signin/openid?next=/issues") -> TestResponse:
    """There and back, as a browser goes."""
    there = client.get(path).headers["Location"]
    assert there.startswith(f"{service.url}/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    service.asked = asked
    assert asked["scope"] == "openid profile" and asked["code_challenge_method"] == "S256"
    return client.get("/signin/openid/back?" + urlencode({"code": "abc", "state": asked["state"]}))


def test_who_has_an_account_elsewhere_reads_here(app: Flask, service: Service) -> None:
    client = app.test_client()
    assert client.get("/issues").status_code == 303
    assert "用 馆员门户 的账号登录" in client.get("/signin").text
    answer = arrive(client, service)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/issues")
    assert client.get("/issues").status_code == 200
    database = app.extensions["archive"].store.database
    (account,) = Accounts(database).accounts(LOCAL_ADMIN)
    assert (account.name, account.shown, account.role) == ("tianyiwei", "田一苇", "reader")
    assert [deed.action for deed in Activity(database).deeds(LOCAL_ADMIN)] == [
        "account.sign_in",
        "account.add",
    ]
    with pytest.raises(Exception, match="wrong name or password"):
        Accounts(database).sign_in("tianyiwei", "")


def test_the_same_person_keeps_the_account_and_a_namesake_gets_another(app: Flask, service: Service) -> None:
    database = app.extensions["archive"].store.database
    arrive(app.test_client(), service)
    service.names = {"preferred_username": "new-name"}
    arrive(app.test_client(), service)
    assert [one.name for one in Accounts(database).accounts(LOCAL_ADMIN)] == ["tianyiwei"]
    service.subject, service.names = "u-18", {"preferred_username": "Tianyiwei"}
    arrive(app.test_client(), service)
    assert [one.name for one in Accounts(database).accounts(LOCAL_ADMIN)] == ["tianyiwei", "Tianyiwei 2"]


def test_a_closed_account_waits_for_an_administrator(guarded: Flask, service: Service) -> None:
    client, database = guarded.test_client(), guarded.extensions["archive"].store.database
    Accounts(database).first_administrator("guan", "four-plain-words-here")
    answer = arrive(client, service)
    assert answer.status_code == 401 and "请管理员在“账号”页启用" in answer.text
    account, _admin = sorted(Accounts(database).accounts(LOCAL_ADMIN), key=lambda one: one.active)
    Accounts(database).change(account.id, LOCAL_ADMIN, active=True, role="editor")
    assert arrive(client, service).status_code == 303
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000_000},
        {"aud": ["xunzhang", "another"], "azp": "another"},
        {"sub": None},
    ],
)
def test_an_answer_for_somebody_else_lets_nobody_in(
    app: Flask, service: Service, wrong: dict[str, Any]
) -> None:
    service.wrong = wrong
    client = app.test_client()
    answer = arrive(client, service)
    assert answer.status_code == 401 and "答复不可信" in answer.text
    assert client.get("/issues").status_code == 303


def test_a_signature_by_another_key_lets_nobody_in(app: Flask, service: Service) -> None:
    service.key = OTHER
    assert arrive(app.test_client(), service).status_code == 401


def test_an_attempt_that_did_not_begin_here_is_refused(app: Flask, service: Service) -> None:
    """Somebody else's link signs nobody in; a state is good for the browser it was given to."""
    begun, other = app.test_client(), app.test_client()
    there = begun.get("/signin/openid").headers["Location"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    for query in ({"code": "abc", "state": state}, {"code": "abc"}, {}):
        answer = other.get("/signin/openid/back?" + urlencode(query))
        assert answer.status_code == 401 and "重新登录" in answer.text
    refused = begun.get("/signin/openid/back?" + urlencode({"error": "access_denied", "state": state}))
    assert refused.status_code == 401 and "没有放行" in refused.text


@pytest.mark.parametrize(
    "next_path", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_nobody_is_sent_elsewhere_afterwards(app: Flask, service: Service, next_path: str) -> None:
    answer = arrive(app.test_client(), service, "/signin/openid?" + urlencode({"next": next_path}))
    assert answer.headers["Location"] == "/"


def test_without_the_setting_there_is_no_such_page(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        client = create_app(archive, TESTING=True).test_client()
        assert client.get("/signin/openid").status_code == 404
        assert "的账号登录" not in client.get("/signin").text


def test_a_service_that_is_away_or_calls_itself_otherwise_is_said(
    app: Flask, service: Service, tmp_path: Path
) -> None:
    client = app.test_client()
    (app.extensions["archive"].directory / "secret").rename(tmp_path / "secret")
    assert "读不到 [openid] secret_file" in client.get("/signin/openid").text
    (tmp_path / "secret").rename(app.extensions["archive"].directory / "secret")
    service.described = {"issuer": "https://elsewhere.example"}
    assert "issuer 应写作 https://elsewhere.example" in client.get("/signin/openid").text
    service.described = {"jwks_uri": "http://192.0.2.1/keys"}
    assert "须用 https" in arrive(client, service).text
    service.described = {"jwks_uri": f"{service.url}/token"}
    assert "没有正常答复" in arrive(client, service).text


def test_a_spoilt_cookie_is_no_attempt() -> None:
    kept = Attempt("s", "n", "v", "/issues")
    assert Attempt.of(kept.kept()) == kept
    assert [Attempt.of(text) for text in ("", "{}", "[]", "7", '{"state": 1}')] == [None] * 5
