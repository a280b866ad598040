"""Libraries that come as an extra: here is a module's name, give me it, or one line that says how to
install it."""

from __future__ import annotations

import importlib
from types import ModuleType

from corpus.reading.types import problem


def needed(module: str, package: str, name: str, zh: str, en: str) -> ModuleType:
    """The module.  Raises `CorpusError` where it is not installed; zh, en: what the file `name` is."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise problem(
            name,
            f"这是{zh}，读取它需要 {package}：请安装 xunzhang[office]，或另存为 DOCX",
            f"{en}, which needs {package}: install xunzhang[office], or save it as DOCX",
        ) from error
