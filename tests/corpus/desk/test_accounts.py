"""Accounts, sessions, tokens and the log: who gets in, who does not, what is kept of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from corpus.desk import (
    ACTIONS,
    LEAST,
    LOCAL_ADMIN,
    RIGHTS,
    ROLES,
    Account,
    Accounts,
    Activity,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Person,
    Refused,
    Right,
    Sessions,
    Tokens,
    TooManyAttempts,
    may,
    require,
)
from corpus.store import Store
from corpus.store.schema import metadata
from tests.corpus.desk.people import ADMIN, EDITOR, READER, Clock

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "城东老邮局门前的石狮子"
BETTER = "a boat for every ferryman"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(store: Store, clock: Clock) -> Accounts:
    return Accounts(store.database, CHEAP, clock)


@pytest.fixture
def chief(accounts: Accounts) -> Account:
    return accounts.first_administrator("馆长", GOOD, "白馆长")


def everything(store: Store) -> str:
    """Whatever the database holds, as text."""
    with store.database.read() as conn:
        return "\n".join(str(conn.execute(sa.select(table)).all()) for table in metadata.sorted_tables)


def test_rights() -> None:
    for right in RIGHTS:
        able = [role for role in ROLES if may(Person("x", "某", role), right)]
        assert able == list(ROLES[ROLES.index(LEAST[right]) :])
    assert all(may(LOCAL_ADMIN, right) for right in RIGHTS)
    with pytest.raises(NotAllowed, match=r"闻溪.*更正"):
        require(READER, "correct")
    few = Person("a", "某", "administrator", frozenset({"read"}))
    assert may(few, "read") and not may(few, "correct")
    more = Person("a", "某", "reader", frozenset(RIGHTS))
    assert may(more, "read") and not may(more, "correct")


def test_the_first_administrator_and_no_second(accounts: Accounts) -> None:
    assert not accounts.has_administrator()
    with pytest.raises(NotSignedIn):
        accounts.sign_in("admin", "admin")
    made = accounts.first_administrator("馆长", GOOD)
    assert accounts.has_administrator() and made.role == "administrator"
    with pytest.raises(Refused, match="已有管理员"):
        accounts.first_administrator("另一人", GOOD)
    assert accounts.sign_in("馆长", GOOD) == made


def test_nothing_secret_is_kept(store: Store, accounts: Accounts, chief: Account) -> None:
    with pytest.raises(NotSignedIn):
        accounts.sign_in("馆长", BETTER, "10.1.2.3")
    cookie, _ = Sessions(store.database).begin(accounts.sign_in("馆长", GOOD))
    token, _ = Tokens(store.database).issue(chief.id, "收报", ["read"], chief.person)
    kept = everything(store)
    assert "馆长" in kept and "$argon2id$" in kept
    for secret in (GOOD, BETTER, cookie, token, token[3:]):
        assert secret not in kept


@pytest.mark.parametrize("name", ["馆长", " 馆长 "])
def test_signing_in(accounts: Accounts, chief: Account, name: str) -> None:
    assert accounts.sign_in(name, GOOD) == chief and chief.person == Person(
        chief.id, "白馆长", "administrator"
    )


def test_names_that_look_the_same_are_the_same(accounts: Accounts, chief: Account) -> None:
    made = accounts.add("Wenxi", GOOD, "editor", chief.person)
    assert accounts.sign_in("ＷＥＮＸＩ", GOOD) == made
    with pytest.raises(Refused, match="ｗenxi"):
        accounts.add("ｗenxi", GOOD, "reader", chief.person)
    with pytest.raises(Refused):
        accounts.add("  ", GOOD, "reader", chief.person)
    with pytest.raises(Refused, match="reader"):
        accounts.add("别人", GOOD, "owner", chief.person)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "weak",
    ["", "short", "0123456789", "9876543210ab", "aaaaaaaaaaaaaa", "馆长馆长馆长馆长馆长", "password1234",
     "abcabcabcabc", "Admin1234567", "x" * 1001],
)  # fmt: skip
def test_weak_passwords(accounts: Accounts, weak: str) -> None:
    with pytest.raises(Refused, match="密码"):
        accounts.first_administrator("馆长", weak)
    assert not accounts.has_administrator()


@pytest.mark.parametrize("good", [GOOD, BETTER, "7Gx#pqLm2vBn", "先有渡口再有城门楼"[:9] + "上"])
def test_good_passwords(accounts: Accounts, good: str) -> None:
    accounts.first_administrator("馆长", good)
    assert accounts.sign_in("馆长", good)


def test_who_may_keep_accounts(accounts: Accounts, chief: Account) -> None:
    for nobody in (READER, EDITOR):
        for deed in (
            lambda by: accounts.add("甲", GOOD, "reader", by),
            lambda by: accounts.change(chief.id, by, role="reader"),
            lambda by: accounts.reset_password(chief.id, BETTER, by),
            lambda by: accounts.accounts(by),
        ):
            with pytest.raises(NotAllowed):
                deed(nobody)
    assert accounts.accounts(chief.person) == [chief]
    with pytest.raises(NotFound):
        accounts.change("nobody", chief.person, role="reader")


def test_one_administrator_is_left(accounts: Accounts, chief: Account) -> None:
    with pytest.raises(Refused, match="至少要留"):
        accounts.change(chief.id, chief.person, role="editor")
    with pytest.raises(Refused):
        accounts.change(chief.id, chief.person, active=False)
    assert accounts.account(chief.id) == chief
    second = accounts.add("副馆长", GOOD, "administrator", chief.person)
    assert accounts.change(chief.id, second.person, role="editor", shown="老白").shown == "老白"
    assert accounts.change(chief.id, second.person, shown="老白").role == "editor"


def test_a_closed_account_is_out_at_once(store: Store, accounts: Accounts, chief: Account) -> None:
    sessions, tokens = Sessions(store.database), Tokens(store.database)
    editor = accounts.add("陆行舟", GOOD, "editor", chief.person)
    cookie, session = sessions.begin(editor, "Firefox")
    token, _ = tokens.issue(editor.id, "收报", ["read", "bring_in"], editor.person)
    assert sessions.find(cookie).person == editor.person == session.person
    accounts.change(editor.id, chief.person, role="reader")
    assert sessions.find(cookie).person.role == "reader"
    assert not may(tokens.find(token), "bring_in") and may(tokens.find(token), "read")
    accounts.change(editor.id, chief.person, active=False)
    for closed in (
        lambda: sessions.find(cookie),
        lambda: tokens.find(token),
        lambda: accounts.sign_in("陆行舟", GOOD),
    ):
        with pytest.raises(NotSignedIn):
            closed()
    accounts.change(editor.id, chief.person, active=True)
    assert accounts.sign_in("陆行舟", GOOD).active
    with pytest.raises(NotSignedIn):
        sessions.find(cookie)


def test_a_new_password_ends_the_other_sessions(store: Store, accounts: Accounts, chief: Account) -> None:
    sessions = Sessions(store.database)
    here, session = sessions.begin(chief, "这里")
    there, _ = sessions.begin(chief, "那里")
    assert [one.device for one in sessions.sessions(chief.id)] in (["这里", "那里"], ["那里", "这里"])
    with pytest.raises(NotSignedIn, match="原密码"):
        accounts.change_password(chief.id, BETTER, BETTER)
    with pytest.raises(Refused):
        accounts.change_password(chief.id, GOOD, "短")
    accounts.change_password(chief.id, GOOD, BETTER, keep=session.digest)
    assert sessions.find(here).account == chief
    with pytest.raises(NotSignedIn):
        sessions.find(there)
    with pytest.raises(NotSignedIn):
        accounts.sign_in("馆长", GOOD)
    assert accounts.sign_in("馆长", BETTER) == chief
    accounts.reset_password(chief.id, GOOD, LOCAL_ADMIN)
    with pytest.raises(NotSignedIn):
        sessions.find(here)


def test_sessions_end(store: Store, chief: Account, clock: Clock) -> None:
    sessions = Sessions(store.database, clock)
    cookie, first = sessions.begin(chief)
    assert first.csrf == sessions.find(cookie).csrf != sessions.begin(chief)[1].csrf
    clock.time += 11 * 3600
    assert sessions.find(cookie)
    clock.time += 11 * 3600
    assert sessions.find(cookie)  # the day before it was used
    clock.time += 13 * 3600
    with pytest.raises(NotSignedIn):
        sessions.find(cookie)
    cookie, _ = sessions.begin(chief)
    for _ in range(14 * 24 // 8 - 1):
        clock.time += 8 * 3600
        sessions.find(cookie)
    clock.time += 8 * 3600 + 1
    with pytest.raises(NotSignedIn):  # however busy
        sessions.find(cookie)
    cookie, _ = sessions.begin(chief)
    sessions.end(cookie)
    with pytest.raises(NotSignedIn):
        sessions.find(cookie)
    sessions.begin(chief)
    assert sessions.end_others(chief.id) == 1 and sessions.sessions(chief.id) == []


def test_guessing_is_slow(accounts: Accounts, chief: Account, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn) as wrong:
            accounts.sign_in("馆长", "不是这个密码吧", "10.0.0.1")
        assert not isinstance(wrong.value, TooManyAttempts)
    with pytest.raises(TooManyAttempts) as early:
        accounts.sign_in("馆长", GOOD, "10.0.0.1")
    assert 0 < early.value.wait <= 1
    assert accounts.sign_in("馆长", GOOD, "10.9.9.9")  # from elsewhere the owner gets in
    waited = 0.0
    for _ in range(12):
        try:
            accounts.sign_in("馆长", "不是这个密码吧", "10.0.0.1")
        except TooManyAttempts as again:
            waited += again.wait
            clock.time += again.wait + 0.001
            with pytest.raises(NotSignedIn):
                accounts.sign_in("馆长", "不是这个密码吧", "10.0.0.1")
        except NotSignedIn:
            pass
    assert waited > 300
    clock.time += 3601
    assert accounts.sign_in("馆长", GOOD, "10.0.0.1") == chief


def test_one_address_tries_many_names(accounts: Accounts, clock: Clock) -> None:
    with pytest.raises(TooManyAttempts):
        for number in range(60):
            with pytest.raises(NotSignedIn) as wrong:
                accounts.sign_in(f"名字{number}", "试试看这个密码", "10.0.0.1")
            if isinstance(wrong.value, TooManyAttempts):
                raise wrong.value
    with pytest.raises(NotSignedIn) as other:
        accounts.sign_in("名字1", "试试看这个密码", "10.0.0.2")
    assert not isinstance(other.value, TooManyAttempts)


def test_tokens(store: Store, accounts: Accounts, chief: Account, clock: Clock) -> None:
    tokens = Tokens(store.database, clock)
    scopes: list[Right] = ["bring_in", "read"]
    secret, token = tokens.issue(chief.id, " 收报脚本 ", scopes, chief.person, days=30)
    assert secret.startswith("xz_") and token.scopes == ("read", "bring_in") and token.label == "收报脚本"
    who = tokens.find(secret)
    assert (who.id, who.name, who.scopes) == (chief.id, "白馆长", frozenset(scopes))
    assert may(who, "bring_in") and not may(who, "administer")
    with pytest.raises(NotAllowed, match="令牌"):
        tokens.issue(chief.id, "再一枚", ["read"], who)
    with pytest.raises(NotAllowed):
        tokens.issue(chief.id, "他人的", ["read"], EDITOR)
    with pytest.raises(NotFound):
        tokens.issue("nobody", "无主", ["read"], ADMIN)
    for label, wanted, days in (
        ("x", [], None),
        ("x", ["all"], None),
        (" ", ["read"], None),
        ("x", ["read"], 0),
    ):
        with pytest.raises(Refused):
            tokens.issue(chief.id, label, wanted, chief.person, days)  # type: ignore[arg-type]
    assert tokens.tokens(chief.id, chief.person)[0].used == clock.time
    clock.time += 30 * 86400 + 1
    with pytest.raises(NotSignedIn):
        tokens.find(secret)
    secret, token = tokens.issue(chief.id, "x", ["read"], chief.person)
    assert tokens.find(secret)
    with pytest.raises(NotAllowed):
        tokens.revoke(token.id, EDITOR)
    assert tokens.revoke(token.id, chief.person).revoked and tokens.revoke(token.id, chief.person).revoked
    for none in (secret, "", "xz_", "xz_\ud800"):
        with pytest.raises(NotSignedIn):
            tokens.find(none)


def test_the_log(store: Store, accounts: Accounts, chief: Account) -> None:
    editor = accounts.add("陆行舟", GOOD, "editor", chief.person)
    with pytest.raises(NotSignedIn):
        accounts.sign_in("陆行舟", BETTER, "10.1.2.3")
    accounts.sign_in("陆行舟", GOOD, "10.1.2.4")
    log = Activity(store.database)
    with pytest.raises(NotAllowed):
        log.deeds(editor.person)
    by = chief.person
    deeds = log.deeds(by)
    assert [one.action for one in deeds] == [
        "account.sign_in", "account.refused", "account.add", "account.add",
    ]  # fmt: skip
    assert deeds[2].who == "白馆长" and deeds[2].title == "陆行舟" and deeds[2].detail == {"role": "editor"}
    assert [one.id for one in log.deeds(by, limit=2)] == [one.id for one in deeds[:2]]
    assert log.deeds(by, before=deeds[1].id) == deeds[2:]
    assert [one.action for one in log.deeds(by, text="10.1.2.3")] == ["account.refused"]
    assert [one.action for one in log.deeds(by, text="登录失败")] == ["account.refused"]
    assert [one.action for one in log.deeds(by, text="SIGNED 行舟")] == ["account.sign_in"]
    assert log.deeds(by, text="100%") == [] and log.deeds(by, text="_") != deeds
    assert (
        log.deeds(by, account=editor.id)[0].target == editor.id == log.deeds(by, target=editor.id)[0].target
    )
    assert len(log.deeds(by, action="account")) == 4 and len(log.deeds(by, action="account.add")) == 2
    assert log.deeds(by, action="acc") == [] and log.deeds(by, since="9999") == []
    assert log.deeds(by, until="9999") == deeds and log.deeds(by, until="2000-01-01") == []
    assert {one.action for one in deeds} <= set(ACTIONS)
