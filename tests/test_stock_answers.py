"""The fixed lists of answers that answer nothing: what they hold, and what they must never hold."""

import time

import pytest

from straightup.model.stock_answers import is_empty, says_unknown


@pytest.mark.parametrize(
    "text",
    [
        "Under investigation.", "Unknown.", "Unknown at this time.", "TBC", "tbd", "We are investigating.",
        "Root cause analysis pending.", "We don't know yet.", "We don’t know yet. We compare disks.", "No idea yet.",
        "Investigating", "The root cause is not yet known.", "The cause is being investigated.", "RCA to follow",
        "Our engineers are investigating the issue.", "We are looking into it.", "To be determined",
        "Not yet identified.", "> Under investigation.", "The investigation is ongoing.", "Currently unknown",
        "We are still investigating the cause.", "**Unknown**", "Details will follow.",
    ],
)  # fmt: skip
def test_stock_forms_of_not_known_yet(text: str) -> None:
    assert says_unknown(text)


@pytest.mark.parametrize(
    "text",
    [
        "Human error.", "A configuration error.", "A technical issue with one of our systems.", "Network issue",
        "Due to unforeseen circumstances.", "A bug.", "We take this very seriously.", "Caused by human error.",
        "We apologise for the inconvenience. Human error.", "Network issues at our provider", "Hardware failure.",
        "This was caused by a technical problem.", "Server problem on our side.", "Sorry for any trouble this caused.",
        "Under investigation. We are sorry.", "See above.",
    ],
)  # fmt: skip
def test_names_for_trouble_vows_and_courtesies_are_no_answer(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    "text",
    [
        "A cable was cut.", "An expired certificate on the load balancer.", "The disk of the database was full.",
        "We do not know why the cable broke.", "Unknown clients flooded the gateway.", "database",
        "A failure of the power supply.", "Investigating the logs, we found a full disk.",
        "A bug in the release of May.", "Not found: the disks.",
        "Human error: we deleted the wrong table.", "Human error. The wrong table was deleted.", "We restarted it.",
        "", "   ", "Suspected: a full disk.",
    ],
)  # fmt: skip
def test_one_word_more_is_an_answer(text: str) -> None:
    assert not is_empty(text)
    assert not says_unknown(text)


@pytest.mark.parametrize(
    "word", ["internal ", "under ", "we are ", "network ", "the ", "seriously ", "a, ", ". ", "we take this "]
)
def test_no_text_takes_long(word: str) -> None:
    began = time.process_time()
    is_empty(word * 40 + "x")
    says_unknown(word * 100_000)
    assert time.process_time() - began < 1
