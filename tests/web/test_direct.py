"""Calls in templates: our own functions as Python calls them, all others as Jinja does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from web.direct import escaped, init_environment


def rendered(template: str, **values: object) -> str:
    environment = Environment(autoescape=True, loader=DictLoader({"page": template}))
    init_environment(environment)

    @pass_context
    def seen(context: Context, name: str) -> str:
        return str(context[name])

    environment.globals.update(seen=seen, twice=lambda text, times=2: text * times)
    return environment.get_template("page").render(values)


def test_a_plain_function_gets_its_arguments_and_is_escaped() -> None:
    assert rendered("{{ twice('<', times=3) }}{{ twice(word) }}", word="ab") == "&lt;&lt;&lt;abab"
    assert rendered("{% for n in (1, 2) %}{{ twice(n) }}{% endfor %}") == "24"


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.text().map(Markup)))
def test_escaped_is_what_escape_gives(value: object) -> None:
    assert escaped(value) == escape(value)
    assert rendered("<{{ value }}>", value=value) == f"<{escape(value)}>"


def test_nothing_is_escaped_twice_or_where_escaping_is_off() -> None:
    assert rendered("{% set a %}{{ word }}{% endset %}{{ a }}", word="<") == "&lt;"
    assert rendered("{% autoescape false %}{{ word }}{% endautoescape %}", word="<") == "<"


def test_what_asks_for_the_context_gets_it() -> None:
    assert rendered("{{ seen('word') }}", word="here") == "here"


def test_a_macro_or_a_value_of_the_same_name_is_called_instead() -> None:
    assert (
        rendered("{% macro twice(text) %}<b>{{ text }}</b>{% endmacro %}{{ twice('&') }}") == "<b>&amp;</b>"
    )
    assert rendered("{% for twice in [other] %}{{ twice('x') }}{% endfor %}", other=str.upper) == "X"
    assert rendered("{{ twice(*words) }}", words=["a", 3]) == "aaa"
