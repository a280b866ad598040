"""Here is a template, give me code that calls our own functions as Python does.

Jinja sends each call through `Context.call`, which asks every function anew whether it wants the context:
some three hundred times a page of results, for functions that never do.
"""

from __future__ import annotations

import keyword
from types import FunctionType

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


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
