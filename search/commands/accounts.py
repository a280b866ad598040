"""`xunzhang accounts`: who can sign in.  Whoever can run this on the archive's own machine may do
everything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import click

from corpus.desk.persons import ROLES, Role
from search.commands.group import opened

if TYPE_CHECKING:
    from corpus.desk import Account, Accounts
    from search.application.archive import Archive

_NAMED = {"reader": "读者", "editor": "编辑", "administrator": "管理员"}


@click.group()
def accounts() -> None:
    """账号：谁能登录、能做什么 / accounts: who can sign in, and may do what."""


def _of(archive: Archive) -> Accounts:
    from corpus.desk import Accounts

    return Accounts(archive.store.database)


def _named(archive: Archive, name: str) -> Account:
    from corpus.desk import LOCAL_ADMIN, NotFound

    for account in _of(archive).accounts(LOCAL_ADMIN):
        if account.name == name:
            return account
    raise NotFound(f"没有名为 {name} 的账号 / no account {name}: `xunzhang accounts list` names them all")


def _asked() -> str:
    return str(
        click.prompt("密码 / password", hide_input=True, confirmation_prompt="再输一次 / once more", err=True)
    )


@accounts.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="角色 / role")
@click.option("--shown", default="", help="显示的姓名 / the name others read")
@click.pass_context
def add(ctx: click.Context, name: str, role: str, shown: str) -> None:
    """添加账号 NAME，密码随后输入 / add the account NAME; the password is asked for."""
    from corpus.desk import LOCAL_ADMIN

    with opened(ctx, create=True) as archive:
        account = _of(archive).add(name, _asked(), cast(Role, role), LOCAL_ADMIN, shown)
    click.echo(f"已添加{_NAMED[account.role]} {account.name} / {account.role} {account.name} added")


@accounts.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def list_accounts(ctx: click.Context, as_json: bool) -> None:
    """列出全部账号 / list all accounts."""
    from dataclasses import asdict

    from corpus.desk import LOCAL_ADMIN

    with opened(ctx) as archive:
        found = _of(archive).accounts(LOCAL_ADMIN)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        state = "" if each.active else "\t已停用 / closed"
        click.echo(f"{each.name}\t{each.shown}\t{_NAMED[each.role]} / {each.role}{state}")


@accounts.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@click.pass_context
def change_role(ctx: click.Context, name: str, role: str) -> None:
    """把账号 NAME 改为角色 ROLE / give the account NAME another ROLE."""
    from corpus.desk import LOCAL_ADMIN

    with opened(ctx) as archive:
        _of(archive).change(_named(archive, name).id, LOCAL_ADMIN, role=cast(Role, role))
    click.echo(f"{name}: {_NAMED[role]} / {role}")


@accounts.command("password")
@click.argument("name")
@click.pass_context
def password(ctx: click.Context, name: str) -> None:
    """给账号 NAME 设新密码，其他登录随即失效 / set a new password for NAME; it is signed out everywhere."""
    from corpus.desk import LOCAL_ADMIN

    with opened(ctx) as archive:
        account = _named(archive, name)
        _of(archive).reset_password(account.id, _asked(), LOCAL_ADMIN)
    click.echo(f"{name} 的密码已更改 / the password of {name} is changed")


@accounts.command("close")
@click.argument("name")
@click.option("--reopen", is_flag=True, help="重新启用 / open it again")
@click.pass_context
def close(ctx: click.Context, name: str, reopen: bool) -> None:
    """停用账号 NAME（可重新启用）/ close the account NAME; it can be opened again."""
    from corpus.desk import LOCAL_ADMIN

    with opened(ctx) as archive:
        _of(archive).change(_named(archive, name).id, LOCAL_ADMIN, active=reopen)
    click.echo(f"{name} 已{'启用' if reopen else '停用'} / {name} is {'open' if reopen else 'closed'}")
