"""Updates by e-mail, chat and webhook: what arrives, how often and in which order, also when something fails."""

import base64
import hmac
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from straightup.disk.sent import LedgerBranch, LedgerFile
from straightup.model.errors import ConfigurationError, StorageError
from straightup.model.notify import Recipient, recipients
from straightup.model.settings import from_mapping
from straightup.model.states import Stage
from straightup.notifying import published
from straightup.notifying.items import Item, items_of
from straightup.notifying.ledger import Ledger
from straightup.notifying.mail import Mail
from straightup.notifying.message import DeliveryError, Message, message_of
from straightup.notifying.others import Chat
from straightup.notifying.rounds import MOST, Listener, planned, told, trial
from straightup.notifying.targets import target_of
from straightup.notifying.web import Hub, Webhook
from support.commands import CONFIG, straightup
from support.excerpts import OPEN
from support.hosting import hosted
from support.receivers import Inbox, hook_receiver, mail_server
from support.sites import draw

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRET = base64.b64encode(b"a secret of more than 24 bytes").decode()
PAGE = "https://status.example.com/"


def item(number: int, hours: float = 1.0, **more: Any) -> Item:
    return Item(
        id=f"tag:x,2026:a/{number}",
        url=f"{PAGE}incidents/a/#u{number}",
        title=f"[Investigating] Number {number}",
        html=f"<p>It is number {number}, see <a href='/x'>that</a>.</p><ul><li>Restored by: 16:00 UTC</li></ul>",
        dated=NOW - timedelta(hours=hours) + timedelta(minutes=number),
        **more,
    )


@dataclass
class Fake:
    """A target that keeps what it takes, and fails when it is asked to."""

    taken: list[Message] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    """How many messages are taken before each failure."""

    def send(self, message: Message) -> None:
        if self.failures and self.failures[0] == 0:
            self.failures.pop(0)
            raise DeliveryError("it answered 500")
        if self.failures:
            self.failures[0] -= 1
        self.taken.append(message)

    @property
    def titles(self) -> list[str]:
        return [message.title for message in self.taken]


def listener(target: Any, *items: Item, name: str = "CHAT") -> Listener:
    return Listener(name=name, digest=sha256(name.encode()).hexdigest()[:12], target=target, items=items)


def ran(path: Path, *listeners: Listener, now: datetime = NOW) -> list[tuple[str, bool]]:
    """One run, as the command makes it."""
    ledger = Ledger(LedgerFile(path))
    return list(told([planned(each, ledger, now) for each in listeners], ledger, PAGE))


def known(path: Path, target: Any, *before: Item) -> None:
    """The target was told before."""
    ran(path, listener(target, *before))


# What is told


def test_a_new_target_hears_what_comes_from_now_on_each_once_and_in_order(tmp_path: Path) -> None:
    chat, path = Fake(), tmp_path / "sent.jsonl"
    assert ran(path, listener(chat, item(1))) == [("CHAT: new; it hears what comes from now on.", False)]
    ran(path, listener(chat, item(1), item(2), item(3)))
    ran(path, listener(chat, item(1), item(2), item(3)))
    assert chat.titles == ["[Investigating] Number 2", "[Investigating] Number 3"]
    assert "it is number 2" in chat.taken[0].text.lower()
    assert "- Restored by: 16:00 UTC" in chat.taken[0].text
    lines = path.read_text("utf-8")
    assert all("example.com" not in line and "Number" not in line for line in lines.splitlines())


def test_a_target_that_is_met_before_there_is_any_item_hears_the_first(tmp_path: Path) -> None:
    chat, path = Fake(), tmp_path / "sent.jsonl"
    ran(path, listener(chat))
    ran(path, listener(chat, item(1)))
    assert chat.titles == ["[Investigating] Number 1"]


