"""Languages: 简体中文 is the source of every page; English is a catalogue beside it.

`?lang=en` chooses a language and a cookie keeps it.
"""

from __future__ import annotations

from flask import Flask, Response, request
from flask_babel import Babel, get_locale

LANGUAGES = ("zh", "en")
COOKIE = "lang"
A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    Babel(app, default_locale="zh", locale_selector=chosen)
    app.after_request(remember)
    app.context_processor(lambda: {"locale": language()})


def chosen() -> str:
    """The language asked for by the URL, else by the cookie, else Chinese."""
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in LANGUAGES:
            return wish
    return LANGUAGES[0]


def language() -> str:
    """The language of the page as an HTML `lang` value."""
    return "zh-Hans" if str(get_locale()).startswith("zh") else "en"


def remember(response: Response) -> Response:
    wish = request.args.get("lang")
    if wish in LANGUAGES:
        response.set_cookie(COOKIE, wish, max_age=A_YEAR, samesite="Lax")
    response.headers.add("Vary", "Cookie")
    return response
