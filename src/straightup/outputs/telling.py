"""A report as it was told: each update with its date, its place on the page, and the name that feeds know it by.

An update whose heading could not be read, or that is dated ahead, is news all the same: it is dated just after the one
above it, and never later than now.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from straightup.model.incident import Edit, Incident, Update
from straightup.model.limits import CLOCK_SKEW
from straightup.site import addresses
from straightup.site.view import Report

_NO_MATTER = ("typo", "spelling", "wording", "link", "layout")
_ARTICLES = ("a ", "an ", "the ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One update as customers are told of it."""

    update: Update
    place: int
    """Which of the file's updates it is, from 1 on."""
    dated: datetime
    """In UTC, never later than now."""
    ahead: bool
    """Its author dated it later than now."""
    anchor: str
    """The id of its place on the page of its report."""
    name: str
    """What its id in the feeds ends in: its minute; its place where its time or stage could not be read."""

    @property
    def readable(self) -> bool:
        return not self.update.heading


def told(report: Report, now: datetime) -> tuple[Told, ...]:
    """Every update of `report`, in the order in which they count."""
    updates = report.told
    dates = list(_dates(report.incident, updates, now))
    order = sorted(range(len(updates)), key=lambda at: (updates[at].at, at))
    names, anchors = dict(_names(updates, order)), dict(_anchors(updates, order))
    found = (
        Told(
            update=update,
            place=position + 1,
            dated=dates[position],
            ahead=is_ahead(update, now),
            anchor=anchors[position],
            name=names[position],
        )
        for position, update in enumerate(updates)
    )
    return tuple(sorted(found, key=lambda each: (each.dated, each.place)))


def is_ahead(update: Update, now: datetime) -> bool:
    """Whether its author dated it later than clocks can differ."""
    return not update.heading and update.at > now + CLOCK_SKEW


def edited(each: Told, now: datetime) -> tuple[tuple[Edit, datetime], ...]:
    """The corrections of an update, oldest first, each with when it counts as made: after the update, and not later
    than now."""
    found = []
    for number, edit in enumerate(each.update.edits, 1):
        after = each.dated + timedelta(seconds=number)
        made = edit.at.astimezone(UTC) if edit.at <= now + CLOCK_SKEW else after
        found.append((edit, min(max(made, after), max(now.astimezone(UTC), each.dated))))
    return tuple(sorted(found, key=lambda pair: pair[1]))


def is_of_meaning(edit: Edit) -> bool:
    """Whether customers have to hear of the correction: all but those of form alone."""
    reason = edit.because.strip().casefold()
    for article in _ARTICLES:
        reason = reason.removeprefix(article)
    return not reason.startswith(_NO_MATTER)


def _dates(incident: Incident, updates: tuple[Update, ...], now: datetime) -> Iterator[datetime]:
    now = now.astimezone(UTC)
    above, since = _beginning(incident, now), 0
    for update in updates:
        if update.heading or is_ahead(update, now):
            since += 1
        else:
            above, since = update.at.astimezone(UTC), 0
        yield min(above + timedelta(seconds=since), now)


def _beginning(incident: Incident, now: datetime) -> datetime:
    """What is known of when the report began: for what has no readable time above it."""
    if incident.started and incident.started <= now + CLOCK_SKEW:
        return incident.started.astimezone(UTC)
    try:
        day = datetime.combine(date.fromisoformat(incident.id[:10]), time(), UTC)
    except ValueError:
        return now
    return min(day, now)


def _names(updates: tuple[Update, ...], order: list[int]) -> Iterator[tuple[int, str]]:
    minutes: Counter[str] = Counter()
    for position in order:
        update = updates[position]
        if update.heading:
            yield position, str(position + 1)
            continue
        at = update.at.astimezone(UTC)
        minute = f"{at.isoformat(timespec='minutes')[:-6]}Z"
        # Two in one minute are a fault of the file, and both are news all the same.
        yield position, f"{at:%Y-%m-%dT%H:%M:%SZ}/{minutes[minute]}" if minutes[minute] else minute
        minutes[minute] += 1


def _anchors(updates: tuple[Update, ...], order: list[int]) -> Iterator[tuple[int, str]]:
    taken: Counter[str] = Counter()
    for position in order:
        update = updates[position]
        if update.heading:
            yield position, f"n{position + 1}"
            continue
        anchor = addresses.anchor(update)
        taken[anchor] += 1
        yield position, anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"