def test_a_target_that_fails_stops_no_other_and_catches_up_in_order(tmp_path: Path) -> None:
    dead, good, path = Fake(failures=[1]), Fake(), tmp_path / "sent.jsonl"
    for each in (dead, good):
        known(path, each) if each is dead else ran(path, listener(each, name="GOOD"))
    items = (item(1), item(2), item(3))
    said = ran(path, listener(dead, *items), listener(good, *items, name="GOOD"))
    assert ("CHAT: not told, it answered 500. The next run tries again.", True) in said
    assert len(good.taken) == 3
    assert dead.titles == ["[Investigating] Number 1"]
    assert not any(failed for _, failed in ran(path, listener(dead, *items), listener(good, *items, name="GOOD")))
    assert dead.titles == [each.title for each in items]
    assert len(good.taken) == 3


def test_what_is_older_than_a_day_is_marked_and_what_is_too_much_comes_in_one(tmp_path: Path) -> None:
    chat, path = Fake(), tmp_path / "sent.jsonl"
    known(path, chat)
    many = tuple(item(number) for number in range(1, MOST + 6))
    said = ran(path, listener(chat, item(99, hours=30), *many))
    assert ("CHAT: 1 update older than a day not sent.", False) in said
    assert len(chat.taken) == MOST + 1
    assert chat.titles[-1] == "5 updates more"
    assert f"Number {MOST + 5}" in chat.taken[-1].text
    ran(path, listener(chat, item(99, hours=30), *many))
    assert len(chat.taken) == MOST + 1


def test_a_ledger_that_was_lost_sends_nothing_again(tmp_path: Path) -> None:
    chat, path = Fake(), tmp_path / "sent.jsonl"
    known(path, chat)
    ran(path, listener(chat, item(1)))
    path.unlink()
    ran(path, listener(chat, item(1)))
    ran(path, listener(chat, item(1), item(2)))
    assert chat.titles == ["[Investigating] Number 1", "[Investigating] Number 2"]


def test_a_torn_or_foreign_line_says_nothing(tmp_path: Path) -> None:
    chat, path = Fake(), tmp_path / "sent.jsonl"
    known(path, chat)
    ran(path, listener(chat, item(1)))
    whole = path.read_bytes()
    for damaged in (whole[:-5], whole + b'["a"', b"\xff\n[[[\n" + whole, whole + b"[1, 2, 3]\n"):
        path.write_bytes(damaged)
        again = Fake()
        ran(path, listener(again, item(1), item(2)))
        assert again.titles[-1] == "[Investigating] Number 2"


def test_only_those_hear_it_who_want_to() -> None:
    found = item(1, stage="Investigating", components=frozenset({"search"}))
    for only, stages, wanted in (
        ((), (), True),
        (("search", "api"), (), True),
        (("api",), (), False),
        ((), (Stage.INVESTIGATING,), True),
        ((), (Stage.RESOLVED,), False),
    ):
        assert found.is_for(Recipient(to="A", only=only, stages=stages)) is wanted
    # Of what nobody can tell what it is about, everybody hears.
    assert item(1).is_for(Recipient(to="A", only=("api",), stages=(Stage.RESOLVED,)))


# How it arrives


@pytest.fixture
def mails() -> Iterator[Inbox]:
    with mail_server() as inbox:
        yield inbox


@pytest.fixture
def hooks() -> Iterator[Inbox]:
    with hook_receiver() as inbox:
        yield inbox


def test_mails_of_one_report_are_one_thread_and_a_repetition_has_the_same_id(mails: Inbox, tmp_path: Path) -> None:
    target = Mail.of(f"smtp://{mails.address}/?from=status@example.com&to=a@example.com,b@example.com")
    path = tmp_path / "sent.jsonl"
    known(path, target)
    ran(path, listener(target, item(1), item(2)))
    first, second = mails.mails
    assert first["Subject"] == "[Investigating] Number 1"
    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert (first["To"], first["Auto-Submitted"]) == ("a@example.com", "auto-generated")
    body = first.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().split()[-1] == f"{PAGE}incidents/a/#u1"
    path.unlink()
    known(path, target)
    ran(path, listener(target, item(1)))
    assert mails.mails[-1]["Message-ID"] == first["Message-ID"]


