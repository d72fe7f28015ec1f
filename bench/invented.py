"""Incident files made up by the hundred, which read as if people had written them. One number, the same files.

They are as long as real ones (two kilobytes, four or five updates), answer every question, and end before `NOW`. Each
is put together from one of a few stories and from figures of its own.
"""

import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
"""The clock that the sites of these files are built by."""
YEARS = 3

CONFIGURATION = """\
site_name: Bench Status
site_url: https://status.example.com/
docs_dir: incidents
theme:
  name: material
  font: false
plugins:
  - search
  - straightup:
      contact: support@example.com
      feed_authority: status.example.com,2026
      components:
        - {id: checkout, name: Checkout, group: Shop}
        - {id: search, name: Search, group: Shop}
        - {id: sign-in, name: Sign-in, group: Account}
        - {id: emails, name: E-mails, group: Account}
        - {id: api, name: API, group: Developers}
        - {id: webhooks, name: Webhooks, group: Developers}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What can go wrong with one component, with places for the figures of one day."""

    slug: str
    component: str
    state: str
    title: str
    impact: str
    cause: str
    category: str
    restoration: str
    steps: tuple[str, str]
    team: str
    seen: str
    found: str
    watched: str


STORIES = (
    Story(
        slug="slow-search",
        component="search",
        state="degraded",
        title="Search results take {a} seconds",
        impact="Searches took {a} seconds instead of under one. Browsing by category and checkout were not affected, "
        "and nobody lost a cart. About {n} searches were given up.",
        cause="One of {b} search nodes ran out of memory while it rebuilt its index. The others took over its share, "
        "{p} % more than they can hold in memory, and began to read from disk. The limit for rebuilding was set when "
        "the index had half its size.",
        category="capacity",
        restoration="We took the node out, finished its index on a machine of its own and put it back. Results came "
        "in under a second again as soon as the node had warmed up, which took {c} minutes.",
        steps=(
            "Rebuild the index on a machine that answers no searches",
            "Warn when a node has less than {p} % memory",
        ),
        team="Search",
        seen="Searches take {a} seconds. Browsing by category is as fast as ever. One node answers late; we take it "
        "out of rotation now and compare its memory with that of the other {b}.",
        found="The node's memory is full, because it rebuilds its index. We move the rebuild to another machine. {n} "
        "pages are done.",
        watched="All nodes answer in under a second again. We watch the evening's load, which is the heaviest, "
        "before we call this over.",
    ),
    Story(
        slug="card-payments-declined",
        component="checkout",
        state="partial-outage",
        title="{p} % of card payments are declined",
        impact="{p} in 100 card payments were declined although the card was in order. Bank transfers and invoices "
        "worked. Carts were kept, and no card was charged twice. {n} orders came in later than they would have.",
        cause="A gateway to the card network kept {b} connections that the network had closed, and sent every "
        "payment into them first. Our check of the gateway opens a connection of its own each time, so it never saw "
        "one.",
        category="network",
        restoration="We restarted the gateways one by one, which closes the dead connections. That took {c} minutes. "
        "A corrected version, which tries a connection before it is used, followed in the same week.",
        steps=("Check gateways through the connections that payments use", "Close connections after {c} idle minutes"),
        team="Payments",
        seen="{p} in 100 card payments are declined since the time above. Bank transfers work. A second attempt "
        "helps about half the time. We read the gateways' answers one by one.",
        found="Gateway {b} sends payments into connections that are closed at the other end. We restart it now, then "
        "its neighbours; payments in progress are kept.",
        watched="Declined payments are back to {c} in 10,000, as on other days. We keep an eye on the gateway that "
        "was restarted last.",
    ),
    Story(
        slug="order-emails-late",
        component="emails",
        state="degraded",
        title="Order confirmations arrive {a} minutes late",
        impact="Order confirmations and password links came {a} minutes late. Every order was kept, and is listed "
        "under *My orders* at once. {n} messages were delayed; none was lost.",
        cause="A newsletter of {n} messages went out through the queue that confirmations use. The rule which gives "
        "confirmations the right of way compared names, and the newsletter's was new.",
        category="release",
        restoration="We moved the newsletter to a queue of its own, and sent what was waiting, oldest first. The "
        "last late message left {c} minutes after that.",
        steps=("Give password links a queue of their own", "Refuse to start a newsletter without its own queue"),
        team="Messaging",
        seen="Confirmations are on their way for {a} minutes instead of one. Orders themselves are not affected. {n} "
        "messages wait; we look at what put them there.",
        found="A newsletter stands in front of the confirmations. We move it aside, and expect to send {b} thousand "
        "messages in every ten minutes.",
        watched="The queue is empty. New confirmations arrive within a minute; we measure with a mailbox at each of "
        "{b} providers.",
    ),
    Story(
        slug="api-errors",
        component="api",
        state="partial-outage",
        title="The API answers {p} % of requests with an error",
        impact="{p} in 100 requests ended with status 503 after {a} seconds. A repeated request went through most of "
        "the time. Orders placed in the shop itself were not affected. {n} requests failed in all.",
        cause="A release changed how many connections each server may open to the database: {b} became {c}0. "
        "Together they asked for more than the database allows, and the last to ask were turned away.",
        category="configuration",
        restoration="We set the number back, and restarted the servers in groups. The errors ended with the last "
        "group, {c} minutes later. No order was stored twice; we compared all {n}.",
        steps=("Test each release with as many servers as the shop has", "Refuse a limit above the database's own"),
        team="Platform",
        seen="{p} in 100 requests to the API fail with status 503. Please repeat them; that is safe for every call "
        "with an idempotency key. The shop works. We compare today's release with the one before.",
        found="The servers open too many connections to the database since today's release. We set the number back "
        "to {b}, group by group.",
        watched="No request has failed for {c} minutes. We wait for the next full hour, when most programs call us.",
    ),
    Story(
        slug="sign-in-codes-late",
        component="sign-in",
        state="degraded",
        title="Sign-in codes by text message take {a} minutes",
        impact="Codes by text message came after {a} minutes, when the page no longer took them. Codes from an app "
        "and sign-ins without a code worked. {p} in 100 customers use text messages.",
        cause="The provider that sends our text messages worked on its connection to {b} networks, and told us of it "
        "in a message to an address that nobody reads since March. We sent everything through it, although we have a "
        "second provider for this very case.",
        category="provider",
        restoration="We switched to the second provider by hand. The switch took {c} minutes to reach all servers. "
        "Codes are accepted for twice as long until the first one has been steady for a week.",
        steps=("Switch providers when {p} % of the codes come late", "Read the providers' notices in the on-call room"),
        team="Accounts",
        seen="Codes by text message take {a} minutes, too long for the page. If you have an app for codes, please "
        "use it. We ask the provider, and prepare the second one.",
        found="The provider works on its connection to {b} networks. We send all codes through the second provider "
        "from now on; servers change over one after another.",
        watched="Codes arrive within {c} seconds at all {b} networks that we can try. {n} codes have been sent since.",
    ),
    Story(
        slug="webhooks-late",
        component="webhooks",
        state="degraded",
        title="Webhooks arrive {a} minutes late",
        impact="Messages about changed orders reached your servers {a} minutes late, in the right order. Reading the "
        "same orders through the API worked. {n} messages were late, and none was lost.",
        cause="One customer's server took {c} seconds for each answer, and {b} of our senders waited for it at the "
        "same time. A sender was meant to give up after 5 seconds; the limit covered connecting, not the answer.",
        category="bug",
        restoration="We gave that server senders of its own, and the rest caught up by themselves. The limit covers "
        "the whole exchange since the release of that week.",
        steps=("Let no receiver take more than {b} senders", "Measure the age of the oldest message, and warn early"),
        team="Integrations",
        seen="Webhooks are {a} minutes late. Nothing is lost, and the API itself is up to date. {n} messages wait; "
        "most senders are busy, and we look with what.",
        found="Senders wait for one slow receiver. We give it senders of its own and send the {n} waiting messages, "
        "oldest first.",
        watched="The oldest message is {c} seconds old. We watch until the backlog of the slow receiver is gone too.",
    ),
)


