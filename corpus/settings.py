"""Here is an archive's directory, give me its settings: `config.toml` beside the database, all optional.

    [store]
    url = "postgresql+psycopg://user@host/xunzhang"   # another database than the archive's own SQLite file

    [parsing]
    profiles = "profiles"          # a folder of genre rules of your own, tried before the bundled ones
    gazetteer = "organizations.csv"  # organisations of your own, laid over the bundled list

    [reading]                      # what reading one file, by a program of its own, may take
    memory_mb = 1024               # memory
    processor_seconds = 60         # processor time, of a file up to 1 MB; larger ones may take more
    seconds = 900                  # time
    output_mb = 256                # what was found in it
    ocr_seconds = 600              # text recognition of scanned pages
    lines = 200000                 # lines of one document

    [index]
    memory_mb = 512                # memory that building the index may take

    [search]
    cache_mb = 0                   # memory for decoded postings; 0 = by the index's size

    [log]
    level = "info"                 # "debug", "info", "warning" or "error"
    size_mb = 5                    # size at which log/xunzhang.log is put aside
    files = 5                      # logs put aside that are kept
    queries = false                # whether what people search may be written down

    [export]
    publication = ""               # name of the publication, for references where the issues state none
    address = ""                   # URL of the archive's pages, for links in what is exported by command

    [upload]
    size_mb = 500                  # how much may be brought in at once in the browser

    [serve]
    processes = 0                  # processes that answer; 0 = one a core, at most four
    disk_mb = 1024                 # room on the disk below which there is a warning

    [access]
    reading = "open"               # "open": whoever reaches the pages may read; "login": only who signs in
    hosts = ""                     # further names under which the pages are reached, as behind a proxy

    [openid]                       # signing in by a service that people have already (OpenID Connect)
    issuer = ""                    # its URL, https; "" = none
    client = ""                    # the id under which it knows this archive
    secret_file = ""               # a file with the client's secret; "" = a public client
    label = ""                     # what the button says; "" = the service's address
    role = ""                      # of a new account: "reader", "editor"; "" = waits for an administrator

    [mail]                         # how mails about saved searches are sent (SMTP)
    host = ""                      # server; "" = no mail is sent
    port = 587                     # 587 with "starttls", 465 with "tls", 25 with "none"
    security = "starttls"          # "starttls", "tls" or "none"
    user = ""                      # to sign in with; "" = without
    password_file = ""             # a file with the password; "" = from XUNZHANG_MAIL_PASSWORD
    sender = ""                    # the address that mails come from
    hour = 7                       # from when on, each day, daily and weekly mails are sent
    weekday = "monday"             # on which day weekly mails are sent

    [oai]                          # what harvesters (OAI-PMH) are told
    name = ""                      # name of the archive; "" = the publication's, else 寻章
    email = ""                     # who answers for it
    namespace = "xunzhang.local"   # domain name in the identifiers; choose it once

    [reports]                      # what the office counts by (`xunzhang report`)
    members = ""                   # a CSV or XLSX: 单位, 通讯员
    points = ""                    # a CSV or XLSX: 项目, 条件, 分

Paths are relative to the archive.  A key that is not listed here is refused, so that a slip of the pen
does not go unnoticed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from corpus.errors import ArchiveError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "config.toml"
LOG_LEVELS = ("debug", "info", "warning", "error")


class SettingsError(ArchiveError):
    """`config.toml` cannot be read or says something that has no meaning."""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """url: SQLAlchemy address of the database; "" = `archive.sqlite3` in the archive."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class ParsingSettings:
    """profiles: a folder; gazetteer: a CSV file; both relative to the archive, "" = none."""

    profiles: str = ""
    gazetteer: str = ""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """What reading one file may take; see `corpus.reading.confined`."""

    memory_mb: int = 1024
    processor_seconds: int = 60
    seconds: int = 900
    output_mb: int = 256
    ocr_seconds: int = 600
    lines: int = 200_000


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """memory_mb: megabytes that building the index may take."""

    memory_mb: int = 512


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """cache_mb: megabytes of decoded postings to keep; 0 = by the index's size."""

    cache_mb: int = 0


