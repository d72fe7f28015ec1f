"""Times, as authors write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from straightup.model import durations
from straightup.model.findings import Misread
from straightup.model.incident import Promise, UnknownUntil
from straightup.reading import moments, prose_times
from straightup.reading.moments import NoTime
from support.reports import utc

CET = timezone(timedelta(hours=1))
AT = datetime(2026, 11, 3, 14, 20, tzinfo=UTC)
"""When the update was posted."""


def promised(text: str, at: datetime = AT) -> tuple[datetime, datetime]:
    eta = moments.eta(text, at)
    assert isinstance(eta, Promise), eta
    return eta.earliest, eta.by


def fault(text: str) -> NoTime:
    found = moments.eta(text, AT)
    assert isinstance(found, NoTime), found
    return found


# Moments


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03 14:05 UTC",
        "2026-11-03T14:05Z",
        "2026-11-03 14:05z",
        "2026-11-03 14:05:00 utc",
        "2026-11-03 14:05UTC",
        "2026-11-03 15:05 +01:00",
        "2026-11-03T09:05:00-05:00",
        "2026-11-04 04:05 +14:00",
        "2026-11-03 14:05 -00:00",
        "2026-11-03 2:05 pm UTC",
        "2026-11-03 14.05 GMT",
        "2026-11-03 1405 UTC",
        "2026-11-03T15:05+0100",
        "2026-11-03 15:05 Europe/Berlin",
        "2026-11-03 9:05am America/New_York",
        "  2026-11-03 14:05 UTC ",
    ],
)
def test_a_moment_is_a_date_a_time_and_a_zone_in_any_of_the_agreed_forms(text: str) -> None:
    assert moments.moment(text) == utc(14, 5)


def test_a_moment_keeps_the_offset_of_its_author() -> None:
    found = moments.moment("2026-11-03 15:05 +01:00")
    assert isinstance(found, datetime)
    assert found.utcoffset() == timedelta(hours=1)


def test_the_seconds_of_a_moment_count() -> None:
    assert moments.moment("2026-11-03 14:05:59 UTC") == utc(14, 5) + timedelta(seconds=59)


@pytest.mark.parametrize(
    ("text", "message", "help_text"),
    [
        (
            "2026-11-03 14:05",
            "“2026-11-03 14:05” has no zone.",
            "Write “2026-11-03 14:05 UTC” if that is UTC, else its offset, such as “2026-11-03 14:05 +01:00”.",
        ),
        (
            "2026-11-03 14:05 CET",
            "“CET” can mean +01:00 or +02:00.",
            "Write “2026-11-03 14:05 +01:00” or “2026-11-03 14:05 +02:00”, whichever you mean.",
        ),
        (
            "2026-11-03 14:05 Etc/GMT-1",
            "“Etc/GMT-1” can mean -01:00 or +01:00.",
            "Write “2026-11-03 14:05 -01:00” or “2026-11-03 14:05 +01:00”, whichever you mean.",
        ),
        (
            "2026-11-03 14:05 +01",
            "“+01” is no whole offset.",
            "Write “2026-11-03 14:05 +01:00”.",
        ),
    ],
)
def test_a_time_without_a_zone_is_refused_with_the_fix_spelled_out(text: str, message: str, help_text: str) -> None:
    assert moments.moment(text) == NoTime(Misread.TIME_WITHOUT_ZONE, message, help_text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-11-03", "“2026-11-03” has no time of day."),
        ("14:05 UTC", "“14:05 UTC” has no date."),
        ("3 November, 14:05 UTC", "“3 November” is no whole date."),
        ("tomorrow 14:05 UTC", "“tomorrow” is no whole date."),
        ("14:05 UTC sharp", "“14:05 UTC sharp” is no time that can be read."),
        ("", "“” is no time that can be read."),
        ("2026-11-03 14:05 +14:30", "No place on earth has the offset +14:30."),
        ("2026-11-03 14:05 +01:60", "No place on earth has the offset +01:60."),
        ("1999-12-31 23:59 UTC", "The year 1999 lies outside 2000-2100."),
        ("2101-01-01 00:00 UTC", "The year 2101 lies outside 2000-2100."),
        ("word " * 20, f"“{('word ' * 20)[:57]}…” is no time that can be read."),
    ],
)
def test_what_is_no_moment_is_refused_in_the_authors_own_words(text: str, message: str) -> None:
    found = moments.moment(text)
    assert isinstance(found, NoTime)
    assert (found.rule, found.message) == ("bad-time", message)


@pytest.mark.parametrize("text", ["2026-02-29 14:05 UTC", "2026-11-03 24:00 UTC", "2026-13-03 14:05 UTC"])
def test_a_day_or_an_hour_that_does_not_exist_is_refused(text: str) -> None:
    found = moments.moment(text)
    assert isinstance(found, NoTime)
    assert found.rule == "bad-time"


def test_the_first_and_the_last_year_are_read() -> None:
    assert moments.moment("2000-01-01 00:00 UTC") == datetime(2000, 1, 1, tzinfo=UTC)
    assert moments.moment("2100-12-31 23:59 UTC") == datetime(2100, 12, 31, 23, 59, tzinfo=UTC)


def test_digits_of_other_scripts_are_no_time() -> None:
    assert isinstance(moments.moment("٢٠٢٦-١١-٠٣ ١٤:٠٥ UTC"), NoTime)


# Days


def test_a_day_is_a_date_or_the_date_of_a_moment() -> None:
    assert moments.day("2026-11-20") == date(2026, 11, 20)
    assert moments.day("2026-11-20 23:30 -05:00") == date(2026, 11, 20)


@pytest.mark.parametrize("text", ["2026-02-29", "20 November", "2026-11-20 12:00", "2026-W47-5", "20261120"])
def test_what_is_no_day_is_refused(text: str) -> None:
    found = moments.day(text)
    assert isinstance(found, NoTime)
    assert found.rule == "bad-time"
    assert found.message.startswith(f"“{text}” is no date")


# Times of day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:21 UTC", utc(14, 21)),
        ("14:20:01 UTC", utc(14, 20) + timedelta(seconds=1)),
        ("14:20 UTC", utc(14, 20, day=4)),
        ("14:19 UTC", utc(14, 19, day=4)),
        ("00:00 UTC", utc(0, 0, day=4)),
        ("15:20 +01:00", utc(14, 20, day=4)),
        ("15:21 +01:00", utc(14, 21)),
        ("09:30 -05:00", utc(14, 30)),
        ("04:25 +14:00", utc(14, 25)),
    ],
)
def test_a_time_of_day_is_the_next_one_strictly_after_the_update(text: str, expected: datetime) -> None:
    assert moments.when(text, AT) == expected


def test_a_time_of_day_counts_in_its_own_zone_and_not_in_that_of_the_update() -> None:
    late = datetime(2026, 11, 4, 0, 30, tzinfo=CET)  # still the 3rd in UTC
    assert moments.when("23:45 UTC", late) == utc(23, 45, day=3)
    assert moments.when("00:45 +01:00", late) == utc(23, 45, day=3)


def test_a_time_of_day_with_an_impossible_hour_or_offset_is_refused() -> None:
    assert isinstance(moments.when("24:30 UTC", AT), NoTime)
    assert isinstance(moments.when("14:30 +15:00", AT), NoTime)


def test_a_full_moment_stands_wherever_a_time_of_day_may() -> None:
    assert moments.when("2026-11-28 12:00 UTC", AT) == utc(12, 0, day=28)


@pytest.mark.parametrize("text", ["11:00-12:00", "11:00–12:00"])
def test_a_range_without_a_zone_is_not_taken_for_a_time_with_an_offset(text: str) -> None:
    for found in (moments.when(text, AT), moments.eta(text, AT)):
        assert isinstance(found, NoTime)
        assert found.rule == "time-without-zone"
        assert found.help == "Write “11:00-12:00 UTC” if those are UTC times, else put their offset in place of UTC."


def test_an_offset_behind_a_space_is_an_offset() -> None:
    assert moments.when("11:00 -05:00", AT) == utc(16)


# Ranges


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("16:00-17:00 UTC", utc(16), utc(17)),
        ("16:00–17:00 UTC", utc(16), utc(17)),
        ("16:00 - 17:00UTC", utc(16), utc(17)),
        ("17:00-18:00 +01:00", utc(16), utc(17)),
        ("23:30-00:30 UTC", utc(23, 30), utc(0, 30, day=4)),
        ("13:00-14:00 UTC", utc(13, day=4), utc(14, day=4)),
        ("16:00-16:00 UTC", utc(16), utc(16, day=4)),
        ("2026-11-05 22:00-02:00 UTC", utc(22, day=5), utc(2, day=6)),
    ],
)
def test_the_promise_of_a_range_is_its_end_in_the_one_zone_that_holds_for_both(
    text: str, first: datetime, last: datetime
) -> None:
    assert promised(text) == (first, last)


@pytest.mark.parametrize("text", ["16:00-24:30 UTC", "24:30-16:00 UTC", "16:00-17:00 +15:00", "2026-02-30 1:00-2:00 Z"])
def test_a_range_with_an_impossible_end_is_refused(text: str) -> None:
    assert fault(text).rule == "bad-time"


# Durations


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2 hours", timedelta(hours=2)),
        ("in 2 hours", timedelta(hours=2)),
        ("within 90 minutes", timedelta(minutes=90)),
        ("in 1 h 30 min", timedelta(minutes=90)),
        ("1 hour and 30 minutes", timedelta(minutes=90)),
        ("1h 30m", timedelta(minutes=90)),
        ("1.5 hours", timedelta(minutes=90)),
        ("1 day, 2 hrs", timedelta(hours=26)),
        ("3 weeks", timedelta(weeks=3)),
        ("In 2 Hours.", timedelta(hours=2)),
    ],
)
def test_a_duration_counts_from_the_updates_own_time(text: str, length: timedelta) -> None:
    assert promised(text) == (AT + length, AT + length)


@pytest.mark.parametrize("text", ["in 2-4 hours", "2–4 h", "within 2 - 4 hrs", "in 4-2 hours"])
def test_a_duration_can_be_a_range(text: str) -> None:
    assert promised(text) == (AT + timedelta(hours=2), AT + timedelta(hours=4))


@pytest.mark.parametrize(
    "text",
    ["in 2-4 moons", "in 2 moons", "2", "in a while", "in 2 hourſ", "in 2 mın", "in 2-4 hourſ", "in 12345 hours"],
)
def test_what_has_no_number_and_unit_is_no_duration(text: str) -> None:
    assert fault(text).rule == "bad-time"


def test_a_duration_has_five_parts_at_most_so_that_no_sum_leaves_the_calendar() -> None:
    assert durations.parse("1 w 2 d 3 h 4 min 5 s") == timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5)
    assert durations.parse("9999 w " * 6) is None
    last = datetime(2100, 12, 31, 23, 59, tzinfo=UTC)
    assert promised("9999 weeks " * 5, last)[1].year == 3059


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=119), "1 min"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(minutes=98), "1 h 38 min"),
        (timedelta(hours=24, minutes=59), "1 d"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
        (timedelta(minutes=-12), "12 min"),
    ],
)
def test_a_length_of_time_is_said_in_two_units_at_most(length: timedelta, text: str) -> None:
    assert durations.say(length) == text


# Reasons and unknown-until


@pytest.mark.parametrize(
    "text",
    [
        "16:30 UTC, because the other gateways take longer",
        "16:30 UTC because the other gateways take longer",
        "16:30 UTC; Because: the other gateways  take longer.",
    ],
)
def test_an_eta_may_end_in_its_reason(text: str) -> None:
    reason = "the other gateways take longer"
    assert moments.eta(text, AT) == Promise(earliest=utc(16, 30), by=utc(16, 30), because=reason)


def test_a_range_and_a_duration_may_end_in_a_reason_too() -> None:
    for text in (
        "16:00-17:00 UTC, because of the rain",
        "in 2 hours, because of the rain",
        "in 2-4 h because of the rain",
    ):
        eta = moments.eta(text, AT)
        assert isinstance(eta, Promise)
        assert eta.because == "of the rain"


@pytest.mark.parametrize(
    "text",
    [
        "unknown until 14:50 UTC, because we look",
        "Unknown until 14:50 UTC because we look",
        "unknown until 2026-11-03 14:50 UTC, because: we look.",
        "unknown, until 14:50 UTC, because we look",
    ],
)
def test_unknown_until_promises_an_answer_and_no_restoration(text: str) -> None:
    assert moments.eta(text, AT) == UnknownUntil(until=utc(14, 50), because="we look")


def test_unknown_until_without_a_reason_keeps_its_time() -> None:
    assert moments.eta("unknown until 14:50 UTC", AT) == UnknownUntil(until=utc(14, 50), because="")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unknown", "“unknown” says neither until when nor why."),
        ("unknown until", "“unknown” says neither until when nor why."),
        ("unknown, because we look", "“unknown” does not say until when."),
    ],
)
def test_unknown_says_what_it_lacks(text: str, message: str) -> None:
    found = fault(text)
    assert (found.rule, found.message) == ("eta-unknown-without-until-or-because", message)


@pytest.mark.parametrize("text", ["unknown until 11:00-12:00, because we look", "unknown until noon, because we look"])
def test_unknown_until_needs_a_time_that_can_be_read(text: str) -> None:
    assert fault(text).rule in ("time-without-zone", "bad-time")


# Times in prose


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("We will know by 15:30 UTC.", [utc(15, 30)]),
        ("We know more before 2026-11-04 12:00 UTC whether it is the disk.", [utc(12, 0, day=4)]),
        ("We will know within 2 hours.", [utc(16, 20)]),
        ("We know in 30 min, at the latest by 16:00 UTC.", [utc(14, 50), utc(16, 0)]),
        ("It began at 14:05 UTC.", []),
        ("We will know by 24:30 UTC.", []),
        ("The rest is done by 3 hours of work.", []),
        ("We know by 11:00-12:00.", []),
    ],
)
def test_prose_promises_a_time_behind_words_such_as_by_and_within(prose: str, expected: list[datetime]) -> None:
    assert list(prose_times.said_in(prose, AT)) == expected
