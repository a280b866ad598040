"""Failures as pages and as problem+json (RFC 9457): one table from error type to status."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from corpus.desk.refusals import (
    Conflict,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refused,
    TooManyAttempts,
)
from corpus.errors import (
    ArchiveError,
    ArticleNotFound,
    EngineUnavailable,
    IndexMissing,
    IndexStale,
    IssueNotFound,
    QuerySyntaxError,
    StoreError,
)
from corpus.store import BackupError, CorrectionRefused
from web.archive import archive
from web.i18n import language
from web.links import asked
from web.renewing import RETRY, rebuild, waiting
from web.running import Abandoned

STATUS: tuple[tuple[type[ArchiveError], int], ...] = (
    (ArticleNotFound, HTTPStatus.NOT_FOUND),
    (IssueNotFound, HTTPStatus.NOT_FOUND),
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (TooManyAttempts, HTTPStatus.TOO_MANY_REQUESTS),
    (NotSignedIn, HTTPStatus.UNAUTHORIZED),
    (Conflict, HTTPStatus.CONFLICT),
    (Refused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (CorrectionRefused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (QuerySyntaxError, HTTPStatus.BAD_REQUEST),
    (IndexMissing, HTTPStatus.SERVICE_UNAVAILABLE),
    (IndexStale, HTTPStatus.SERVICE_UNAVAILABLE),
    (EngineUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (BackupError, HTTPStatus.BAD_REQUEST),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (ArchiveError, HTTPStatus.BAD_REQUEST),
)


def init_app(app: Flask) -> None:
    app.register_error_handler(ArchiveError, archive_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Abandoned, lambda _: Response(status=HTTPStatus.REQUEST_TIMEOUT))


def status_of(error: ArchiveError) -> int:
    """The HTTP status of the most specific type in the table."""
    return next(int(status) for kind, status in STATUS if isinstance(error, kind))


def wants_problem() -> bool:
    return request.path.startswith(("/api/", "/oai"))


def archive_error(error: ArchiveError) -> Response:
    status = status_of(error)
    extra: dict[str, Any] = {}
    pointed: tuple[str, str, str] | None = None
    if isinstance(error, QuerySyntaxError):
        extra = {"position": error.position, "repaired": error.repaired}
        at = error.position
        pointed = (error.text[:at], error.text[at : at + 1] or " ", error.text[at + 1 :])
    renewing = isinstance(error, IndexStale) and archive().parts.keeper.outgrown()
    said = waiting(rebuild(archive())) if renewing else in_one_language(str(error))
    if wants_problem():
        if isinstance(error, Conflict):
            extra = {"mine": error.mine, "theirs": error.theirs}
        response = problem(status, said if renewing else str(error), **extra)
    else:
        missing = _("没有这一期") if isinstance(error, IssueNotFound) else _("没有这篇文章")
        titles = {404: missing, 503: _("档案暂不可用")}
        if isinstance(error, QuerySyntaxError):
            said = in_one_language(error.hint) + _("（第 %(n)s 个字符）", n=error.position + 1)
        page = _page(
            title=titles.get(status, _("检索式有误") if extra else _("无法处理")),
            message=said,
            pointed=pointed,
            repaired=extra.get("repaired"),
            asked=asked() if extra else None,
            again=RETRY if renewing else None,
        )
        response = make_response(page, status)
    if renewing:
        response.headers["Retry-After"] = str(RETRY)
    return response


BILINGUAL = re.compile(r"^(?P<zh>.*[\u4e00-\u9fff].*?) / (?P<en>[^\u4e00-\u9fff]*[A-Za-z].*)$", re.DOTALL)
"""Messages of the archive say it in Chinese, then in English."""


def in_one_language(message: str) -> str:
    """The half of a message that is in the language of the page."""
    found = BILINGUAL.match(message)
    return found["en" if language() == "en" else "zh"] if found else message


def http_error(error: HTTPException) -> tuple[Response | str, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    if wants_problem():
        return problem(status, error.description or error.name), status
    title, remedy = _http_words().get(status, (_("打不开这一页"), error.name))
    own = error.description if error.description != type(error).description else ""
    message = own or remedy
    return _page(title=title, message=message, pointed=None, repaired=""), status


def _page(**values: Any) -> str:
    """The page of a failure; without what it shows of the archive where that is what fails."""
    try:
        return render_template("error.html", **values)
    except ArchiveError:
        return render_template("unavailable.html", **values)


def _http_words() -> dict[int, tuple[str, str]]:
    """(title, what to do next) of what a server refuses by itself."""
    return {
        HTTPStatus.BAD_REQUEST: (_("请求有误"), _("请回到上一页重新填写。")),
        HTTPStatus.NOT_FOUND: (_("没有这一页"), _("网址可能不完整，或内容已移走。")),
        HTTPStatus.METHOD_NOT_ALLOWED: (
            _("这个网址不能直接打开"),
            _("它只接收页面上的按钮提交；请从页面上操作。"),
        ),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (_("文件太大"), _("请分几次上传，或请管理员提高上限。")),
        HTTPStatus.TOO_MANY_REQUESTS: (_("请求太频繁"), _("请稍后再试。")),
    }


def problem(status: int, detail: str, **extra: Any) -> Response:
    """A problem document; `extra` members stand beside the standard ones."""
    response = jsonify(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            **extra,
        }
    )
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response
