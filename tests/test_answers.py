"""The answers as customers read them, and the small words around promises."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from markupsafe import Markup

from straightup.model.findings import Diagnostic, Severity, Span
from straightup.model.imported import Imported
from straightup.model.incident import CauseState, Incident, Promise, UnknownUntil, Update
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages.answer import Answer
from straightup.outputs.pages.answers import answers
from straightup.site.assemble import assemble
from straightup.site.view import Report
from support.reports import incident, told, utc

DAY = datetime(2026, 11, 3, tzinfo=UTC)
SETTINGS = Settings(components=(Component(id="checkout", name="Checkout"), Component(id="api", name="API")))
OPEN, DONE, DROPPED = PreventionState.OPEN, PreventionState.DONE, PreventionState.DROPPED


def by(hour: int, minute: int = 0, because: str = "", earliest: datetime | None = None) -> Promise:
    return Promise(earliest=earliest or utc(hour, minute), by=utc(hour, minute), because=because)


def unknown(hour: int, because: str = "we look") -> UnknownUntil:
    return UnknownUntil(until=utc(hour), because=because)


def answered(*updates: Update, **more: Any) -> Incident:
    report = incident(
        *updates,
        title="Cards fail",
        checkout=State.MAJOR_OUTAGE,
        impact="Cards are declined.",
        cause="A certificate expired.",
        cause_state=CauseState.KNOWN,
    )
    return replace(report, **more)


def report_of(found: Incident, now: datetime, *others: Incident) -> Report:
    report = assemble([found, *others], SETTINGS, now).report(found.id)
    assert report is not None
    return report


NOON = utc(12)


def words(now: datetime = NOON) -> Words:
    return Words(language("en"), now)


def said(found: Incident, now: datetime, *others: Incident) -> dict[str, str]:
    """Each question with everything that is said to it, as plain text."""
    site = assemble([found, *others], SETTINGS, now)
    every = answers(report_of(found, now, *others), site, words(now), Markup.escape)
    return {answer.question: _text(answer) for answer in every}


def _text(answer: Answer) -> str:
    parts = [answer.when, answer.late, answer.html, *(step.item.text for step in answer.steps), *answer.notes]
    if not answer.answered:
        parts.append(answer.unanswered)
    return " | ".join(re.sub("<[^>]*>", "", part) for part in parts if part)


# Restoration


@pytest.mark.parametrize(
    ("updates", "now", "expected"),
    [
        ([told(utc(14, 20))], utc(15), "No time was given."),
        ([told(utc(14, 20), eta=by(16))], utc(15), "16:00 UTC | First promise, not moved since."),
        (
            [told(utc(14, 20), eta=by(17, earliest=utc(16)))],
            utc(15),
            "16:00–17:00 UTC | First promise, not moved since.",
        ),
        (
            [told(utc(14, 20), eta=by(16))],
            utc(16, 1),
            "16:00 UTC | promised, and it has passed | Last word from us: 14:20 UTC.",
        ),
        (
            [told(utc(14, 20), eta=by(16)), told(utc(15), eta=by(17, because="a node is slow"))],
            utc(15, 1),
            "17:00 UTC | First promised for 16:00 UTC, moved once. | Because a node is slow",
        ),
        (
            [told(utc(14, 20), eta=by(16)), told(utc(15), eta=by(17)), told(utc(15, 5), eta=by(18))],
            utc(15, 6),
            "18:00 UTC | First promised for 16:00 UTC, moved 2 times.",
        ),
        (
            # The reason for 17:00 is none for 18:00.
            [told(utc(14, 20), eta=by(16)), told(utc(15), eta=by(17, because="a")), told(utc(15, 5), eta=by(18))],
            utc(15, 6),
            "18:00 UTC | First promised for 16:00 UTC, moved 2 times.",
        ),
        (
            # Said again, it is still the time that the reason was given for.
            [told(utc(14, 20), eta=by(16)), told(utc(15), eta=by(17, because="a")), told(utc(15, 5), eta=by(17))],
            utc(15, 6),
            "17:00 UTC | First promised for 16:00 UTC, moved once. | Because a",
        ),
        (
            [told(utc(14, 20), eta=by(16, because="four servers, half an hour each"))],
            utc(15),
            "16:00 UTC | First promise, not moved since. | Because four servers, half an hour each",
        ),
        (
            [told(utc(14, 20), eta=by(16)), told(utc(15), eta=by(16, earliest=utc(15, 30)))],
            utc(15, 1),
            "15:30–16:00 UTC | First promised for 16:00 UTC, moved once.",
        ),
        (
            [told(utc(14, 20), eta=by(16)), told(utc(15), eta=unknown(17))],
            utc(15, 1),
            "Not known until 17:00 UTC | Because we look | Last promised for 16:00 UTC, and taken back since.",
        ),
        (
            [told(utc(14, 20), eta=by(16)), told(utc(14, 30), eta=unknown(15)), told(utc(14, 40), eta=by(16))],
            utc(14, 45),
            "16:00 UTC | Promised, taken back, and promised again.",
        ),
        (
            [told(utc(14, 20), eta=unknown(15))],
            utc(15, 30),
            "Not known until 15:00 UTC | promised, and it has passed | Because we look",
        ),
        (
            [told(utc(14, 20)), told(utc(15), Stage.MONITORING)],
            utc(15, 1),
            "A repair is in place. We watch whether it holds before we call it resolved.",
        ),
        (
            [told(utc(15), Stage.MONITORING, checkout=State.OPERATIONAL)],
            utc(15, 1),
            "Service is back. We watch it before we call it resolved.",
        ),
    ],
)
def test_restored_by_says_what_was_promised_and_how_it_moved(
    updates: list[Update], now: datetime, expected: str
) -> None:
    assert said(answered(*updates), now)["Restored by"] == expected


def test_like_incidents_say_how_long_it_took_and_how_long_from_this_step_on() -> None:
    def past(day: int, minutes: int) -> Incident:
        begun = DAY - timedelta(days=day)
        found = told(begun + timedelta(minutes=10), Stage.IDENTIFIED)
        over = told(begun + timedelta(minutes=minutes), Stage.RESOLVED)
        return answered(found, over, id=f"2026-10-{day:02}-a", started=begun)

    others = [past(day, 60 + day) for day in range(1, 7)]
    identified = answered(told(utc(14, 20), Stage.IDENTIFIED))
    found = said(identified, utc(15), *others)["Restored by"]
    assert found.startswith("Similar incidents took 1 h 3 min, and 53 min from this step on (medians of 6, 6).")
    investigated = answered(told(utc(14, 20)))
    assert (
        "Similar incidents took 1 h 3 min (median of 6 since 2026)."
        in said(investigated, utc(15), *others)["Restored by"]
    )


def test_what_it_was_when_it_is_over() -> None:
    over = answered(told(utc(14, 20)), told(utc(16), Stage.RESOLVED), restoration="A new certificate.")
    found = said(over, utc(17))
    assert list(found) == ["What was wrong", "Why", "How it came back", "So it stays fixed"]
    assert found["How it came back"] == "A new certificate. | Restored 3 November 2026, 16:00 UTC."
    assert found["So it stays fixed"] == "Not answered yet."


def test_the_follow_up_is_asked_for_while_steps_are_open() -> None:
    step = PreventionItem(text="Renew earlier", state=OPEN, due=date(2026, 11, 20))
    over = answered(told(utc(16), Stage.RESOLVED), prevention=(step,))
    assert said(over, utc(17))["Follow-up"] == "No date was given."
    promised = answered(told(utc(16), Stage.RESOLVED, next_update=utc(18)), prevention=(step,))
    assert said(promised, utc(17))["Follow-up"] == "18:00 UTC"
    assert said(promised, utc(19))["Follow-up"] == "18:00 UTC | promised, and it has passed"
    done = answered(told(utc(16), Stage.RESOLVED), prevention=(replace(step, state=DONE),))
    assert "Follow-up" not in said(done, utc(17))


def test_what_is_promised_to_make_it_right_stands_with_its_state_below_the_words() -> None:
    item = PreventionItem(text="Fees back", state=OPEN, due=date(2026, 11, 1))
    over = answered(told(utc(16), Stage.RESOLVED), making_it_right="Nobody pays.", remedies=(item,))
    assert said(over, utc(17))["Making it right"] == "Nobody pays. | Fees back"
    assert said(over, utc(17))["Follow-up"] == "No date was given."
    assert ("late", "making it right: 1 overdue") in words().chips(report_of(over, utc(17)).promises)
    done = replace(over, making_it_right="", remedies=(replace(item, state=DONE),))
    assert said(done, utc(17))["Making it right"] == "Fees back"
    assert "Making it right" not in said(replace(done, remedies=()), utc(17))


# Cause and prevention


def test_a_promised_cause_that_has_not_come_is_named() -> None:
    looking = answered(
        told(utc(14, 20)), cause="Not known yet.", cause_state=CauseState.NOT_KNOWN_YET, cause_known_by=utc(15)
    )
    assert said(looking, utc(14, 30))["Why"] == "Not known yet."
    late = "Not known yet. | That answer has been overdue since 15:00 UTC."
    assert said(looking, utc(15, 1))["Why"] == late
    suspected = answered(told(utc(14, 20)), cause="Probably the disk.", cause_state=CauseState.SUSPECTED)
    assert said(suspected, utc(15))["Why"] == "Probably the disk. | Suspected, not confirmed."


def test_who_owes_no_prevention_is_not_asked_for_it() -> None:
    over = told(utc(16), Stage.RESOLVED)
    false_alarm = answered(over, false_alarm=True)
    assert said(false_alarm, utc(17))["So it stays fixed"] == "Nothing was broken: it was a false alarm."
    duplicate = answered(over, duplicate_of="2026-11-02-b", cause="")
    assert said(duplicate, utc(17))["So it stays fixed"] == "Answered in the original report."
    assert said(duplicate, utc(17))["Why"] == "Answered in the original report."
    looking = answered(told(utc(14, 20)))
    assert said(looking, utc(15))["So it stays fixed"] == "Not answered yet. Due within 10 days after it is over."


def test_what_customers_can_do_meanwhile_stands_below_what_is_wrong_while_it_lasts() -> None:
    lasting = said(answered(told(utc(14, 20)), workaround="Pay by bank transfer."), utc(15))
    assert list(lasting.items())[:2] == [
        ("What is wrong", lasting["What is wrong"]),
        ("Meanwhile", "Pay by bank transfer."),
    ]
    over = answered(told(utc(16), Stage.RESOLVED), workaround="Pay by bank transfer.")
    assert "Meanwhile" not in said(over, utc(17))


def test_credits_stand_at_the_end() -> None:
    over = answered(told(utc(16), Stage.RESOLVED), making_it_right="Fees are refunded.")
    assert list(said(over, utc(17)).items())[-1] == ("Making it right", "Fees are refunded.")


# Maintenance and notices


def maintenance(*updates: Update, **more: Any) -> Incident:
    return answered(*updates, kind=Kind.MAINTENANCE, starts=utc(14), ends=utc(15), **more)


def test_maintenance_says_when_first_and_what_was_done_when_it_is_over() -> None:
    planned = maintenance(told(utc(10), Stage.SCHEDULED, next_update=utc(14)), restoration="We copy the tables.")
    found = said(planned, utc(12))
    assert list(found) == ["When", "Next update", "What to expect", "Why", "What we do"]
    assert found["When"] == "3 Nov, 14:00–15:00 UTC"
    over = maintenance(told(utc(14, 50), Stage.COMPLETED), restoration="Copied.")
    assert list(said(over, utc(16))) == ["When", "What to expect", "Why", "How it went"]


def test_work_that_is_late_says_so_and_never_that_it_began_when_nobody_did() -> None:
    begun = maintenance(told(utc(14), Stage.IN_PROGRESS))
    assert said(begun, utc(15, 1))["When"] == "3 Nov, 14:00–15:00 UTC | takes longer than announced"
    unsaid = maintenance(told(utc(10), Stage.SCHEDULED))
    late = "3 Nov, 14:00–15:00 UTC | over, and we have not said that it began"
    assert said(unsaid, utc(15, 1))["When"] == late


def test_a_notice_answers_one_question() -> None:
    assert said(answered(kind=Kind.NOTICE), utc(15)) == {"What you should know": "Cards are declined."}


# Words


def outcome_texts(found: Incident, now: datetime) -> list[str]:
    return [re.sub("<[^>]*>", "", words(now).eta_outcome(eta)) for eta in report_of(found, now).promises.etas]


def test_what_came_of_a_promise_is_said_in_the_same_words_for_good_and_bad() -> None:
    first, over = told(utc(14, 20), eta=by(16)), Stage.RESOLVED
    for restored, expected, error in (
        (utc(16), "restored at that time", ""),
        (utc(15, 48), "restored 12 min before", "12 min early"),
        (utc(16, 12), "restored 12 min later", "12 min late"),
    ):
        resolved = answered(first, told(restored, over))
        assert outcome_texts(resolved, utc(18)) == [expected]
        assert words().eta_error(report_of(resolved, utc(18)).promises.etas[0]) == error
    assert outcome_texts(answered(first), utc(15)) == ["still to come"]
    assert outcome_texts(answered(first), utc(16, 5)) == ["passed, and not restored by 16:05 UTC"]
    assert outcome_texts(answered(first), utc(40)) == ["passed, and not restored by 4 Nov, 16:00 UTC"]
    moved = answered(first, told(utc(15), eta=by(17)))
    assert outcome_texts(moved, utc(15, 5)) == ["moved since", "still to come"]
    back = answered(first, told(utc(15), Stage.MONITORING, checkout=State.OPERATIONAL))
    assert outcome_texts(back, utc(17)) == ["service is back; judged when it is resolved"]
    broken = answered(first, told(utc(15), Stage.MONITORING))
    assert outcome_texts(broken, utc(17)) == ["passed, and not restored by 17:00 UTC"]


def test_what_came_of_an_answer_that_was_promised() -> None:
    def outcome(now: datetime, *later: Update) -> str:
        found = answered(told(utc(14, 20), eta=unknown(15)), *later)
        (answer,) = report_of(found, now).promises.answers
        return re.sub("<[^>]*>", "", words(now).answer_outcome(answer))

    assert outcome(utc(14, 30)) == "still to come"
    assert outcome(utc(15, 10)) == "not answered by 15:10 UTC"
    assert outcome(utc(16), told(utc(14, 50), eta=by(16))) == "answered 14:50 UTC"
    assert outcome(utc(16), told(utc(15, 6), eta=by(16))) == "answered 15:06 UTC, 6 min late"


@pytest.mark.parametrize(
    ("item", "state", "note"),
    [
        (PreventionItem(text="x", state=OPEN), "no date", ""),
        (PreventionItem(text="x", state=OPEN, due=date(2026, 11, 27)), "due 27 Nov", ""),
        (PreventionItem(text="x", state=OPEN, due=date(2026, 11, 1)), "was due 1 Nov", ""),
        (
            PreventionItem(text="x", state=OPEN, due=date(2027, 1, 1), because="parts"),
            "due 1 Jan 2027",
            "because parts",
        ),
        (PreventionItem(text="x", state=DONE), "done", ""),
        (
            PreventionItem(text="x", state=DONE, due=date(2026, 11, 1), done=date(2026, 11, 2)),
            "done 2 Nov",
            "1 day later than promised",
        ),
        (
            PreventionItem(text="x", state=DONE, due=date(2026, 11, 1), done=date(2026, 11, 3)),
            "done 3 Nov",
            "2 days later than promised",
        ),
        (PreventionItem(text="x", state=DROPPED, because="it is gone"), "dropped", "because it is gone"),
        (PreventionItem(text="x", state=DROPPED), "dropped", "without a reason given"),
    ],
)
def test_a_step_says_how_it_stands_and_why(item: PreventionItem, state: str, note: str) -> None:
    (step,) = report_of(answered(told(utc(14, 20)), prevention=(item,)), utc(15)).promises.steps
    assert (words().step_state(step), words().step_note(step)) == (state, note)


def test_a_row_sums_up_what_was_promised() -> None:
    done = PreventionItem(text="x", state=DONE)
    due = PreventionItem(text="y", state=OPEN, due=date(2026, 11, 27))
    overdue = PreventionItem(text="z", state=OPEN, due=date(2026, 11, 1))
    undated = PreventionItem(text="u", state=OPEN)
    first = told(utc(14, 20), eta=by(16), next_update=utc(15))

    def chips(
        *steps: PreventionItem, restored: datetime | None = None, at: datetime | None = None
    ) -> list[tuple[str, str]]:
        over = told(restored or utc(16), Stage.RESOLVED)
        found = answered(first, told(at or utc(15)), over, prevention=steps)
        return words(utc(18)).chips(report_of(found, utc(18)).promises)

    assert chips() == [("kept", "back on time"), ("kept", "1 of 1 update on time")]
    assert chips(restored=utc(15, 30))[0] == ("kept", "back 30 min early")
    assert chips(restored=utc(16, 30))[0] == ("late", "back 30 min late")
    assert chips(at=utc(15, 10))[1] == ("late", "0 of 1 update on time")
    assert chips(done)[2] == ("kept", "prevention done")
    assert chips(done, due)[2] == ("", "prevention 1 of 2 done, next due 27 Nov")
    assert chips(done, overdue)[2] == ("late", "prevention 1 of 2 done, 1 overdue")
    assert chips(done, undated)[2] == ("", "prevention 1 of 2 done")
    assert len(chips(PreventionItem(text="d", state=DROPPED, because="b"))) == 2


def test_a_resolved_report_says_how_long_it_lasted_and_how_bad_it_was() -> None:
    over = told(utc(16), Stage.RESOLVED)
    slow = told(utc(15), Stage.IDENTIFIED, checkout=State.DEGRADED)
    for found, expected in (
        (answered(over), "after 2 h of major outage"),
        (answered(slow, over), "after 2 h, 1 h of it major outage"),
        (answered(over, components=(("checkout", State.OPERATIONAL),)), "after 2 h"),
        (answered(over, started=None), "after less than a minute"),
        (answered(told(utc(15))), ""),
    ):
        assert words(utc(18)).state_line(report_of(found, utc(18))) == expected


def test_a_stage_means_nothing_that_the_report_contradicts() -> None:
    say = words().stage_words
    assert say(answered(told(utc(14)))) == "we are looking for the cause"
    found = answered(told(utc(14), Stage.IDENTIFIED))
    assert say(found) == "the cause is found, the repair goes on"
    assert say(replace(found, cause_state=CauseState.SUSPECTED)) == "we have found where it is"
    watched = answered(told(utc(14), Stage.MONITORING))
    assert say(watched) == "service is back, we are watching"
    assert say(watched, is_bad=True) == "a repair is in place, we are watching whether it holds"
    assert say(maintenance(told(utc(10), Stage.SCHEDULED))) == ""


def test_a_window_over_midnight_names_both_days() -> None:
    say = words().window
    assert say(utc(22), utc(26)) == "3 Nov, 22:00 UTC – 4 Nov, 02:00 UTC"
    assert words().promised_time(utc(22), utc(26)) == "22:00 UTC – 4 Nov, 02:00 UTC"


def test_customers_are_told_the_question_and_not_the_rule() -> None:
    def finding(code: str) -> Diagnostic:
        place = Span.at(1, 1, 1)
        return Diagnostic("a.md", place, code, "name", Severity.ERROR, "message", "help")

    assert words().questions([finding("C01"), finding("E02"), finding("C02")]) == "Why, Restored by"
    assert words().questions([finding("F05")]) == "its form"


def test_what_another_tool_never_asked_for_is_not_recorded_rather_than_owed() -> None:
    over = answered(told(utc(16), Stage.RESOLVED), imported=Imported(source="cstate", on="2026-11-01"))
    found = said(replace(over, cause="", cause_state=CauseState.UNANSWERED), utc(17))
    assert (found["Why"], found["So it stays fixed"]) == ("Not recorded.", "Not recorded.")
    assert "Follow-up" not in found
    open_one = replace(answered(told(utc(15))), imported=Imported(source="cstate", on=""), cause="")
    assert said(open_one, utc(17))["Why"] == "Not answered yet."
