"""Here is the `Host` of a request, tell me whether it is a name of this server.

A page elsewhere can let its own name lead to this machine (DNS rebinding) and then read what it likes as
if it were ours; the name it comes under gives it away.  An address in figures cannot be rebound.
"""

from __future__ import annotations

import re
import socket
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from corpus.settings import Settings
from web.errors import problem, wants_problem
from web.loopback import is_address, is_loopback


def init_app(app: Flask, settings: Settings) -> None:
    app.config.setdefault("HOSTS", ())
    app.config["HOSTS"] = frozenset((*map(str.lower, app.config["HOSTS"]), *named(settings)))
    app.before_request(refuse_other_names)


def named(settings: Settings) -> frozenset[str]:
    """The names that `[access] hosts` and `[export] address` give."""
    listed = re.split(r"[\s,，、]+", settings.access.hosts.lower())
    address = bare(urlsplit(settings.export.address).netloc)
    return frozenset(one for one in (*listed, address) if one)


def own_names(host: str) -> tuple[str, ...]:
    """Names under which a server that listens on `host` is reached, beside its address."""
    if is_loopback(host):
        return ()
    machine = socket.gethostname()
    return (host, machine, f"{machine}.local") if is_address(host) else (host,)


def bare(host: str) -> str:
    """A host without its port, in lower case; "" where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_ours(host: str, hosts: frozenset[str], *, local: bool) -> bool:
    """Whether a request may come under this `Host`.  local: only this machine reaches the server."""
    name = bare(host)
    return is_loopback(name) or name in hosts or (is_address(name) and not local)


def refuse_other_names() -> Response | None:
    config = current_app.config
    asked = request.headers.get("Host", "")
    if is_ours(asked, config["HOSTS"], local=config["LOCAL"]):
        return None
    said = (
        "这不是本服务器的名称；要用它，请在 config.toml 的 [access] hosts 中写明 / "
        "this server does not go by that name: list it under [access] hosts in config.toml to use it"
    )
    if wants_problem():
        return problem(HTTPStatus.MISDIRECTED_REQUEST, said)
    return Response(said + "\n", HTTPStatus.MISDIRECTED_REQUEST, mimetype="text/plain")
