"""Here is a service that people sign in to already; tell me who comes from there (OpenID Connect 1.0).

Authlib makes the requests (RFC 6749, with PKCE of RFC 7636), joserfc checks what is signed; both come with
`pip install "xunzhang[openid]"`.  What an attempt must come back with lies in its owner's browser alone.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from corpus.desk import NotSignedIn
from corpus.desk.vouched import Vouched
from corpus.errors import ArchiveError
from corpus.settings import OpenIdSettings
from web.loopback import is_loopback

if TYPE_CHECKING:
    from joserfc.jwk import KeySetSerialization

try:
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.requests_client import OAuth2Session
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet
    from requests import RequestException
except ImportError:  # an extra: said where it is asked for
    OAuth2Session = None

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Of signatures that are taken; none that a shared secret or nothing makes."""

_SECONDS = 10
"""How long an answer of the service is waited for."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one way there and back must come back with.  next: where to go on to afterwards."""

    state: str
    nonce: str
    verifier: str
    next: str

    def kept(self) -> str:
        """The attempt for a cookie."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, kept: str) -> Attempt | None:
        """The attempt of a cookie; None where it is none."""
        try:
            found = json.loads(kept)
            return cls(**{name: str(found[name]) for name in cls.__dataclass_fields__})
        except (ValueError, KeyError, TypeError):
            return None


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise ArchiveError(
            f"读不到 [openid] secret_file：{error.strerror} / the file of the client's secret cannot be read"
        ) from error


def _secret() -> str:
    return secrets.token_urlsafe(32)


class Provider:
    """The service of the settings.  back: URL of ours that it sends people back to."""

    def __init__(self, settings: OpenIdSettings, directory: Path, back: str) -> None:
        if OAuth2Session is None:
            raise ArchiveError(
                '登录服务需要另装：pip install "xunzhang[openid]" / '
                'signing in by another service needs: pip install "xunzhang[openid]"'
            )
        self.settings = settings
        secret = _read(directory / settings.secret_file) if settings.secret_file else None
        self._client = OAuth2Session(
            settings.client, secret, redirect_uri=back, scope="openid profile", code_challenge_method="S256"
        )

    def begin(self, next_path: str) -> tuple[str, Attempt]:
        """(URL to send somebody to, what they must come back with)."""
        attempt = Attempt(_secret(), _secret(), _secret(), next_path)
        url, _state = self._client.create_authorization_url(
            self._described()["authorization_endpoint"],
            state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier,
        )  # fmt: skip
        return str(url), attempt

    def finish(self, attempt: Attempt | None, given: Mapping[str, str]) -> Vouched:
        """Who came back.  given: parameters of the URL they came back with.  Raises NotSignedIn."""
        if attempt is None or not secrets.compare_digest(attempt.state, given.get("state", "")):
            raise NotSignedIn("登录未从本页开始或已过期，请重新登录 / start signing in again")
        if "code" not in given:
            raise NotSignedIn(
                "登录服务没有放行，请重试或找管理员 / the service did not let you in: try again"
            )
        described = self._described()
        try:
            token = self._client.fetch_token(
                described["token_endpoint"],
                code=given["code"],
                code_verifier=attempt.verifier,
                timeout=_SECONDS,
            )
            keys = KeySet.import_key_set(cast("KeySetSerialization", self._json(described["jwks_uri"])))
            claims = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS).claims
            self._checked(claims, attempt)
        except (AuthlibBaseError, JoseError, KeyError, ValueError) as error:
            raise NotSignedIn(
                f"登录服务的答复不可信（{type(error).__name__}），请找管理员 / "
                "the answer of the service cannot be trusted: ask an administrator"
            ) from error
        except RequestException as error:
            raise self._unreachable(error) from error
        shown = str(claims.get("name", ""))
        return Vouched(
            self.settings.issuer, str(claims["sub"]), str(claims.get("preferred_username") or shown), shown
        )

    def _checked(self, claims: dict[str, Any], attempt: Attempt) -> None:
        """Raises JoseError where the answer is of another service, for another client or attempt, or too old
        (OpenID Connect Core 1.0, 3.1.3.7)."""
        jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client},
            nonce={"essential": True, "value": attempt.nonce},
            exp={"essential": True},
            sub={"essential": True},
        ).validate(claims)
        if (
            isinstance(claims["aud"], list)
            and claims.get("azp", self.settings.client) != self.settings.client
        ):
            raise ValueError("azp")

    def _described(self) -> dict[str, Any]:
        """What the service says of itself (OpenID Connect Discovery 1.0)."""
        issuer = self.settings.issuer.rstrip("/")
        described = self._json(f"{issuer}/.well-known/openid-configuration")
        if described.get("issuer") != self.settings.issuer:
            raise ArchiveError(f"[openid] issuer 应写作 {described.get('issuer')} / set issuer to that")
        return described

    def _json(self, url: str) -> dict[str, Any]:
        parts = urlsplit(url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise ArchiveError("[openid] 登录服务须用 https / the service must be reached by https")
        try:
            answer = self._client.get(url, withhold_token=True, timeout=_SECONDS)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        except (RequestException, ValueError) as error:
            raise self._unreachable(error) from error
        return found

    def _unreachable(self, error: Exception) -> ArchiveError:
        return ArchiveError(
            f"登录服务 {self.settings.issuer} 没有正常答复（{type(error).__name__}），请稍后再试 / "
            "the service for signing in did not answer: try again later"
        )
