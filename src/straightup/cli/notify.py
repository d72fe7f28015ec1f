"""`straightup notify`: what the feed has new, by e-mail and chat."""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from straightup.cli.options import at_option, config_option, the_project, the_time
from straightup.cli.saying import say
from straightup.disk.project import Project
from straightup.disk.sent import LedgerBranch, LedgerFile
from straightup.disk.site_folder import SiteFolder
from straightup.model.errors import ConfigurationError
from straightup.model.notify import Recipient
from straightup.notifying.items import Item, items_of
from straightup.notifying.ledger import Ledger
from straightup.notifying.message import DeliveryError, digest_of, message_of
from straightup.notifying.published import missing
from straightup.notifying.rounds import Listener, Plan, planned, told, trial
from straightup.notifying.targets import target_of
from straightup.site import addresses


@click.command()
@click.option("-d", "--site-dir", type=click.Path(file_okay=False, path_type=Path), help="The site that was built.")
@click.option(
    "--ledger", type=click.Path(dir_okay=False, path_type=Path), help="A file, in place of the branch straightup/sent."
)
@click.option("--wait", type=click.FloatRange(min=0), default=300, help="Seconds for the published feed. Default: 300.")
@click.option("--dry-run", is_flag=True, help="Say who would hear what, and send nothing.")
@click.option("--replay", metavar="ID", help="Send this item of the feed again, to everybody who wants to hear it.")
@click.option("--test", "test_name", metavar="NAME", help="Send one marked message to this target of the settings.")
@click.option("--names", is_flag=True, help="Say which environment variables the setting names, and do nothing else.")
@at_option
@config_option
@click.pass_context
def notify_command(
    ctx: click.Context,
    site_dir: Path | None,
    ledger: Path | None,
    wait: float,
    dry_run: bool,
    replay: str | None,
    test_name: str | None,
    names: bool,
    at: datetime | None,
    config_file: Path | None,
) -> None:
    """Tell the targets of the setting “notify” what the feed has new.

    Each update comes once where the other side can tell, and at least once where it cannot.

    Each target's address stands in the environment variable that the setting names. Waits until the published feed
    lists what is new. Leaves with exit code 1 when a target was not told; the next run tries again.
    """
    project, now = the_project(config_file), the_time(at)
    if names:
        say(*(each.to for each in project.settings.notify))
        return
    if not project.settings.notify:
        raise ConfigurationError(
            f"{project.config_file.name} names nobody to tell. Add “notify: [{{to: STATUS_CHAT}}]” to the settings of "
            "straightup, and put the address into the environment variable STATUS_CHAT."
        )
    page = addresses.base_of(project.settings)
    if test_name is not None:
        _test(project, test_name, page, now)
        return
    items = _items(project, SiteFolder((site_dir or project.site_dir).absolute()))
    if not dry_run and not _is_published(page + addresses.JSON_FEED, items, wait):
        ctx.exit(1)
    listeners, failed = _listeners(project, items)
    if replay is not None:
        failed |= _again(listeners, items, replay, now)
    else:
        kept = Ledger(LedgerFile(ledger.absolute()) if ledger else LedgerBranch(project.root))
        plans = [planned(listener, kept, now) for listener in listeners]
        failed |= _shown(plans) if dry_run else _told(plans, kept, page)
    ctx.exit(1 if failed else 0)


def _is_published(feed: str, items: Sequence[Item], wait: float) -> bool:
    late = missing(feed, [item.id for item in items], wait)
    if late:
        say(
            f"{feed} does not list {len(late)} of {len(items)} updates yet, so nothing was sent. Try again later.",
            err=True,
        )
    return not late


def _items(project: Project, site: SiteFolder) -> list[Item]:
    """What the built site's feed has."""
    build, feed = _json(site, addresses.BUILD), _json(site, project.mount + addresses.JSON_FEED)
    if not isinstance(build, dict) or not isinstance(feed, dict):
        raise ConfigurationError(f"There is no site in {site.root}. Run “straightup build” first, or name it with -d.")
    if build.get("exercise"):
        raise ConfigurationError("That site was built for practice, and nobody is told of it.")
    return items_of(feed, lambda identity: _json(site, project.mount + addresses.data_of(identity)))


def _json(site: SiteFolder, path: str) -> Any:
    try:
        return json.loads(site.read(path) or b"null")
    except ValueError:
        return None


def _address(recipient: Recipient) -> str:
    address = os.environ.get(recipient.to, "").strip()
    if not address:
        raise ConfigurationError(f"{recipient.to} is not set. Put the address of this target into the environment.")
    return address


def _listener(project: Project, recipient: Recipient, items: Sequence[Item]) -> Listener:
    address = _address(recipient)
    base = addresses.base_of(project.settings)
    target = target_of(address, recipient.to, tuple(base + feed for feed in addresses.FEEDS_OF_ALL))
    wanted = tuple(item for item in items if item.is_for(recipient))
    return Listener(name=recipient.to, digest=digest_of(address), target=target, items=wanted)


def _listeners(project: Project, items: Sequence[Item]) -> tuple[list[Listener], bool]:
    """Those that can be told, and whether there is one that cannot: it stops no other."""
    found, failed = [], False
    for recipient in project.settings.notify:
        try:
            found.append(_listener(project, recipient, items))
        except ConfigurationError as error:
            say(*error.lines, err=True)
            failed = True
    return found, failed


def _told(plans: Sequence[Plan], kept: Ledger, page: str) -> bool:
    failed = False
    for line, is_failure in told(plans, kept, page):
        say(line, err=is_failure)
        failed |= is_failure
    return failed


def _shown(plans: Sequence[Plan]) -> bool:
    for plan in plans:
        say(*_lines(plan))
    return False


def _lines(plan: Plan) -> Iterator[str]:
    name = plan.listener.name
    if plan.is_new:
        yield f"{name}: new; it would hear what comes from now on."
        return
    yield from (f"{name}: {item.title}" for item in plan.now)
    if plan.rest:
        yield f"{name}: {len(plan.rest)} more in one message"
    if not plan.now:
        yield f"{name}: nothing new"


def _again(listeners: Sequence[Listener], items: Sequence[Item], identity: str, now: datetime) -> bool:
    item = next((each for each in items if each.id == identity), None)
    if item is None:
        raise ConfigurationError(f"The feed has no item “{identity}”. Its ids stand in {addresses.JSON_FEED}.")
    failed = False
    for listener in listeners:
        if item in listener.items:
            try:
                listener.target.send(message_of(item, listener.digest, more=now.isoformat()))
                say(f"{listener.name}: {item.title}")
            except DeliveryError as error:
                say(f"{listener.name}: not told, {error}.", err=True)
                failed = True
    return failed


def _test(project: Project, name: str, page: str, now: datetime) -> None:
    recipient = next((each for each in project.settings.notify if each.to == name), None)
    if recipient is None:
        names = ", ".join(each.to for each in project.settings.notify)
        raise ConfigurationError(f"The setting “notify” has no “{name}”. It has {names}.")
    listener = _listener(project, recipient, [])
    try:
        listener.target.send(trial(name, listener.digest, project.settings.site_name, page, now))
    except DeliveryError as error:
        raise ConfigurationError(f"{name}: not told, {error}.") from error
    say(f"{name}: the test message was taken.")
