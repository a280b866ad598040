"""A private PostgreSQL server for the tests, on a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

UNPRIVILEGED = ("postgres", "nobody")


def programs() -> Path:
    """Where initdb is.  Skips where it is not installed."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL's server is not installed here (Debian: postgresql)")
    return found[-1].parent


@contextmanager
def server() -> Iterator[str]:
    """Start a cluster, give the SQLAlchemy address of a database in it, remove it again."""
    pytest.importorskip("psycopg", reason="install the extra 'postgres' for psycopg")
    bin_ = programs()
    folder = Path(tempfile.mkdtemp(prefix="xz-pg-"))
    owner = _owner()
    as_owner = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
    data = folder / "data"

    def run(*command: str) -> None:
        done = subprocess.run([*as_owner, *command], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"PostgreSQL does not start here: {done.stderr.strip() or done.stdout.strip()}")

    run(str(bin_ / "initdb"), "-D", str(data), "-U", owner, "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    run(str(bin_ / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://{owner}@/postgres?host={folder}"
    finally:
        run(str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> str:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("PostgreSQL does not run as root, and there is no unprivileged account here")
