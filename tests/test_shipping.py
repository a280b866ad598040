"""What ships: every package is locked by its hash, and the service runs the program as it is."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.commands import group
from web.main import TABLE

ROOT = Path(__file__).resolve().parents[1]
UNIT = ROOT / "docs" / "xunzhang.service"


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_is_locked_by_its_hash() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = settings["options.extras_require"]
    wanted = [
        settings["options"]["install_requires"],
        *(extras[name] for name in ("metrics", "office", "openid")),
    ]
    lines = [line.strip() for block in wanted for line in block.splitlines() if line.strip()]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = {plain(name): block for name, block in re.findall(r"^([\w.-]+)[^\n]*==([^#]*)", locked, re.M)}
    for line in lines:
        if "python_version <" in line:  # of an older Python than the file was made with
            continue
        name = re.match(r"[\w.-]+", line)
        assert name is not None and "--hash=sha256:" in blocks.get(plain(name[0]), ""), line
    assert "://" not in locked and "--find-links" not in locked


def unit() -> configparser.RawConfigParser:
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(UNIT, encoding="utf-8")
    return read


def test_the_service_calls_what_is_there() -> None:
    _, *arguments = unit()["Service"]["ExecStart"].split()
    assert arguments[0] == "--archive" and arguments[2] == "serve"
    said = CliRunner().invoke(group(TABLE), ["serve", "--help"]).output
    assert all(option in said for option in arguments[3:] if option.startswith("--"))
    assert arguments[1] == "/var/lib/" + unit()["Service"]["StateDirectory"]


def test_the_service_is_hardened(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    here = tmp_path / "xunzhang.service"
    text = UNIT.read_text(encoding="utf-8").replace("/opt/xunzhang/bin/xunzhang", "/bin/true")
    here.write_text(text.replace("User=xunzhang\nGroup=xunzhang\n", "DynamicUser=yes\n"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(here)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "xunzhang" not in done.stderr, done.stderr
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(here)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)
    if "nrecognized option" in judged.stderr:
        pytest.skip("systemd-analyze is too old to judge a file")
    assert judged.returncode == 0, judged.stdout[-400:]