def test_a_mail_server_that_refuses_is_named_without_its_password(mails: Inbox) -> None:
    mails.answers = [451]
    target = Mail.of(f"smtp://{mails.address}/?from=status@example.com&to=a@example.com")
    with pytest.raises(DeliveryError, match="the server said 451"):
        target.send(message_of(item(1), "x"))
    locked = Mail.of(f"smtp://user:hunter2@{mails.address}/?from=status@example.com&to=a@example.com")
    with pytest.raises(DeliveryError, match="no encryption") as refused:
        locked.send(message_of(item(1), "x"))
    assert "hunter2" not in str(refused.value)
    gone = Mail.of("smtp://127.0.0.1:1/?from=status@example.com&to=a@example.com")
    with pytest.raises(DeliveryError, match="refused"):
        gone.send(message_of(item(1), "x"))


def test_a_webhook_is_signed_so_that_its_receiver_can_tell_a_repetition(hooks: Inbox) -> None:
    target = Webhook.of(f"webhook+http://{hooks.address}/hook#whsec_{SECRET}")
    for _ in range(2):
        target.send(message_of(item(1), "x"))
    (first, body), (second, _) = hooks.posts
    assert first["webhook-id"] == second["webhook-id"]
    signed = f"{first['webhook-id']}.{first['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(base64.b64decode(SECRET), signed, sha256)).decode()
    assert first["webhook-signature"] == f"v1,{expected}"
    assert abs(int(first["webhook-timestamp"]) - time.time()) < 300
    data = json.loads(body)["data"]
    assert (data["title"], data["url"]) == ("[Investigating] Number 1", f"{PAGE}incidents/a/#u1")


@pytest.mark.parametrize("code", [301, 400, 429, 500])
def test_a_webhook_that_does_not_take_it_is_told_again(hooks: Inbox, tmp_path: Path, code: int) -> None:
    target, path = Webhook.of(f"webhook+http://{hooks.address}/#whsec_{SECRET}"), tmp_path / "sent.jsonl"
    known(path, target)
    hooks.answers = [code]
    assert ran(path, listener(target, item(1), item(2))) == [
        (f"CHAT: not told, it answered {code}. The next run tries again.", True)
    ]
    ran(path, listener(target, item(1), item(2)))
    assert [json.loads(body)["data"]["title"][-1] for _, body in hooks.posts] == ["1", "2"]


def test_a_hub_is_told_which_feeds_have_changed(hooks: Inbox) -> None:
    Hub.of(f"websub+http://{hooks.address}/", (f"{PAGE}feed.xml",)).send(message_of(item(1), "x"))
    ((_, body),) = hooks.posts
    assert body.startswith(b"hub.mode=publish&hub.topic=https%3A%2F%2Fstatus.example.com%2Ffeed.xml")


