"""Times in plain words: what is read, what is refused with which words, and that all spellings of a moment are one."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from straightup.authoring import inputs
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.incident import Promise, UnknownUntil, Update
from straightup.model.states import Stage
from straightup.reading import moments, prose_times, read, zones
from straightup.reading.moments import NoTime
from straightup.writing.whole import moment as as_written
from straightup.writing.whole import write_update
from support.commands import CONFIG, straightup
from support.effort import LARGEST, examples, seconds
from support.sites import draw

AT = datetime(2026, 11, 25, 8, 50, tzinfo=UTC)
"""A Wednesday, when the update was posted."""
ALWAYS = settings(derandomize=True, deadline=None, max_examples=examples(200))


def on(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


ONE_TIME: tuple[tuple[str, datetime], ...] = (
    # words around it
    ("by 11:00 UTC", on(25, 11)),
    ("By 11:00 UTC.", on(25, 11)),
    ("before 11:00 UTC", on(25, 11)),
    ("no later than 11:00 UTC", on(25, 11)),
    ("not later than 11:00 UTC", on(25, 11)),
    ("11:00 UTC at the latest", on(25, 11)),
    ("11:00 UTC, at the latest", on(25, 11)),
    ("at the latest by 11:00 UTC", on(25, 11)),
    ("at 11:00 UTC", on(25, 11)),
    ("by  11:00   UTC", on(25, 11)),
    # marks around any of it
    ("**11:00 UTC**", on(25, 11)),
    ("by **11:00 UTC**", on(25, 11)),
    ("**by** 11:00 UTC", on(25, 11)),
    ("_by 11:00 UTC_", on(25, 11)),
    ("__11:00__ UTC", on(25, 11)),
    ("***11:00 UTC.***", on(25, 11)),
    # clocks
    ("7am UTC", on(26, 7)),
    ("7 am UTC", on(26, 7)),
    ("7 AM UTC", on(26, 7)),
    ("7 a.m. UTC", on(26, 7)),
    ("7:30 pm UTC", on(25, 19, 30)),
    ("7.30pm UTC", on(25, 19, 30)),
    ("06.00 UTC", on(26, 6)),
    ("0600 UTC", on(26, 6)),
    ("0600Z", on(26, 6)),
    ("6:00 UTC", on(26, 6)),
    ("6:00:30 UTC", on(26, 6) + timedelta(seconds=30)),
    ("noon UTC", on(25, 12)),
    ("12 noon UTC", on(25, 12)),
    ("midnight UTC", on(26, 0)),
    # zones
    ("11:00 GMT", on(25, 11)),
    ("12:00 +0100", on(25, 11)),
    ("1200 +0100", on(25, 11)),
    ("noon +01:00", on(25, 11)),
    ("6 am -0500", on(25, 11)),
    ("12:00 Europe/Berlin", on(25, 11)),
    ("noon europe/berlin", on(25, 11)),
    ("**6am America/New_York**", on(25, 11)),
    ("08:00 America/Argentina/Buenos_Aires", on(25, 11)),
    # days
    ("tomorrow 09:00 UTC", on(26, 9)),
    ("by tomorrow 09:00 UTC", on(26, 9)),
    ("tomorrow by 9am UTC", on(26, 9)),
    ("tomorrow, 9am UTC, at the latest", on(26, 9)),
    ("09:00 UTC tomorrow", on(26, 9)),
    ("today 09:00 UTC", on(25, 9)),
    ("today 07:00 UTC", on(25, 7)),
    ("Monday 09:00 UTC", on(30, 9)),
    ("Mon 09:00 UTC", on(30, 9)),
    ("on Monday at 09:00 UTC", on(30, 9)),
    ("by 9am UTC on Monday", on(30, 9)),
    ("Tuesday noon UTC", on(1, 12, month=12)),
    ("26 Nov 06:00 UTC", on(26, 6)),
    ("26 Nov 0600 UTC", on(26, 6)),
    ("26 Nov 2026 06:00 UTC", on(26, 6)),
    ("Nov 26 06:00 UTC", on(26, 6)),
    ("November 26th, 6am UTC", on(26, 6)),
    ("the 26th of November, 06:00 UTC", on(26, 6)),
    ("Nov 26, 2026, 06:00 UTC", on(26, 6)),
    ("06:00 UTC, 26 Nov", on(26, 6)),
    ("Thursday, 26 Nov, 06:00 UTC", on(26, 6)),
    ("3 Jan 06:00 UTC", datetime(2027, 1, 3, 6, tzinfo=UTC)),
    ("20 Nov 06:00 UTC", on(20, 6)),
    ("2026-11-26 6:00 UTC", on(26, 6)),
    ("2026-11-26 7am +0100", on(26, 6)),
    ("2026-11-26T06.00 GMT", on(26, 6)),
    # lengths
    ("half an hour", later(30)),
    ("in half an hour", later(30)),
    ("half a day", later(720)),
    ("an hour and a half", later(90)),
    ("one and a half hours", later(90)),
    ("2 hours and a half", later(150)),
    ("1h30", later(90)),
    ("in 1 h 05", later(65)),
    ("in two hours", later(120)),
    ("**in two hours**", later(120)),
    ("within an hour", later(60)),
    ("within the next 2 hours", later(120)),
    ("two hours and thirty minutes", later(150)),
    ("2 hours at the latest", later(120)),
    ("in 30 minutes", later(30)),
)
RANGES: tuple[tuple[str, datetime, datetime], ...] = (
    ("2 to 3 hours", later(120), later(180)),
    ("in 2 to 3 hours", later(120), later(180)),
    ("two to three hours", later(120), later(180)),
    ("between 2 and 3 h", later(120), later(180)),
    ("30 to 60 min", later(30), later(60)),
    ("half an hour to an hour", later(30), later(60)),
    ("between an hour and an hour and a half", later(60), later(90)),
    ("1.5 to 2 hours", later(90), later(120)),
    ("between 06:00 and 07:00 UTC", on(26, 6), on(26, 7)),
    ("06:00 to 07:00 UTC", on(26, 6), on(26, 7)),
    ("from 6:00 to 7:00 UTC", on(26, 6), on(26, 7)),
    ("6:00-7:00 UTC", on(26, 6), on(26, 7)),
    ("0600–0700 UTC", on(26, 6), on(26, 7)),
    ("06:00 UTC - 07:00 UTC", on(26, 6), on(26, 7)),
    ("7am to 8am Europe/Berlin", on(26, 6), on(26, 7)),
    ("**06:00** to **07:00 UTC**", on(26, 6), on(26, 7)),
    ("22:00 to 02:00 UTC", on(25, 22), on(26, 2)),
    ("tomorrow 22:00 to 02:00 UTC", on(26, 22), on(27, 2)),
    ("22:00 UTC to tomorrow 09:00 UTC", on(25, 22), on(26, 9)),
    ("Friday 06:00 to Saturday 08:00 UTC", on(27, 6), on(28, 8)),
    ("2026-11-26 22:00 UTC to 2026-11-27 02:00 UTC", on(26, 22), on(27, 2)),
    ("2026-11-26 6:00-7:00 UTC", on(26, 6), on(26, 7)),
)
REFUSED: tuple[tuple[str, str, str], ...] = (
    # no zone
    ("4am", "“4am” has no zone.", "Write “4am UTC” if that is UTC, else its offset, such as “4am +01:00”."),
    ("4:30am", "“4:30am” has no zone.", "Write “4:30am UTC” if that is UTC, else its offset, such as “4:30am +01:00”."),
    ("0600", "“0600” has no zone.", "Write “0600 UTC” if that is UTC, else its offset, such as “0600 +01:00”."),
    (
        "tomorrow 9am", "“tomorrow 9am” has no zone.",
        "Write “tomorrow 9am UTC” if that is UTC, else its offset, such as “tomorrow 9am +01:00”.",
    ),
    (
        "9am tomorrow", "“9am tomorrow” has no zone.",
        "Write “9am UTC tomorrow” if that is UTC, else its offset, such as “9am +01:00 tomorrow”.",
    ),
    (
        "06:00 to 07:00", "“06:00 to 07:00” has no zone.",
        "Write “06:00 to 07:00 UTC” if that is UTC, else its offset, such as “06:00 to 07:00 +01:00”.",
    ),
    (
        "06:00 UTC to 07:00", "“07:00” has no zone.",
        "Write “06:00 UTC to 07:00 UTC” if its zone is the same.",
    ),
    (
        "6:00-07:00", "“6:00-07:00” has no zone.",
        "Write “6:00-07:00 UTC” if those are UTC times, else put their offset in place of UTC.",
    ),
    (
        "0600-0700", "“0600-0700” has no zone.",
        "Write “0600-0700 UTC” if those are UTC times, else put their offset in place of UTC.",
    ),
    # zones that can mean two
    (
        "06:00 UTC-07:00", "“06:00 UTC-07:00” can mean 06:00 at the offset -07:00 or from 06:00 to 07:00 in UTC.",
        "Write “06:00 -07:00” or “06:00-07:00 UTC”.",
    ),
    (
        "06:00 UTC+1", "“06:00 UTC+1” can mean 06:00 at the offset +01:00 or 06:00 in UTC.",
        "Write “06:00 +01:00” or “06:00 UTC”.",
    ),
    (
        "6am GMT +0530", "“6am GMT +0530” can mean 6am at the offset +05:30 or 6am in UTC.",
        "Write “6am +05:30” or “6am UTC”.",
    ),
    (
        "06:00 UTC-23:00", "“06:00 UTC-23:00” can mean from 06:00 to 23:00 in UTC or 06:00 in UTC.",
        "Write “06:00-23:00 UTC” or “06:00 UTC”.",
    ),
    ("06:47 CET", "“CET” can mean +01:00 or +02:00.", "Write “06:47 +01:00” or “06:47 +02:00”, whichever you mean."),
    ("6am EST", "“EST” can mean -05:00 or +10:00.", "Write “6am -05:00” or “6am +10:00”, whichever you mean."),
    ("06:00 bst", "“bst” can mean +01:00 or +06:00.", "Write “06:00 +01:00” or “06:00 +06:00”, whichever you mean."),
    ("06:00 JST", "“JST” is not read as a zone.", "Write “06:00 +09:00”."),
    (
        "06:00 Etc/GMT+5", "“Etc/GMT+5” can mean -05:00 or +05:00.",
        "Write “06:00 -05:00” or “06:00 +05:00”, whichever you mean.",
    ),
    ("06:00 Etc/UTC", "“Etc/UTC” is the name of no city.", "Write “06:00 UTC”."),
    ("06:00 +01", "“+01” is no whole offset.", "Write “06:00 +01:00”."),
    (
        "06:00 Europe/Berlon", "“Europe/Berlon” is no city of the IANA list of zones.",
        "Write it in UTC, or with its offset, such as “06:00 +01:00”.",
    ),
    (
        "06:00 US/Eastern", "“US/Eastern” is no city of the IANA list of zones.",
        "Write it in UTC, or with its offset, such as “06:00 +01:00”.",
    ),
    (
        "06:00 XYZ", "“XYZ” is not read as a zone: names can mean two.",
        "Write it in UTC, or with its offset, such as “06:00 +01:00”.",
    ),
    ("06:00 +1500", "No place on earth has the offset +1500.", "Offsets end at ±14:00."),
    # hours that can mean two
    ("12 am UTC", "“12 am” can mean 00:00 or 12:00.", "Write “00:00 UTC” or “12:00 UTC”."),
    ("12 pm UTC", "“12 pm” can mean 00:00 or 12:00.", "Write “00:00 UTC” or “12:00 UTC”."),
    ("12:30pm", "“12:30pm” can mean 00:30 or 12:30.", "Write “00:30 UTC” or “12:30 UTC”."),
    ("Friday 12am UTC", "“12am” can mean 00:00 or 12:00.", "Write “Friday 00:00 UTC” or “Friday 12:00 UTC”."),
    ("13 pm UTC", "“13 pm” counts the hours in two ways at once.", "Write “13:00 UTC”."),
    ("6 UTC", "“6” alone is no time of day.", "Write “6:00 UTC”."),
    ("7 to 8 pm UTC", "“7” alone is no time of day.", "Write “7 pm to 8 pm UTC”."),
    ("7 to 8:30 UTC", "“7” alone is no time of day.", "Write “7:00 to 8:30 UTC”."),
    (
        "2026-11-26 midnight UTC", "“2026-11-26 midnight UTC” can mean the beginning of that day or its end.",
        "Write “2026-11-26 00:00 UTC” or “2026-11-27 00:00 UTC”.",
    ),
    (
        "midnight UTC on Friday", "“midnight UTC on Friday” can mean the beginning of that day or its end.",
        "Write “2026-11-27 00:00 UTC” or “2026-11-28 00:00 UTC”.",
    ),
    (
        "tomorrow midnight UTC", "“tomorrow midnight UTC” can mean the beginning of that day or its end.",
        "Write “2026-11-26 00:00 UTC” or “2026-11-27 00:00 UTC”.",
    ),
    # days that can mean two
    (
        "Wednesday 09:00 UTC", "“Wednesday” can mean Wednesday 2026-11-25 or Wednesday 2026-12-02.",
        "Write “2026-11-25 09:00 UTC” or “2026-12-02 09:00 UTC”.",
    ),
    (
        "next Monday 09:00 UTC", "“next Monday” can mean Monday 2026-11-30 or Monday 2026-12-07.",
        "Write “2026-11-30 09:00 UTC” or “2026-12-07 09:00 UTC”.",
    ),
    (
        "tomorrow 02:00 UTC", "“tomorrow” can mean Thursday 2026-11-26 or Friday 2026-11-27.",
        "Write “2026-11-26 02:00 UTC” or “2026-11-27 02:00 UTC”.",
    ),
    (
        "06:00 to 07:00 UTC tomorrow", "“06:00 to 07:00 UTC tomorrow” does not say on which day the first of them is.",
        "Write “tomorrow 06:00 to 07:00 UTC” if both are on that day.",
    ),
    ("Fri 26 Nov 06:00 UTC", "“Fri 26 Nov” is a Thursday.", "If the date is right, write “2026-11-26 06:00 UTC”."),
    ("26 Nov 2030 UTC", "“26 Nov 2030 UTC” has no time of day.", "Write it as “26 Nov 2030 14:05 UTC”."),
    ("tomorrow", "“tomorrow” has no time of day.", "Write it as “tomorrow 14:05 UTC”."),
    ("by Monday UTC", "“Monday UTC” has no time of day.", "Write it as “Monday 14:05 UTC”."),
    ("31 Nov 06:00 UTC", "“31 Nov” is no date: day is out of range for month.", "Check the day and the month."),
    ("29 Feb 06:00 UTC", "There is no “29 Feb” near.", "Check the day and the month."),
    # clocks that are changed
    (
        "2026-10-25 02:30 Europe/Berlin",
        "“2026-10-25 02:30 Europe/Berlin” happens twice, because the clocks change on 2026-10-25.",
        "Write “2026-10-25 02:30 +02:00” or “2026-10-25 02:30 +01:00”.",
    ),
    (
        "2027-03-28 2:30am Europe/Berlin",
        "“2027-03-28 2:30am Europe/Berlin” never happens, because the clocks change on 2027-03-28.",
        "Write “2027-03-28 02:30 +01:00” or “2027-03-28 02:30 +02:00”.",
    ),
    # what nobody can keep
    ("about 06:00 UTC", "“about 06:00 UTC” leaves open until when.", "Write “by 06:00 UTC” if you can keep that."),
    ("~06:00 UTC", "“~06:00 UTC” leaves open until when.", "Write “by 06:00 UTC” if you can keep that."),
    ("in about 2 hours", "“in about 2 hours” leaves open until when.", "Write “within 2 hours” if you can keep that."),
    ("about 4am", "“4am” has no zone.", "Write “4am UTC” if that is UTC, else its offset, such as “4am +01:00”."),
    ("by 06:00-07:00 UTC", "“by” has one time behind it, and “06:00-07:00 UTC” has two.", "Write “by 07:00 UTC”."),
    # impossible
    ("25.00 UTC", "“25.00 UTC” is no time: hour must be in 0..23.", "Check the hour and the minute."),
    ("0660 UTC", "“0660 UTC” is no time: minute must be in 0..59.", "Check the hour and the minute."),
    ("2026-02-30 7am UTC", "“2026-02-30” is no date: day is out of range for month.", "Check the day and the month."),
    ("tomorrow 9am UTC to today 11pm UTC", "“tomorrow 9am UTC to today 11pm UTC” ends before it begins.",
     "Write the later one last: “today 11pm UTC”."),
)  # fmt: skip
VAGUE = (
    "soon", "TBD", "asap", "tonight", "end of day", "next week", "later today", "a couple of hours", "a few hours", "2",
    "2 moons", "in 2 moons", "6 Uhr", "9 o'clock", "1,5 hours", "after 06:00 UTC", "not before 06:00 UTC",
    "06:00 UTC or later", "06:00 UTC to be confirmed", "06:00 and 07:00 UTC", "by 2 hours", "11/26 06:00 UTC",
    "06:00 UTC" + " " * 120 + "perhaps", "by " * 60 + "06:00 UTC", "", "by", "until 06:00 UTC?", "٦:٠٠ UTC",
    "06:00 +01:00 to 07:00 UTC",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ONE_TIME, ids=[text for text, _ in ONE_TIME])
def test_plain_words_are_read_wherever_a_time_to_come_stands(text: str, expected: datetime) -> None:
    assert moments.eta(text, AT) == Promise(earliest=expected, by=expected)
    assert moments.when(text, AT) == expected
    reason = Promise(earliest=expected, by=expected, because="the copy is slow")
    assert moments.eta(f"{text.rstrip('.')}, because the copy is slow", AT) == reason
    until = UnknownUntil(until=expected, because="we look")
    assert moments.eta(f"unknown until {text.rstrip('.')}, because we look", AT) == until
    assert inputs.eta(text, AT) == Promise(earliest=expected, by=expected)
    if expected > AT:
        assert inputs.ahead(text, AT) == expected


@pytest.mark.parametrize(("text", "first", "last"), RANGES, ids=[text for text, _, _ in RANGES])
def test_of_two_times_the_later_one_is_the_promise(text: str, first: datetime, last: datetime) -> None:
    assert moments.eta(text, AT) == Promise(earliest=first, by=last)
    assert moments.when(text, AT) == last
    assert inputs.ahead(text, AT) == last


@pytest.mark.parametrize(("text", "message", "help_text"), REFUSED, ids=[text for text, _, _ in REFUSED])
def test_what_can_mean_two_is_refused_in_the_authors_words_with_an_example_that_is_read(
    text: str, message: str, help_text: str
) -> None:
    for found in (moments.eta(text, AT), moments.when(text, AT)):
        assert isinstance(found, NoTime), found
        assert (found.message, found.help, found.vague) == (message, help_text, False)
    for read_answer in (inputs.eta, inputs.ahead):
        with pytest.raises(RefusedAnswer) as refused:
            read_answer(text, AT)
        assert str(refused.value) == f"{message} {help_text}"
    for example in help_text.split("“")[1:]:
        assert not isinstance(moments.eta(example.partition("”")[0], AT), NoTime), example


@pytest.mark.parametrize("text", VAGUE)
def test_what_says_no_time_is_answered_with_the_forms_of_its_place(text: str) -> None:
    for found in (moments.eta(text, AT), moments.when(text, AT)):
        assert isinstance(found, NoTime), found
        assert found.vague


def test_the_table_is_long_enough_to_be_a_specification() -> None:
    assert len(ONE_TIME) + len(RANGES) + len(REFUSED) + len(VAGUE) > 180


@pytest.mark.parametrize(
    ("at", "text", "first", "second"),
    [
        (on(25, 3, 7), "tomorrow 09:00 UTC", "2026-11-25 09:00 UTC", "2026-11-26 09:00 UTC"),
        (on(25, 3, 7), "tomorrow 02:00 UTC", "2026-11-26 02:00 UTC", "2026-11-27 02:00 UTC"),
        (on(25, 1), "tomorrow 05:00 UTC", "2026-11-25 05:00 UTC", "2026-11-26 05:00 UTC"),
        (on(25, 3, 7), "by 9am UTC tomorrow", "9am UTC 2026-11-25", "9am UTC 2026-11-26"),
        (on(25, 19), "tomorrow 9am Asia/Tokyo", "2026-11-26 9am Asia/Tokyo", "2026-11-27 9am Asia/Tokyo"),
    ],
)
def test_tomorrow_is_no_day_to_people_who_were_up_all_night(at: datetime, text: str, first: str, second: str) -> None:
    found = moments.eta(text, at)
    assert isinstance(found, NoTime)
    assert found.help == f"Write “{first}” or “{second}”."


def test_days_and_their_hours_count_in_the_zone_that_is_written() -> None:
    late = on(25, 22, 30)
    assert moments.when("tomorrow 09:00 UTC", late) == on(26, 9)
    assert moments.when("today 08:00 +09:00", late) == on(25, 23)
    assert moments.when("Thursday 09:00 UTC", late) == on(26, 9)
    found = moments.when("Thursday 09:00 +09:00", late)
    assert isinstance(found, NoTime)
    assert "Thursday 2026-11-26 or Thursday 2026-12-03" in found.message


def test_a_date_without_a_year_is_the_nearest_and_half_a_year_away_it_is_two() -> None:
    assert moments.when("1 May 06:00 UTC", AT) == datetime(2027, 5, 1, 6, tzinfo=UTC)
    assert moments.when("28 Jun 06:00 UTC", AT) == on(28, 6, month=6)
    found = moments.when("1 Jul 06:00 UTC", datetime(2023, 12, 31, 12, tzinfo=UTC))
    assert isinstance(found, NoTime)
    assert found.help == "Write “2023-07-01 06:00 UTC” or “2024-07-01 06:00 UTC”."
    assert moments.when("29 Feb 06:00 UTC", datetime(2028, 2, 1, tzinfo=UTC)) == datetime(2028, 2, 29, 6, tzinfo=UTC)


# Cities


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 10, 24, 12, tzinfo=UTC), None),  # the next 02:30 comes twice
        (datetime(2026, 10, 24, 23, tzinfo=UTC), None),
        (datetime(2026, 10, 25, 0, 45, tzinfo=UTC), None),  # between the two
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
        (datetime(2027, 3, 27, 12, tzinfo=UTC), None),  # the next one never comes
        (datetime(2027, 3, 28, 12, tzinfo=UTC), datetime(2027, 3, 29, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_time_of_day_in_a_city_is_read_where_it_comes_once(at: datetime, expected: datetime | None) -> None:
    found = moments.when("02:30 Europe/Berlin", at)
    assert (None if isinstance(found, NoTime) else found) == expected


def test_a_city_leaves_its_offset_and_not_its_name() -> None:
    found = moments.moment("2026-07-01 6:00 Europe/Berlin")
    assert isinstance(found, datetime)
    assert type(found.tzinfo) is timezone
    assert as_written(found) == "2026-07-01 06:00 +02:00"


def test_a_machine_without_the_list_of_zones_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> set[str]:
        return set()

    monkeypatch.setattr(zones, "available_timezones", nothing)
    zones._cities.cache_clear()
    try:
        found = moments.when("06:00 Europe/Vienna", AT)
    finally:
        zones._cities.cache_clear()
    assert isinstance(found, NoTime)
    assert found.message == "“Europe/Vienna” cannot be looked up, because this machine has no list of zones."
    assert found.help == "Write it in UTC, or with its offset, such as “06:00 +01:00”."


def test_every_abbreviation_is_refused_with_offsets_that_are_read() -> None:
    assert len(zones._MEANT) > 40
    for name, offsets in zones._MEANT.items():
        found = moments.when(f"06:00 {name}", AT)
        assert isinstance(found, NoTime)
        for offset in offsets:
            assert offset in found.help
            assert isinstance(moments.when(f"06:00 {offset}", AT), datetime)


# Full moments


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 6:00 UTC", "2026-11-20 6am UTC", "2026-11-20 06.00 GMT", "2026-11-20 0600Z",
        "2026-11-20 07.00 +0100",
        "2026-11-20T7:00+01:00", "2026-11-20 7 a.m. +0100", "2026-11-20 07:00 Europe/Berlin", "2026-11-20  06:00  UTC",
        "2026-11-20 1 am America/New_York",
    ],
)  # fmt: skip
def test_a_full_moment_is_read_in_every_spelling_of_its_clock_and_zone_wherever_one_stands(text: str) -> None:
    six = on(20, 6)
    assert moments.moment(text) == six
    assert moments.before(text, AT) == six
    assert moments.day(text) == date(2026, 11, 20)
    entry = read("2026-11-20-a.md", REPORT.replace("2026-11-20 06:00 UTC", text))
    assert entry.findings == read("2026-11-20-a.md", REPORT).findings
    assert entry.incident.started == entry.incident.resolved == six
    update = entry.incident.updates[0]
    assert (update.at, update.began, update.restored, update.edits[0].at) == (six, six, six, six)
    assert entry.incident.prevention[0].done == date(2026, 11, 20)
    assert update.stage is Stage.RESOLVED


REPORT = """---
title: Search is slow
started: 2026-11-20 06:00 UTC
resolved: 2026-11-20 06:00 UTC
---

