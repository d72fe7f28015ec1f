"""What is kept in `fuzz/` never breaks a promise again, nor does anything near it: the same inputs in each run."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from fuzz import corpus
from fuzz.__main__ import a_round
from fuzz.mutation import near
from fuzz.targets import TARGETS
from support.effort import examples

pytestmark = pytest.mark.long
NUMBER = {"reading": 200, "settings": 120, "building": 8, "importing": 150}
"""Of inputs; building one takes the longest."""
KEPT = [(target, name) for target in TARGETS for name in corpus.of(target)]


@pytest.mark.parametrize(("target", "name"), KEPT)
def test_what_once_broke_a_promise_does_not_any_more(target: str, name: str) -> None:
    TARGETS[target](corpus.of(target)[name])


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_near_it_does(target: str) -> None:
    @settings(
        max_examples=examples(NUMBER[target]),
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # python -m fuzz makes it small
        suppress_health_check=list(HealthCheck),
    )
    @given(near(corpus.of(target)))
    def tries(data: bytes) -> None:
        TARGETS[target](data)

    tries()


def test_every_target_has_a_corpus_and_an_input_is_kept_as_it_was() -> None:
    assert {target for target, _ in KEPT} == set(TARGETS)
    data = bytes(range(256)) + b"\\x41\n\n"
    assert corpus.kept(corpus.written(data)) == data
    assert corpus.written(data).isascii()


def test_what_breaks_a_promise_is_found_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(data: bytes) -> None:
        assert b"javascript:" not in data

    monkeypatch.setitem(TARGETS, "reading", refuses)
    found = next(found for found in (a_round("reading", number) for number in range(20)) if found is not None)
    assert b"javascript:" in found
    assert len(found) < 2000