def test_a_chat_is_told_by_way_of_apprise(hooks: Inbox, tmp_path: Path) -> None:
    pytest.importorskip("apprise", reason="apprise is not installed")
    target, path = Chat.of(f"json://{hooks.address}/", "CHAT"), tmp_path / "sent.jsonl"
    known(path, target)
    hooks.answers = [500]
    assert ran(path, listener(target, item(1)))[-1][1]
    ran(path, listener(target, item(1)))
    ((_, body),) = hooks.posts
    assert json.loads(body)["title"] == "[Investigating] Number 1"
    assert f"{PAGE}incidents/a/#u1" in json.loads(body)["message"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "smtp://user:hunter2@mail.example.com/",
            "smtps://hunter2@h/?from=a&to=b@c",
            "smtp://h:hunter2/?from=a@b&to=c@d",
        ),
        *("webhook+https://hunter2.example.com/", "webhook+https://h/#whsec_hunter2", "webhook+https://h/#hunter2"),
        "nonsense://hunter2",
    ],
)
def test_an_address_that_cannot_be_used_is_never_repeated(address: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        target_of(address, "CHAT", ())
    assert "CHAT" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_test_message_cannot_be_taken_for_news() -> None:
    message = trial("CHAT", "x", "Example Shop", PAGE, NOW)
    assert message.title == "[Test] Example Shop"
    assert "Nothing is wrong." in message.text
    assert message.key != trial("CHAT", "x", "Example Shop", PAGE, NOW + timedelta(seconds=1)).key


# Settings


def test_an_address_in_the_settings_is_refused_without_being_repeated() -> None:
    for value in (
        ["https://hooks.slack.com/services/T0/B0/hunter2"],
        [{"to": "slack://hunter2"}],
        [{"to": 1}],
        "CHAT",
        [{"only": ["a"]}],
        [{"to": "A", "more": 1}],
        ["A", "A"],
        [{"to": "A", "stages": ["soon"]}],
        [{"to": "A", "only": "a"}],
    ):
        _, messages = from_mapping({"notify": value})
        assert len(messages) == 1
        assert "hunter2" not in messages[0]
        assert messages[0].startswith("The setting “notify” cannot be used: ")
    assert recipients(["A", {"to": "B", "only": ["x"], "stages": ["resolved"]}]) == (
        Recipient(to="A"),
        Recipient(to="B", only=("x",), stages=(Stage.RESOLVED,)),
    )


# Waiting


def test_nothing_is_told_before_the_published_feed_has_it(tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            feed.write_text(json.dumps({"items": [{"id": "a"}, {"id": "b"}]}), "utf-8")

    with hosted(tmp_path) as host:
        assert published.missing(f"{host.address}feed.json", ["a", "b"], 300, sleep) == set()
        assert slept == [1, 2, 4]
        assert published.missing(f"{host.address}feed.json", ["a", "c"], 0, sleep) == {"c"}
        feed.write_text("[]", "utf-8")
        assert published.missing(f"{host.address}feed.json", ["a"], 2, sleep) == {"a"}
    assert published.missing("http://127.0.0.1:1/feed.json", ["a"], 0, sleep) == {"a"}


# The ledger in a branch


def git(folder: Path, *arguments: str) -> str:
    who = {f"GIT_{role}_{key}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    command = ["git", "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **who}, check=True, capture_output=True, encoding="utf-8"
    ).stdout


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path]:
    """Two clones of one repository."""
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init", "--quiet", "--bare")
    for name in ("one", "two"):
        git(tmp_path, "clone", "--quiet", os.fspath(origin), name)
        git(tmp_path / name, "commit", "--quiet", "--allow-empty", "-m", "x")
    return tmp_path / "one", tmp_path / "two"


def test_the_branch_holds_the_ledger_and_a_clone_is_not_touched(clones: tuple[Path, Path]) -> None:
    one, two = clones
    chat = Fake()
    for clone, items in ((one, ()), (two, (item(1),)), (one, (item(1), item(2)))):
        ledger = Ledger(LedgerBranch(clone))
        list(told([planned(listener(chat, *items), ledger, NOW)], ledger, PAGE))
    assert chat.titles == ["[Investigating] Number 1", "[Investigating] Number 2"]
    assert git(one, "status", "--porcelain") == ""
    assert git(one, "branch", "--list").split() == ["*", "main"]


def test_of_two_runs_at_once_the_slower_one_compares_again(clones: tuple[Path, Path]) -> None:
    one, two = clones
    chat = Fake()
    first, second = (Ledger(LedgerBranch(clone)) for clone in (one, two))
    known_to_both = listener(chat)
    list(told([planned(known_to_both, first, NOW)], first, PAGE))
    second = Ledger(LedgerBranch(two))
    plans = [planned(listener(chat, item(1), item(2), item(3)), ledger, NOW) for ledger in (first, second)]
    list(told([plans[0]], first, PAGE))
    list(told([plans[1]], second, PAGE))
    # It had sent the first one when its push was refused, and learned of the others then.
    assert chat.titles.count("[Investigating] Number 1") == 2
    assert chat.titles.count("[Investigating] Number 2") == chat.titles.count("[Investigating] Number 3") == 1