## Prevention

- [x] Alert (owner: SRE, done: 2026-11-20 06:00 UTC)

## Updates

### 2026-11-20 06:00 UTC: Resolved

- Began: 2026-11-20 06:00 UTC
- Restored: **2026-11-20 06:00 UTC**
- Edited: 2026-11-20 06:00 UTC, because it was wrong

It works.
"""


def test_a_window_takes_two_full_moments_in_any_spelling() -> None:
    text = (
        "---\ntitle: a\nkind: maintenance\nstarts: 2026-11-28 4am UTC\nends: 2026-11-28 0500 UTC\n---\n\n## Updates\n\n"
        "### 2026-11-20 9:00 UTC: Scheduled\n\n- Window: 2026-12-09 4:00 UTC to 2026-12-09 06.30 +0100, because a\n"
    )
    entry = read("2026-11-20-a.md", text)
    (update,) = entry.incident.updates
    assert update.window is not None
    assert (update.window.starts, update.window.ends) == (on(9, 4, month=12), on(9, 5, 30, month=12))


@pytest.mark.parametrize(
    ("text", "message", "help_text"),
    [
        ("7am UTC", "“7am UTC” has no date.", "Write it as “2026-11-03 7am UTC”, with the day meant."),
        ("7am", "“7am” has no date and no zone.", "Write it as “2026-11-03 7am UTC”, with the day and the zone meant."),
        ("2026-11-20 7am", "“2026-11-20 7am” has no zone.",
         "Write “2026-11-20 7am UTC” if that is UTC, else its offset, such as “2026-11-20 7am +01:00”."),
        ("Monday 7am UTC", "“Monday” is no whole date.", "Write it as “2026-11-03 7am UTC”, with the day meant."),
        ("26 Nov 7am UTC", "“26 Nov” is no whole date.", "Write it as “2026-11-03 7am UTC”, with the day meant."),
        ("2026-11-20 12 am UTC", "“12 am” can mean 00:00 or 12:00.",
         "Write “2026-11-20 00:00 UTC” or “2026-11-20 12:00 UTC”."),
        ("2026-11-20 midnight UTC", "“2026-11-20 midnight UTC” can mean the beginning of that day or its end.",
         "Write “2026-11-20 00:00 UTC” or “2026-11-21 00:00 UTC”."),
        ("2026-11-20 06:00 UTC+1", "“06:00 UTC+1” can mean 06:00 at the offset +01:00 or 06:00 in UTC.",
         "Write “2026-11-20 06:00 +01:00” or “2026-11-20 06:00 UTC”."),
        ("2026-11-20 06:00 EST", "“EST” can mean -05:00 or +10:00.",
         "Write “2026-11-20 06:00 -05:00” or “2026-11-20 06:00 +10:00”, whichever you mean."),
        ("2026-02-30 7am UTC", "“2026-02-30 7am UTC” is no time: day is out of range for month.",
         "Check the day, the hour and the minute."),
        ("1999-11-20 7am UTC", "The year 1999 lies outside 2000-2100.", "Check the year."),
    ],
)  # fmt: skip
def test_what_lacks_a_part_of_a_full_moment_is_told_which(text: str, message: str, help_text: str) -> None:
    found = moments.moment(text)
    assert isinstance(found, NoTime)
    assert (found.message, found.help) == (message, help_text)
    with pytest.raises(RefusedAnswer) as refused:
        inputs.moment(text)
    assert str(refused.value) == f"{message} {help_text}"


def test_a_heading_that_leaves_its_zone_open_is_not_taken_for_utc() -> None:
    text = REPORT.replace("### 2026-11-20 06:00 UTC: Resolved", "### 2026-11-20 06:00 UTC+1: Resolved")
    (update,) = read("2026-11-20-a.md", text).incident.updates
    assert update.heading == "2026-11-20 06:00 UTC+1: Resolved"
    plain = REPORT.replace("### 2026-11-20 06:00 UTC: Resolved", "### 2026-11-20 7am UTC Resolved")
    entry = read("2026-11-20-a.md", plain)
    assert entry.incident.updates[0].at == on(20, 7)
    assert "Write “### 2026-11-20 7am UTC: Resolved”." in [finding.help for finding in entry.findings]


# Fields


def field(
    name: str, value: str, heading: str = "2026-11-25 08:50 UTC: Identified"
) -> tuple[Update, list[tuple[str, str]]]:
    head = "---\ntitle: a\nstarted: 2026-11-25 08:00 UTC\n---\n\n## Updates\n\n"
    text = f"{head}### {heading}\n\n- {name}: {value}\n\nWords.\n"
    entry = read("2026-11-25-a.md", text)
    return entry.incident.updates[0], [(each.message, each.help) for each in entry.findings]


def test_fields_say_what_is_unclear_about_the_authors_words() -> None:
    for name in ("ETA", "Next update"):
        found, said = field(name, "12 am UTC")
        assert said == [("“12 am” can mean 00:00 or 12:00.", "Write “00:00 UTC” or “12:00 UTC”.")]
        assert found.unread == (name,)
    assert field("ETA", "soon")[1][0][1].startswith("Write a time (16:30 UTC), a range")
    assert field("Next update", "soon")[1][0][1].startswith("Write a time of day (14:50 UTC)")


def test_the_next_update_may_be_a_length_of_time_and_is_unread_where_nobody_knows_from_when() -> None:
    found, said = field("Next update", "in 30 minutes")
    assert (found.next_update, said) == (later(30), [])
    undated, _ = field("Next update", "in 30 minutes", heading="about nine: Identified")
    assert (undated.next_update, undated.unread) == (None, ("Next update",))
    assert field("Next update", "by 7am UTC", heading="about nine: Identified")[0].next_update is not None


@pytest.mark.parametrize(
    ("text", "far"),
    [
        ("by 7am UTC", True), ("**07:00 UTC**", True), ("unknown until 7am UTC, because we look", True),
        ("7am to 8am UTC", True), ("tomorrow 7am UTC", False), ("26 Nov 7am UTC", False), ("2026-11-26 7am UTC", False),
        ("in a day", False), ("two to three days", False), ("24h", False), ("9am UTC", False),
    ],
)  # fmt: skip
def test_only_a_time_of_day_alone_is_asked_whether_it_means_one_so_far_ahead(text: str, far: bool) -> None:
    assert [message for message, _ in field("ETA", text)[1] if "the next such time" in message] != [] or not far
    assert far or field("ETA", text)[1] == []


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("We will know by 7am UTC.", [on(26, 7)]),
        ("We will know by 0930 UTC whether it is the disk.", [on(25, 9, 30)]),
        ("We will know by 9.30 GMT.", [on(25, 9, 30)]),
        ("We will know by noon UTC.", [on(25, 12)]),
        ("We will know by 13:00 Europe/Berlin.", [on(25, 12)]),
        ("We will know by tomorrow 09:00 UTC.", [on(26, 9)]),
        ("We will know by 09:00 UTC tomorrow.", [on(26, 9)]),
        ("We will know by 09:00 UTC on Monday whether.", [on(30, 9)]),
        ("We will know by Monday at 9am UTC.", [on(30, 9)]),
        ("We will know by 26 Nov 09:00 UTC.", [on(26, 9)]),
        ("We will know by Nov 26, 09:00 UTC.", [on(26, 9)]),
        ("We will know before the 26th of November, 09:00 UTC.", [on(26, 9)]),
        ("We will know by 15:00-15:30 UTC.", [on(25, 15, 30)]),
        ("We will know by Wednesday 09:00 UTC.", []),
        ("We will know by next Friday 09:00 UTC.", []),
        ("We will know by 12 pm UTC.", []),
        ("We will know by 11:00 UTC+1.", []),
        ("We will know by 11:00 CET.", []),
        ("We will know by 4am.", []),
    ],
)
def test_the_times_of_a_cause_are_those_of_the_day_that_it_names(prose: str, expected: list[datetime]) -> None:
    assert list(prose_times.said_in(prose, AT)) == expected


# Every spelling of a moment is that moment


WHEN = st.datetimes(datetime(2000, 1, 10), datetime(2099, 12, 20)).map(lambda at: at.replace(second=0, microsecond=0))  # noqa: DTZ001
OFFSETS = st.sampled_from([0, 60, -300, 330, -570, 840])


def clocks(at: time) -> list[str]:
    found = [f"{at:%H:%M}", f"{at.hour}:{at:%M}", f"{at:%H.%M}", f"{at:%H%M}"]
    if at.hour % 12:
        half = "am" if at.hour < 12 else "pm"
        found += [f"{at.hour % 12}:{at:%M} {half}", f"{at.hour % 12}.{at:%M}{half}"]
        found += [f"{at.hour % 12}{half}", f"{at.hour % 12} {half.upper()}"] if not at.minute else []
    return found + (["noon"] if at == time(12) else [])


def zones_of(minutes: int) -> list[str]:
    if not minutes:
        return ["UTC", "utc", "Z", "GMT", "+0000", "+00:00"]
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    return [f"{sign}{hours:02}:{rest:02}", f"{sign}{hours:02}{rest:02}"]


@ALWAYS
@given(WHEN, OFFSETS)
def test_all_spellings_of_a_moment_read_the_same(naive: datetime, minutes: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    for clock in clocks(naive.time()):
        for zone in zones_of(minutes):
            text = f"{naive:%Y-%m-%d} {clock} {zone}"
            assert moments.moment(text) == at, text
            assert moments.when(f"by {text}", AT) == at, text
            assert moments.before(text, AT) == at, text


@ALWAYS
@given(WHEN, OFFSETS, st.integers(1, 24 * 60))
def test_a_time_of_day_is_the_next_or_the_last_one_in_every_spelling(naive: datetime, minutes: int, ahead: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    for clock in clocks(naive.time()):
        for zone in zones_of(minutes):
            assert moments.when(f"{clock} {zone}", at - timedelta(minutes=ahead)) == at, (clock, zone)
            assert moments.before(f"{clock} {zone}", at + timedelta(minutes=ahead - 1)) == at, (clock, zone)


@ALWAYS
@given(WHEN, st.integers(1, 180), st.sampled_from([0, 60, -300]))
def test_a_date_without_a_year_and_a_weekday_find_their_day(naive: datetime, days: int, minutes: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    zone = zones_of(minutes)[0]
    if (naive.month, naive.day) != (2, 29):
        for text in (f"{naive:%d %b %H:%M} {zone}", f"{naive:%B} {naive.day}, {naive:%H:%M} {zone}"):
            assert moments.when(text, at - timedelta(days=days)) == at, text
    if days % 7:
        before = at - timedelta(days=days % 7)
        assert moments.when(f"{naive:%A %H:%M} {zone}", before) == at
        assert moments.before(f"{naive:%a %H%M} {zone}", at + timedelta(days=days % 7)) == at


@ALWAYS
@given(
    st.sampled_from([text for text, _ in ONE_TIME] + [text for text, _, _ in RANGES]),
    st.sampled_from(["{}", "**{}**", "unknown until {}, because we look", "{}, because we look"]),
    WHEN,
    OFFSETS,
)
def test_what_is_read_is_written_in_full_and_read_again(text: str, around: str, naive: datetime, minutes: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)) if minutes else UTC)
    eta = moments.eta(around.format(text.rstrip(".")), at)
    if isinstance(eta, NoTime):
        assert not eta.vague  # a weekday may be today's own
        return
    written = write_update(Update(at=at, stage=Stage.IDENTIFIED, text="", eta=eta))
    value = written.partition("- ETA: ")[2]
    assert moments.eta(value, at) == eta
    assert value.startswith(("20", "in ", "unknown until 20", "2100"))


@given(st.text(st.sampled_from("0123456789:. -–+apmUTCZ/byto*_~\u00a0tmrwEuropeBn"), max_size=40))
@settings(derandomize=True, deadline=None, max_examples=examples(500))
def test_no_text_is_too_odd(text: str) -> None:
    for found in (moments.when(text, AT), moments.before(text, AT), moments.moment(text)):
        assert isinstance(found, datetime | NoTime)
    assert isinstance(moments.eta(text, AT), Promise | UnknownUntil | NoTime)


# The forty phrases that a newcomer tried at 04:50 UTC

TRIED = (
    "1h30m", "1 h 30 min", "in 90 min", "30m", "in 1.5 hours", "06:00Z", "06:00+01:00", "06:00 utc",
    "2026-11-26T06:00Z", "03:00 UTC", "06:00-07:00 UTC", "06:00 - 07:00 UTC", "in 2-3 hours", "in 2 days",
    "6:00 UTC", "0600 UTC", "06.00 UTC", "7am UTC", "7 am UTC", "noon UTC", "1h30", "in half an hour", "in two hours",
    "2 to 3 hours", "by 06:00 UTC", "between 06:00 and 07:00 UTC", "today 09:00 UTC", "Monday 09:00 UTC",
    "26 Nov 06:00 UTC", "06:00 +0100", "06:00 GMT", "06:00 Europe/Berlin",
)  # fmt: skip
TRIED_IN_VAIN = (
    "about 06:00 UTC", "~06:00 UTC", "tomorrow 09:00 UTC", "Monday", "end of day", "next week", "TBD", "06:00 UTC+1",
    "06:47 CET", "4:30am", "4:30 am",
)  # fmt: skip
EARLY = datetime(2026, 11, 25, 4, 50, tzinfo=UTC)


def test_the_phrases_of_a_newcomer_are_read_or_refused_the_same_in_files_and_options() -> None:
    for text in (*TRIED, *TRIED_IN_VAIN):
        value = moments.eta(text, EARLY)
        assert isinstance(value, NoTime) is (text in TRIED_IN_VAIN), text
        found, said = field("ETA", text, heading="2026-11-25 04:50 UTC: Identified")
        assert (found.eta is None) is isinstance(value, NoTime), text
        if isinstance(value, NoTime):
            assert [message for message, _ in said] == [value.message]
            with pytest.raises(RefusedAnswer) as refused:
                inputs.eta(text, EARLY)
            assert str(refused.value).startswith(value.message)
        else:
            assert found.eta == inputs.eta(text, EARLY) == value
            assert field("Next update", text, heading="2026-11-25 04:50 UTC: Identified")[0].next_update is not None


def test_by_eleven_is_eleven() -> None:
    found, said = field("ETA", "by 11:00 UTC", heading="2026-11-20 09:05 UTC: Identified")
    assert (found.eta, said) == (Promise(earliest=on(20, 11), by=on(20, 11)), [])


def test_new_takes_plain_words_and_writes_full_times(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG})
    code, _, err = straightup(
        tmp_path, "new", "--at", "2026-11-25 8:50 UTC", "--title", "Search is slow", "--component", "search=degraded",
        "--impact", "Search takes 20 seconds for everybody. All else works.", "--cause", "The index outgrew memory.",
        "--started", "half an hour ago", "--eta", "between 11am and noon Europe/Berlin", "--next", "in half an hour",
    )  # fmt: skip
    assert (code, err) == (0, "")
    written = (tmp_path / "incidents/2026-11-25-search-is-slow.md").read_text(encoding="utf-8")
    assert "started: 2026-11-25 08:20 UTC\n" in written
    assert "- ETA: 2026-11-25 11:00-12:00 +01:00\n- Next update: 2026-11-25 09:20 UTC\n" in written


UNITS = (
    "by ",
    " ",
    "\u00a0",
    "*_",
    "to ",
    "26 Nov ",
    "an hour and a half and ",
    "7 to ",
    "by 7am UTC ",
    "x" + " " * 999,
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("lead", ["", "unknown until ", "2026-11-20 06:00 UTC, because "])
def test_no_text_of_a_whole_file_takes_long(lead: str, unit: str) -> None:
    text = lead + unit * (LARGEST // len(unit))
    head = "---\ntitle: a\nkind: maintenance\n---\n\n## Updates\n\n### 2026-11-20 09:00 UTC: Scheduled\n\n"
    window = f"{head}- Window: {text}"
    for read_text in (
        lambda: moments.moment(text),
        lambda: moments.when(text, AT),
        lambda: moments.before(text, AT),
        lambda: moments.eta(text, AT),
        lambda: list(prose_times.said_in(text, AT)),
        lambda: read("2026-11-20-a.md", window[:LARGEST]),
    ):
        assert seconds(read_text) < 2
