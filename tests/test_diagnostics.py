"""What is wrong, where, and how much it matters."""

import pytest

from straightup.model.findings import Diagnostic, Severity, Span, did_you_mean, nearest


def diagnostic(
    code: str = "S01", severity: Severity = Severity.ERROR, *, lapse: bool = False, path: str = "a", line: int = 1
) -> Diagnostic:
    return Diagnostic(path, Span.at(line), code, "name", severity, "message", lapse=lapse)


@pytest.mark.parametrize(
    ("found", "stops", "quarantines"),
    [
        (diagnostic("S01"), True, False),
        (diagnostic("F05"), True, True),
        (diagnostic("X01"), True, True),
        (diagnostic("F07", Severity.WARNING), False, False),
        (diagnostic("P01", lapse=True), False, False),
        (diagnostic("X01", lapse=True), False, False),
    ],
)
def test_an_error_stops_publishing_unless_only_time_brought_it_about(
    found: Diagnostic, stops: bool, quarantines: bool
) -> None:
    assert (found.stops_publishing, found.quarantines) == (stops, quarantines)


def test_diagnostics_are_ordered_by_path_place_and_code() -> None:
    first, second, third = diagnostic("U01"), diagnostic("C01", line=2), diagnostic("S01", line=2)
    last = diagnostic("A01", path="b")
    assert sorted([last, third, first, second]) == [first, second, third, last]


def test_the_same_fault_at_the_same_place_is_one() -> None:
    assert len({diagnostic(), diagnostic(severity=Severity.WARNING)}) == 1


def test_a_place_within_a_line_ends_behind_its_last_character() -> None:
    assert Span.at(3, 5, 2) == Span(3, 5, 3, 7)


def test_the_nearest_word_is_found_in_any_case_or_not_at_all() -> None:
    known = ["Next update", "ETA"]
    assert nearest("NEXT UPDAT", known) == "Next update"
    assert nearest("weather", known) is None
    assert did_you_mean("eta?", known, "Else.") == "Did you mean “ETA”?"
    assert did_you_mean("weather", known, "Else.") == "Else."
