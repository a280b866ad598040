"""Here is a template, give me code that calls our own functions as Python does, and escapes what needs it.

Jinja sends each call through `Context.call`, which asks every function anew whether it wants the context:
some three hundred times a page of results, for functions that never do.  It escapes a thousand values a page
through `Markup`, of which most are words, numbers, or escaped already.
"""

from __future__ import annotations

import keyword
from types import FunctionType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape


def init_environment(environment: Environment) -> None:
    """Let templates of this environment be compiled so."""
    environment.code_generator_class = DirectCalls
    environment.extend(escaped=escaped)


def escaped(value: object) -> str:
    """What `escape` gives, as text that goes into a page."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    if (kind is str and value.isalnum()) or kind is int:  # type: ignore[attr-defined]
        return str(value)
    return escape(value)


class DirectCalls(CodeGenerator):
    """Jinja's own generator, but for calls of plain functions among the globals."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if forward_caller or not self._is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def _is_plain(self, node: nodes.Call) -> bool:
        """Whether a global function that asks for nothing is called with arguments as they are written."""
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return False
        called = self.environment.globals.get(node.node.name)
        wants = hasattr(called, "jinja_pass_arg")
        return (
            isinstance(called, FunctionType)
            and not wants
            and not any(keyword.iskeyword(each.key) for each in node.kwargs)
        )