def test_a_branch_that_cannot_be_written_or_read_is_said(clones: tuple[Path, Path], tmp_path: Path) -> None:
    one, _ = clones
    ledger = Ledger(LedgerBranch(one))
    hook = tmp_path / "origin/hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    with pytest.raises(StorageError, match="may write to the repository"):
        ledger.meet("x", ["a"])
    with pytest.raises(ConfigurationError, match="--ledger FILE"):
        LedgerBranch(tmp_path / "origin" / "info").lines()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="Without the ledger"):
        LedgerFile(tmp_path).lines()
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(StorageError):
        LedgerFile(tmp_path / "a" / "b").add([b"x"])


# Killed

KILLED = """
import os, signal, sys
from pathlib import Path
from datetime import datetime, UTC
from straightup.disk import sent
from straightup.notifying.ledger import Ledger
from straightup.notifying.rounds import planned, told
from straightup.notifying.web import Webhook
sys.path.insert(0, {tests!r})
import test_notify as t
step, path, address = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
calls = 0
class Store(sent.LedgerFile):
    def add(self, lines):
        global calls
        calls += 1
        if calls == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().add(lines)
ledger = Ledger(Store(path))
target = Webhook.of(address)
for _ in told([planned(t.listener(target, *map(t.item, (1, 2, 3))), ledger, t.NOW)], ledger, t.PAGE):
    pass
"""


@pytest.mark.process
@pytest.mark.parametrize("step", [1, 2, 3])
def test_killed_between_the_answer_and_the_ledger_nothing_is_lost_and_the_receiver_can_tell(
    hooks: Inbox, tmp_path: Path, step: int
) -> None:
    path, address = tmp_path / "sent.jsonl", f"webhook+http://{hooks.address}/#whsec_{SECRET}"
    known(path, Webhook.of(address))
    script = KILLED.format(tests=os.fspath(Path(__file__).parent))
    command = [sys.executable, "-c", script, str(step), os.fspath(path), address]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert len(hooks.posts) == step
    ran(path, listener(Webhook.of(address), *map(item, (1, 2, 3))))
    ids = [headers["webhook-id"] for headers, _ in hooks.posts]
    assert len(ids) == 4
    assert ids[step] == ids[step - 1]
    bodies = dict(zip(ids, (body for _, body in hooks.posts), strict=True))
    assert [json.loads(body)["data"]["title"][-1] for body in bodies.values()] == ["1", "2", "3"]


# The command


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Inbox]]:
    """A site that is published on the loopback, and one who wants to be told."""
    with ExitStack() as stack:
        (tmp_path / "site").mkdir()
        address = stack.enter_context(hosted(tmp_path / "site")).address
        inbox = stack.enter_context(hook_receiver())
        monkeypatch.setenv("STATUS_HOOK", f"webhook+http://{inbox.address}/#whsec_{SECRET}")
        config = CONFIG.replace("https://status.example.com/", address)
        config = config.replace("  - straightup:\n", "  - straightup:\n      notify: [{to: STATUS_HOOK}]\n")
        draw(tmp_path, {"mkdocs.yml": config, "incidents/2026-11-03-cards.md": OPEN})
        yield tmp_path, inbox


AT = "2026-11-03 15:00 UTC"
LATER = OPEN + "\n### 2026-11-03 15:20 UTC: Monitoring\n\n- Next update: 16:00 UTC\n\nA new certificate is in use.\n"


