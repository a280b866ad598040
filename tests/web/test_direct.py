"""Calls in templates: our own functions as Python calls them, all others as Jinja does."""

from __future__ import annotations

from jinja2 import DictLoader, Environment, pass_context
from jinja2.runtime import Context

from web.direct import DirectCalls


def rendered(template: str, **values: object) -> str:
    environment = Environment(autoescape=True, loader=DictLoader({"page": template}))
    environment.code_generator_class = DirectCalls

    @pass_context
    def seen(context: Context, name: str) -> str:
        return str(context[name])

    environment.globals.update(seen=seen, twice=lambda text, times=2: text * times)
    return environment.get_template("page").render(values)


def test_a_plain_function_gets_its_arguments_and_is_escaped() -> None:
    assert rendered("{{ twice('<', times=3) }}{{ twice(word) }}", word="ab") == "&lt;&lt;&lt;abab"
    assert rendered("{% for n in (1, 2) %}{{ twice(n) }}{% endfor %}") == "24"


def test_what_asks_for_the_context_gets_it() -> None:
    assert rendered("{{ seen('word') }}", word="here") == "here"


def test_a_macro_or_a_value_of_the_same_name_is_called_instead() -> None:
    assert (
        rendered("{% macro twice(text) %}<b>{{ text }}</b>{% endmacro %}{{ twice('&') }}") == "<b>&amp;</b>"
    )
    assert rendered("{% for twice in [other] %}{{ twice('x') }}{% endfor %}", other=str.upper) == "X"
    assert rendered("{{ twice(*words) }}", words=["a", 3]) == "aaa"