def incident_files(count: int) -> Iterator[tuple[str, str]]:
    """`count` pairs of a file's name and its text, oldest first, spread evenly over three years."""
    first = NOW - timedelta(days=365 * YEARS)
    gap = timedelta(days=365 * YEARS - 2) / count
    for number in range(count):
        chance = random.Random(number)
        begin = (first + number * gap).replace(minute=chance.randrange(0, 60, 5), second=0, microsecond=0)
        story = STORIES[(number + chance.randrange(3)) % len(STORIES)]
        yield f"{begin:%Y-%m-%d}-{story.slug}-{number}.md", _text(story, begin, chance)


def _text(story: Story, begin: datetime, chance: random.Random) -> str:
    figures = {
        "a": f"{chance.randrange(8, 30)}",
        "b": f"{chance.randrange(2, 9)}",
        "c": f"{chance.randrange(6, 50)}",
        "n": f"{chance.randrange(400, 90_000):,}",
        "p": f"{chance.randrange(3, 60)}",
    }
    pace = chance.randrange(15, 45)
    seen, found, watched, over = (begin + timedelta(minutes=pace * step + 8) for step in (0, 1, 3, 5))
    restored = watched - timedelta(minutes=4)
    due = begin.date() + timedelta(days=21)
    report = datetime.combine(due, over.timetz()) + timedelta(days=1)
    stages = [
        _update(
            seen,
            "Investigating",
            f"{story.seen} It began on {begin:%-d %B %Y} at {begin:%H:%M} UTC.",
            eta=f"{found + timedelta(minutes=2 * pace):%Y-%m-%d %H:%M} UTC",
            following=found,
        ),
        _update(
            found,
            "Identified",
            f"{story.found} This is what we know on {found:%-d %B %Y} at {found:%H:%M} UTC.",
            eta=f"{restored + timedelta(minutes=10):%Y-%m-%d %H:%M} UTC, because the repair takes {{c}} minutes",
            following=watched,
        ),
        _update(
            watched,
            "Monitoring",
            f"{story.watched} What we measured on {watched:%-d %B %Y} until {watched:%H:%M} UTC agrees.",
            following=over,
        ),
        _update(
            over,
            "Resolved",
            f"All has been as on other days since {restored:%-d %B %Y, %H:%M} UTC. On {report:%-d %B} we report on the "
            "steps.",
            following=report,
        ),
    ]
    done = due < NOW.date()
    if report < NOW:
        said = f"Both steps are done. The second one has acted once since {restored:%-d %B %Y, %H:%M} UTC."
        stages.append(_update(report, "Resolved", said))
    text = f"""\
---
title: {story.title}
components:
  {story.component}: {story.state}
started: {begin:%Y-%m-%d %H:%M} UTC
resolved: {restored:%Y-%m-%d %H:%M} UTC
cause-category: {story.category}
---

## Impact

{story.impact}

## Cause

{story.cause}

## Restoration

{story.restoration}

## Prevention

{_step(story.steps[0], story.team, due, done)}
{_step(story.steps[1], story.team, due, done)}

## Updates

{chr(10).join(stages)}"""
    for name, figure in figures.items():
        text = text.replace("{" + name + "}", figure)
    return "\n".join(line if line.startswith("- ") else textwrap.fill(line, 116) for line in text.splitlines()) + "\n"


def _step(step: str, team: str, due: date, done: bool) -> str:
    when = f"due: {due}" + (f", done: {due - timedelta(days=2)}" if done else "")
    return f"- [{'x' if done else ' '}] {step} (owner: {team}, {when})"


def _update(at: datetime, stage: str, text: str, *, eta: str = "", following: datetime | None = None) -> str:
    next_update = f"{following:%Y-%m-%d %H:%M} UTC" if following else ""
    fields = [f"- {name}: {value}\n" for name, value in (("ETA", eta), ("Next update", next_update)) if value]
    head = "".join(fields) + "\n" if fields else ""
    return f"### {at:%Y-%m-%d %H:%M} UTC: {stage}\n\n{head}{text}\n"
