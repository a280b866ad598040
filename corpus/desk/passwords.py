"""Here is a password somebody wants, tell whether it will do.  Length counts, not signs and digits."""

from __future__ import annotations

from corpus.desk.refusals import Refused

SHORTEST, LONGEST = 10, 1000
"""Characters."""

_DISTINCT = 5
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_COMMON = ("password", "passw0rd", "admin", "xunzhang", "letmein", "welcome", "iloveyou", "woaini")


def check_fit(password: str, name: str) -> None:
    """Raises Refused, saying what would do, where the password is short, plain or the name."""
    wrong = _wrong(password, name)
    if wrong:
        raise Refused(wrong)


def _wrong(password: str, name: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        return (
            f"密码至少 {SHORTEST} 个字符，一句话最好记 / "
            f"a password has at least {SHORTEST} characters; a sentence is easiest to remember"
        )
    plain = password.casefold()
    for known in (*_COMMON, name.casefold()):
        plain = plain.replace(known, "") if known else plain
    left = plain
    for run in _RUNS:
        for part in (run, run[::-1]):
            left = _without_runs(left, part)
    if len(set(plain)) < _DISTINCT or len(left) < 4:
        return (
            "密码太容易猜（重复、连续、常用或含用户名），请换一句话 / "
            "the password is easy to guess (repeated, a sequence, common or the name): use a sentence"
        )
    return ""


def _without_runs(text: str, run: str) -> str:
    """The text without stretches of four or more characters that follow one another in `run`."""
    kept, at = [], 0
    while at < len(text):
        length = 1
        while at + length < len(text) and text[at : at + length + 1] in run:
            length += 1
        if length < 4:
            kept.append(text[at : at + length])
        at += length
    return "".join(kept)