@dataclass(frozen=True, slots=True)
class LogSettings:
    """level: from which on records are kept; size_mb, files: when `log/xunzhang.log` is put aside, and how
    many of those are kept; queries: whether what people search may be written down."""

    level: str = field(default="info", metadata={"choices": LOG_LEVELS})
    size_mb: int = 5
    files: int = 5
    queries: bool = False


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """publication: its name where no issue states it; address: URL of the archive's pages, "" = unknown."""

    publication: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class UploadSettings:
    """size_mb: megabytes that may be brought in at once in the browser or by a program."""

    size_mb: int = 500


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """processes: how many answer; 0 = one a core, at most four (one on Windows); disk_mb: megabytes of room
    on the archive's disk below which there is a warning."""

    processes: int = 0
    disk_mb: int = 1024


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """reading: "open" = whoever reaches the pages may read, "login" = only who signs in.  Writing always
    asks who it is.  hosts: names, beside its own, under which the server answers; commas between them."""

    reading: str = field(default="open", metadata={"choices": ("open", "login")})
    hosts: str = ""


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """issuer: URL of the service, "" = none; client: our id there; secret_file: relative to the archive,
    "" = a public client; label: of the button; role: of a new account, "" = closed until opened."""

    issuer: str = ""
    client: str = ""
    secret_file: str = ""
    label: str = ""
    role: str = field(default="", metadata={"choices": ("", "reader", "editor")})


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """host: SMTP server, "" = no mail; security: how the line is made safe; user: "" = nobody signs in;
    password_file: relative to the archive, "" = the environment has it; sender: address; hour, weekday: when
    daily and weekly mails are due, in this machine's time."""

    host: str = ""
    port: int = 587
    security: str = field(default="starttls", metadata={"choices": ("starttls", "tls", "none")})
    user: str = ""
    password_file: str = ""
    sender: str = ""
    hour: int = field(default=7, metadata={"choices": tuple(range(24))})
    weekday: str = field(default="monday", metadata={"choices": WEEKDAYS})


@dataclass(frozen=True, slots=True)
class OaiSettings:
    """What harvesters are told.  name: of the archive; email: who answers for it; namespace: a domain name,
    part of every identifier."""

    name: str = ""
    email: str = ""
    namespace: str = "xunzhang.local"


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """members: a table of member units and their correspondents; points: of what a piece counts; both
    relative to the archive, "" = none."""

    members: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set for one archive."""

    directory: Path = field(default_factory=Path)
    store: StoreSettings = field(default_factory=StoreSettings)
    parsing: ParsingSettings = field(default_factory=ParsingSettings)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    index: IndexSettings = field(default_factory=IndexSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    log: LogSettings = field(default_factory=LogSettings)
    export: ExportSettings = field(default_factory=ExportSettings)
    upload: UploadSettings = field(default_factory=UploadSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    access: AccessSettings = field(default_factory=AccessSettings)
    openid: OpenIdSettings = field(default_factory=OpenIdSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    oai: OaiSettings = field(default_factory=OaiSettings)
    reports: ReportSettings = field(default_factory=ReportSettings)

    @property
    def profiles(self) -> Path | None:
        """The user's folder of profiles."""
        return self.directory / self.parsing.profiles if self.parsing.profiles else None

    @property
    def gazetteer(self) -> Path | None:
        """The user's CSV of organisations."""
        return self.directory / self.parsing.gazetteer if self.parsing.gazetteer else None


_SECTIONS: dict[str, type[Any]] = {
    "store": StoreSettings,
    "parsing": ParsingSettings,
    "reading": ReadingSettings,
    "index": IndexSettings,
    "search": SearchSettings,
    "log": LogSettings,
    "export": ExportSettings,
    "upload": UploadSettings,
    "serve": ServeSettings,
    "access": AccessSettings,
    "openid": OpenIdSettings,
    "mail": MailSettings,
    "oai": OaiSettings,
    "reports": ReportSettings,
}


def keys() -> dict[str, object]:
    """Every key as "section.key" with its default."""
    return {
        f"{section}.{one.name}": one.default for section, kind in _SECTIONS.items() for one in fields(kind)
    }


def load(directory: Path) -> Settings:
    """The settings of the archive in `directory`.  Raises SettingsError, naming key and remedy."""
    path = directory / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text)
    except FileNotFoundError:
        return Settings(directory)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = str(error).splitlines()[0]
        raise SettingsError(f"{path}: 无法读取（{reason}），请修正 / cannot be read: mend it") from None
    return Settings(directory, **{name: _section(path, name, table) for name, table in found.items()})


def _section(path: Path, name: str, table: object) -> Any:
    kind = _SECTIONS.get(name)
    if kind is None or not isinstance(table, dict):
        raise _unknown(path, f"[{name}]", [f"[{one}]" for one in _SECTIONS])
    known = {one.name: one for one in fields(kind)}
    for key, value in table.items():
        if key not in known:
            raise _unknown(path, f"{name}.{key}", [f"{name}.{one}" for one in known])
        wanted: type[object] = type(known[key].default)
        if type(value) is not wanted or (isinstance(value, int) and value < 0):
            what = {"int": "一个不小于 0 的整数 / a whole number from 0", "str": "引号中的文字 / quoted text"}
            raise SettingsError(f"{path}: {name}.{key} 应为 / must be: {what[wanted.__name__]}")
        if value not in (choices := known[key].metadata.get("choices", (value,))):
            listed = "、".join(f'"{one}"' for one in choices)
            raise SettingsError(f"{path}: {name}.{key} 应为 / must be one of: {listed}")
    return kind(**table)


def _unknown(path: Path, what: str, known: list[str]) -> SettingsError:
    listed = ", ".join(known)
    return SettingsError(
        f"{path}: 没有设置项 {what}，可用：{listed} / no setting {what}; there are: {listed}"
    )
