"""The newest version of the tables, where they are, and what is wrong where they are not."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import StoreError

REVISION = "0015"
"""The newest migration (a test checks it against the scripts)."""

DATABASE = "archive.sqlite3"
"""The database's file in the archive's directory."""

MIGRATIONS = Path(__file__).parent / "migrations"
FileId = tuple[int, int]


def file_id(path: Path) -> FileId | None:
    """What tells this file from another of the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def gone(path: Path) -> StoreError:
    """The database was taken away from under a program that has it open."""
    return StoreError(
        f"数据库 {path.name} 被移走了；请放回原处，或用 xunzhang restore 恢复备份 / "
        f"the database {path.name} was taken away: put it back, or restore a backup with `xunzhang restore`"
    )


def older(found: str) -> bool:
    """Whether this is a version that there is a way up from."""
    return found.isdecimal() and any((MIGRATIONS / "versions").glob(f"{found}_*.py"))


def other_version(found: str) -> StoreError:
    """The tables are not of the present version: older ones are brought up to date, others refused."""
    if older(found):
        return StoreError(
            f"这个档案由较早的版本（{found}）写成；请停下服务，运行一次 xunzhang stats 升级 / "
            f"this archive was written by an older version ({found}): stop the server and run "
            "`xunzhang stats` once, which upgrades it"
        )
    if found.isdecimal() and found > REVISION:
        return StoreError(
            f"这个档案由更新的版本（{found}）写成，请升级 xunzhang / "
            f"this archive was written by a newer version ({found}): upgrade xunzhang"
        )
    return StoreError(
        f"这个数据库的结构版本（{found!r}）不是寻章的；请核对路径或 [store] url / "
        f"the tables of this database ({found!r}) are not ours: check the path, or [store] url"
    )


def foreign(table: str) -> StoreError:
    """The database belongs to another program."""
    return StoreError(
        f"这个数据库里有别的程序的表（{table}），不是寻章的档案；请核对路径或 [store] url / "
        f"this database holds another program's tables ({table}), no archive: check the path, or [store] url"
    )
