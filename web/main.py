"""The console command `xunzhang`: here are words from a shell, do what they say."""

from __future__ import annotations

from search.commands import COMMANDS, group

TABLE = {**COMMANDS, "serve": "web.serving.commands:serve"}


def main() -> None:
    """Run the command line; exits with the codes of `search.commands.group.EXIT_CODES`."""
    group(TABLE)(prog_name="xunzhang")


if __name__ == "__main__":
    main()
