"""What a reader prefers: the language of the page, how densely results stand.

简体中文 is the source of every page; English is a catalogue beside it.  A URL parameter (`?lang=en`,
`?density=compact`) chooses and a cookie keeps the choice.
"""

from __future__ import annotations

from flask import Flask, Response, request
from flask_babel import Babel, get_locale

LANGUAGES = ("zh", "en")
PREFERENCES = {"lang": LANGUAGES, "density": ("full", "compact")}
"""Name of parameter and cookie → its values, the default first."""

A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    Babel(app, default_locale="zh", locale_selector=chosen)
    app.after_request(remember)
    app.context_processor(lambda: {"locale": language()})


def chosen() -> str:
    """The language asked for by the URL, else by the cookie, else Chinese."""
    return preference("lang")


def preference(name: str) -> str:
    """What the URL asks for, else the cookie, else the default."""
    values = PREFERENCES[name]
    for wish in (request.args.get(name), request.cookies.get(name)):
        if wish in values:
            return wish
    return values[0]


def language() -> str:
    """The language of the page as an HTML `lang` value."""
    return "zh-Hans" if str(get_locale()).startswith("zh") else "en"


def remember(response: Response) -> Response:
    for name, values in PREFERENCES.items():
        wish = request.args.get(name)
        if wish in values:
            response.set_cookie(name, wish, max_age=A_YEAR, samesite="Lax")
    response.headers.add("Vary", "Cookie")
    return response