def test_the_command_tells_what_is_new_and_published(site: tuple[Path, Inbox]) -> None:
    root, inbox = site
    say = ["notify", "--ledger", "sent.jsonl", "--wait", "0"]
    code, _, err = straightup(root, *say)
    assert (code, "There is no site in" in err) == (2, True)
    assert straightup(root, "build", "--at", AT)[0] == 0
    code, out, err = straightup(root, *say, "--at", AT)
    assert (code, out, err) == (0, "STATUS_HOOK: new; it hears what comes from now on.\n", "")
    draw(root, {"incidents/2026-11-03-cards.md": LATER})
    at = "2026-11-03 15:25 UTC"
    assert straightup(root, "build", "--at", at)[0] == 0
    dry = straightup(root, *say, "--dry-run", "--at", at)
    assert dry == (0, "STATUS_HOOK: [Monitoring] Card payments fail in the EU\n", "")
    assert inbox.posts == []
    assert straightup(root, *say, "--at", at) == (0, "STATUS_HOOK: [Monitoring] Card payments fail in the EU\n", "")
    assert straightup(root, *say, "--at", at) == (0, "", "")
    ((_, body),) = inbox.posts
    assert "A new certificate is in use." in json.loads(body)["data"]["text"]
    feed = json.loads((root / "site/feed.json").read_text("utf-8"))
    identity = feed["items"][0]["id"]
    assert straightup(root, *say, "--replay", identity, "--at", at)[0] == 0
    assert len({headers["webhook-id"] for headers, _ in inbox.posts}) == 2
    assert straightup(root, *say, "--replay", "nothing")[0] == 2
    code, out, _ = straightup(root, *say, "--test", "STATUS_HOOK")
    assert (code, out) == (0, "STATUS_HOOK: the test message was taken.\n")
    assert straightup(root, *say, "--test", "OTHER")[0] == 2


def test_the_command_says_what_stands_in_its_way(site: tuple[Path, Inbox], monkeypatch: pytest.MonkeyPatch) -> None:
    root, inbox = site
    say = ["notify", "--ledger", "sent.jsonl", "--wait", "0", "--at", AT]
    assert straightup(root, "build", "--at", AT)[0] == 0
    straightup(root, *say)
    published_feed = root / "site/feed.json"
    elsewhere = root / "elsewhere"
    (root / "site").rename(elsewhere)
    code, _, err = straightup(root, *say, "-d", "elsewhere")
    assert (code, "does not list 1 of 1 updates yet, so nothing was sent" in err) == (1, True)
    elsewhere.rename(root / "site")
    assert published_feed.exists()
    monkeypatch.delenv("STATUS_HOOK")
    code, _, err = straightup(root, *say)
    assert (code, err) == (1, "STATUS_HOOK is not set. Put the address of this target into the environment.\n")
    assert straightup(root, "build", "--exercise", "--at", AT)[0] == 0
    code, _, err = straightup(root, *say, "-d", "site-exercise")
    assert (code, "built for practice" in err) == (2, True)
    config = (root / "mkdocs.yml").read_text("utf-8").replace("      notify: [{to: STATUS_HOOK}]\n", "")
    draw(root, {"mkdocs.yml": config})
    code, _, err = straightup(root, *say)
    assert (code, "names nobody to tell" in err) == (2, True)
    assert inbox.posts == []


def test_a_receiver_that_does_not_answer_costs_no_more_than_its_time(
    hooks: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("straightup.notifying.web._SECONDS", 0.2)
    hooks.hang = threading.Event()
    with pytest.raises(DeliveryError, match=r"TimeoutError|timed out"):
        Webhook.of(f"webhook+http://{hooks.address}/#whsec_{SECRET}").send(message_of(item(1), "x"))
    hooks.hang.set()


def test_what_is_no_feed_of_ours_is_refused() -> None:
    for feed in (None, {}, {"items": [{"id": 1}]}, {"items": [{"id": "a", "url": "b"}]}):
        with pytest.raises(ConfigurationError):
            items_of(feed, lambda _identity: None)
    assert replace(item(1), html="<p>a &lt;b&gt;<br>c</p>").text == "a <b>\nc"
