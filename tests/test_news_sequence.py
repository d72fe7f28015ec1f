"""A subscriber's weeks: over a sequence of builds each real news is heard once, and nothing twice, late or never."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from straightup.model.incident import Incident, Update, Window
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Component, Stage
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.reading import read
from straightup.site.assemble import assemble
from support.excerpts import MAINTENANCE, OPEN, RESOLVED_PREVENTION
from support.feeds import every_feed
from support.hosting import hosted
from support.readers import Newsboat, Rss2email
from support.reports import utc

SETTINGS = Settings(
    site_name="Shop",
    site_url="https://status.example.com/",
    feed_authority="status.example.com,2026",
    components=(Component(id="checkout", name="Checkout"),),
)
CARDS, WORK = "2026-11-03-cards", "2026-11-28-upgrade"
EVERYTHING = ("feed.xml", "atom.xml", "feed.json")


@dataclass(frozen=True, kw_only=True)
class Build:
    """One build, and what a subscriber is to hear by it."""

    what: str
    now: datetime
    incidents: tuple[Incident, ...]
    news: tuple[str, ...] = ()
    """The titles of the items that are new, oldest first."""
    left_out: tuple[LeftOut, ...] = ()

    def files(self) -> Mapping[str, bytes]:
        site = assemble(self.incidents, SETTINGS, self.now, left_out=self.left_out)
        return every_feed(site, Words(language("en"), self.now))


def taken(text: str, name: str = CARDS) -> Incident:
    entry = read(f"incidents/{name}.md", text)
    assert entry.findings == ()
    return entry.incident


def said(at: str, stage: str, text: str, *fields: str) -> str:
    return "\n".join([f"\n### 2026-11-{at} UTC: {stage}\n", *(f"- {each}" for each in fields), "", text, ""])


TITLE = "Card payments fail in the EU"
NEW_TITLE = "EU cards are declined"
MONITORING = said("03 15:29", "Monitoring", "All cards are accepted agian.", "ETA: 17:00 UTC", "Next update: 17:00 UTC")
TYPO = MONITORING.replace("agian", "again").replace("- Next", "- Edited: 2026-11-03 15:40 UTC, because typo\n- Next")
CORRECTED = TYPO.replace("ETA: 17:00 UTC", "ETA: 18:00 UTC").replace(
    "- Next", "- Edited: 2026-11-03 15:50 UTC, because 17:00 was meant in another zone\n- Next"
)
RESOLVED = said("03 17:30", "Resolved", "No card is declined since 17:10 UTC.", "Next update: 2026-11-05 12:00 UTC")
CAUSE = said("05 11:00", "Resolved", "We know why: nobody was told that the certificate expires.")
LATE = said("03 15:00", "Identified", "The new certificate is on its way.", "ETA: 16:30 UTC", "Next update: 15:30 UTC")


def incident(*later: str, title: str = TITLE) -> Incident:
    """The report of an incident with more updates below its first."""
    text = OPEN.replace(TITLE, title)
    if RESOLVED in later:
        text = text.replace("## Updates", f"{RESOLVED_PREVENTION}## Updates")
    return taken(text + "".join(later))


def work(*later: Update, **changes: datetime) -> Incident:
    planned = taken(MAINTENANCE, WORK)
    return replace(planned, updates=(*planned.updates, *later), **changes)  # type: ignore[arg-type] # its window


NEW_WINDOW = Window(starts=utc(4, day=29), ends=utc(5, day=29), because="a disk comes late")
MOVED = Update(at=utc(9, day=20), stage=Stage.SCHEDULED, text="A day later.", window=NEW_WINDOW)
CANCELLED = Update(at=utc(9, day=24), stage=Stage.CANCELLED, text="The old ones hold until spring.")
IN_ANOTHER_ZONE = Update(at=utc(19, day=25), stage=Stage.SCHEDULED, text="We look for another day.")
UNREADABLE = Update(
    at=utc(9, day=24) + timedelta(seconds=1), stage=Stage.CANCELLED, text="More soon.", heading="25 Nov: Cancelled"
)
MENDED = Update(at=utc(10, day=25), stage=Stage.CANCELLED, text="More soon.")
AT_NEW_TIME = {"starts": NEW_WINDOW.starts, "ends": NEW_WINDOW.ends}
PLANNED = "Orders are read-only for 20 minutes"


def sequence() -> list[Build]:
    """What happens, build by build."""
    last = incident(LATE, CORRECTED, RESOLVED, CAUSE, title=NEW_TITLE)
    off = work(MOVED, CANCELLED, **AT_NEW_TIME)
    return [
        Build(what="nothing", now=utc(12), incidents=()),
        Build(what="published", now=utc(14, 50), incidents=(incident(),), news=(f"[Identified] {TITLE}",)),
        Build(what="the same again", now=utc(15, 10), incidents=(incident(),)),
        Build(what="an update", now=utc(15, 30), incidents=(incident(MONITORING),), news=(f"[Monitoring] {TITLE}",)),
        Build(what="a typo is mended", now=utc(15, 41), incidents=(incident(TYPO),)),
        Build(what="another title", now=utc(15, 45), incidents=(incident(TYPO, title=NEW_TITLE),)),
        Build(
            what="a time is corrected",
            now=utc(15, 51),
            incidents=(incident(CORRECTED, title=NEW_TITLE),),
            news=(f"Corrected: [Monitoring] {NEW_TITLE}",),
        ),
        Build(
            what="resolved",
            now=utc(17, 31),
            incidents=(incident(CORRECTED, RESOLVED, title=NEW_TITLE),),
            news=(f"[Resolved] {NEW_TITLE}",),
        ),
        Build(
            what="an update is merged late",
            now=utc(18),
            incidents=(incident(LATE, CORRECTED, RESOLVED, title=NEW_TITLE),),
            news=(f"[Identified] {NEW_TITLE}",),
        ),
        Build(
            what="it cannot be read any more",
            now=utc(19),
            incidents=(),
            left_out=(LeftOut(id=CARDS, title=NEW_TITLE, components=("checkout",)),),
        ),
        Build(
            what="it is back, with its cause",
            now=utc(11, 1, day=5),
            incidents=(last,),
            news=(f"[Resolved] {NEW_TITLE}",),
        ),
        Build(
            what="work is announced",
            now=utc(12, 1, day=5),
            incidents=(last, work()),
            news=(f"[Scheduled] {PLANNED}",),
        ),
        Build(
            what="its window is moved",
            now=utc(9, 1, day=20),
            incidents=(last, work(MOVED, **AT_NEW_TIME)),
            news=(f"[Scheduled] {PLANNED}: moved to 29 Nov, 04:00–05:00 UTC",),
        ),
        Build(what="it is cancelled", now=utc(9, 1, day=24), incidents=(last, off), news=(f"[Cancelled] {PLANNED}",)),
        Build(
            what="an update without a time that can be read",
            now=utc(10, 1, day=25),
            incidents=(last, replace(off, updates=(*off.updates, UNREADABLE))),
            news=(f"[Update] {PLANNED}",),
        ),
        Build(
            # Once more under the name that it has now: without the earlier build nobody can tell that it was out.
            what="its time is mended",
            now=utc(10, 11, day=25),
            incidents=(last, replace(off, updates=(*off.updates, MENDED))),
            news=(f"[Cancelled] {PLANNED}",),
        ),
        Build(
            what="an update from another zone",
            now=utc(14, day=25),
            incidents=(last, replace(off, updates=(*off.updates, MENDED, IN_ANOTHER_ZONE))),
            news=(f"[Scheduled] {PLANNED}",),
        ),
        Build(
            what="whose time has come",
            now=utc(20, day=25),
            incidents=(last, replace(off, updates=(*off.updates, MENDED, IN_ANOTHER_ZONE))),
        ),
        Build(
            what="nothing more",
            now=utc(9, day=29),
            incidents=(last, replace(off, updates=(*off.updates, MENDED, IN_ANOTHER_ZONE))),
        ),
    ]


Seen = dict[str, str]
"""The titles of items by their ids, oldest first."""


def in_xml(data: bytes) -> Seen:
    feed = feedparser.parse(data)
    assert feed.bozo == 0
    return {entry.id: entry.title for entry in reversed(feed.entries)}


def in_json(data: bytes) -> Seen:
    return {item["id"]: item["title"] for item in reversed(json.loads(data)["items"])}


@dataclass
class Reader:
    """Remembers which items it has shown, as feed readers do, and by nothing but their ids."""

    known: set[str] = field(default_factory=set)

    def new_in(self, items: Seen) -> list[str]:
        new = [title for identity, title in items.items() if identity not in self.known]
        self.known |= items.keys()
        return new


@pytest.mark.parametrize("name", EVERYTHING)
def test_each_real_news_is_heard_once_in_its_order(name: str) -> None:
    reader, seen = Reader(), in_json if name.endswith(".json") else in_xml
    for build in sequence():
        assert reader.new_in(seen(build.files()[name])) == list(build.news), build.what


@pytest.mark.parametrize(
    ("name", "identity"), [("components/checkout/feed.xml", ""), (f"incidents/{CARDS}/feed.xml", CARDS)]
)
def test_whoever_follows_a_part_hears_all_of_it(name: str, identity: str) -> None:
    of_cards = (TITLE, NEW_TITLE)
    reader = Reader()
    for build in sequence():
        data = build.files().get(name)
        if data is not None:
            expected = [title for title in build.news if not identity or title.endswith(of_cards)]
            assert reader.new_in(in_xml(data)) == expected, build.what


def test_nothing_that_was_out_is_lost_as_long_as_its_report_is_shown() -> None:
    before: Seen = {}
    for build in sequence():
        now = in_xml(build.files()["feed.xml"])
        gone = {identity for identity in before if identity not in now}
        if build.left_out:
            assert gone == before.keys()
            continue  # it is back in the next one
        assert not gone or build.what == "its time is mended", (build.what, gone)
        before = now


def test_an_item_keeps_the_date_that_it_had_and_none_is_dated_ahead() -> None:
    dates: dict[str, str] = {}
    for build in sequence():
        items = json.loads(build.files()["feed.json"])["items"]
        times = [item["date_published"] for item in items]
        assert times == sorted(set(times), reverse=True), build.what
        for item in items:
            now = f"{build.now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
            assert item["date_published"] <= item.get("date_modified", now) <= now
            first = dates.setdefault(item["id"], item["date_published"])
            # But for one that was dated ahead, once its own time has come.
            assert item["date_published"] == first or item["id"].endswith("2026-11-25T19:00Z"), build.what


def test_a_correction_says_when_and_why_in_all_of_its_items() -> None:
    build = next(build for build in sequence() if build.what == "a time is corrected")
    correction, first = json.loads(build.files()["feed.json"])["items"][:2]
    assert (correction["id"], first["id"]) == (
        "tag:status.example.com,2026:2026-11-03-cards/2026-11-03T15:29Z/edited/2026-11-03T15:50Z",
        "tag:status.example.com,2026:2026-11-03-cards/2026-11-03T15:29Z",
    )
    for item in (correction, first):
        assert "corrected 15:50 UTC, because 17:00 was meant in another zone" in item["content_html"]
        assert "corrected 15:40 UTC, because typo" in item["content_html"]
        assert "18:00 UTC" in item["content_html"]
    assert (first["date_published"], first["date_modified"]) == ("2026-11-03T15:29:00Z", "2026-11-03T15:50:00Z")
    atom = feedparser.parse(build.files()["atom.xml"]).entries[1]
    assert (atom.published, atom.updated) == ("2026-11-03T15:29:00+00:00", "2026-11-03T15:50:00+00:00")


PROGRAMS: Mapping[str, tuple[str, Callable[[Path, str], Newsboat | Rss2email]]] = {
    "newsboat": ("newsboat", Newsboat),
    "rss2email": ("r2e", Rss2email),
}


@pytest.mark.long
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_a_program_announces_each_real_news_once(tmp_path: Path, program: str, name: str) -> None:
    command, follow = PROGRAMS[program]
    if not shutil.which(command):
        pytest.skip(f"the feed reader {program} is not installed")
    folder = tmp_path / "site"
    folder.mkdir()
    builds = sequence()
    with hosted(folder) as host:
        (folder / name).write_bytes(builds[0].files()[name])
        reader = follow(tmp_path / program, host.address + name)
        for build in builds:
            (folder / name).write_bytes(build.files()[name])
            assert reader.news() == len(build.news), build.what
