"""What a reader prefers: language, density of results, style of references, a publication's name.

简体中文 is the source of every page; English is a catalogue beside it.  A URL parameter (`?lang=en`,
`?density=compact`) chooses and a cookie keeps the choice.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, unquote

import flask_babel
from flask import Flask, Response, g, request
from flask_babel import Babel, get_locale
from markupsafe import Markup

from web.archive import archive

LANGUAGES = ("zh", "en")
PREFERENCES = {
    "lang": LANGUAGES,
    "density": ("full", "compact"),
    "style": ("gbt7714", "gbt7714-2015"),
}
"""Name of parameter and cookie → its values, the default first."""

PUBLICATION = "publication"
LONGEST = 60
"""Characters of a publication's name."""

A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    Babel(app, default_locale="zh", locale_selector=chosen)
    # flask-babel looks up context, locale and catalogue at each of a page's hundred words.
    app.jinja_env.install_gettext_callables(word, words, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = marked_up
    app.after_request(remember)
    app.context_processor(lambda: {"locale": language()})


_KNOWN: dict[tuple[str, str], str] = {}
"""Language and message → its text.  Catalogues do not change while the program runs."""


def word(message: str) -> str:
    """The message in the language of the page."""
    key = language(), message
    text = _KNOWN.get(key)
    if text is None:
        text = _KNOWN[key] = flask_babel.gettext(message)
    return text


def words(one: str, many: str, number: int) -> str:
    """The same of a count; Chinese knows one form only."""
    if language() != "en":
        return many
    return str(flask_babel.get_domain().get_translations().ngettext(one, many, number))


def gettext(message: str, **values: object) -> str:
    """What `flask_babel.gettext` gives, for code that asks often."""
    text = word(message)
    return text % values if values else text


@lru_cache(maxsize=4096)
def _markup(text: str) -> Markup:
    return Markup(text)


def marked_up(message: str, **values: object) -> Markup:
    """What `_` of Jinja's own extension gives in a template, a hundred times a page: the message is HTML, the
    values are escaped."""
    text = _markup(word(message))
    return text % values if values else text


def chosen() -> str:
    """The language asked for by the URL, else by the cookie, else by the browser, else Chinese."""
    asked = request.args.get("lang") in LANGUAGES or request.cookies.get("lang") in LANGUAGES
    return preference("lang") if asked else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def preference(name: str) -> str:
    """What the URL asks for, else the cookie, else the default."""
    values = PREFERENCES[name]
    for wish in (request.args.get(name), request.cookies.get(name)):
        if wish in values:
            return wish
    return values[0]


def publication() -> str:
    """The name of the publication for references where none is printed: as a person gave it, else as set."""
    given = request.args.get(PUBLICATION) or unquote(request.cookies.get(PUBLICATION, ""))
    name = given or archive().settings.export.publication
    return " ".join(name.split())[:LONGEST]


def language() -> str:
    """The language of the page as an HTML `lang` value."""
    kept = g._get_current_object()  # past the proxy: asked 150 times a page
    held: str | None = kept.get("language")
    if held is None:
        held = kept.language = "zh-Hans" if str(get_locale()).startswith("zh") else "en"
    return held


def in_language(names: tuple[str, str]) -> str:
    """Of a name in Chinese and English, the one for the page."""
    return names[0 if language() == "zh-Hans" else 1]


def remember(response: Response) -> Response:
    for name, values in PREFERENCES.items():
        wish = request.args.get(name)
        if wish in values:
            response.set_cookie(name, wish, max_age=A_YEAR, samesite="Lax")
    if PUBLICATION in request.args:
        name = quote(request.args[PUBLICATION].strip()[:LONGEST])
        response.set_cookie(PUBLICATION, name, max_age=A_YEAR, samesite="Lax")
    response.headers.add("Vary", "Cookie, Accept-Language")
    return response
