"""In words: which facts a text has, and which its readers still miss."""

from collections.abc import Container, Mapping

from straightup.model.incident import Update
from straightup.model.states import Kind, Stage
from straightup.rules.text.fact_lists import Fact

_TELLS = {
    Fact.HINT: "that something fails",
    Fact.PLACE: "where",
    Fact.ACTION: "what you do",
    Fact.BACK: "that it is better",
}
_SHOWN = (Fact.AMOUNT, Fact.PART, Fact.NAME, Fact.DETAIL)
"""Of these the words themselves are shown."""
_Question = tuple[str, tuple[Fact, ...]]
_FAILS: _Question = ("what fails", (Fact.SYMPTOM,))
_WHOM: _Question = ("for whom", (Fact.SCOPE, Fact.PLACE))
_BROKE: _Question = ("what broke", (Fact.CAUSE, Fact.PART))
_SINCE: _Question = ("since when it works", (Fact.TIME,))
_QUESTIONS: Mapping[Stage | None, tuple[_Question, ...]] = {
    None: (("what customers see", (Fact.SYMPTOM,)), _WHOM, ("what still works", (Fact.SCOPE, Fact.WORKAROUND))),
    Stage.INVESTIGATING: (_FAILS, _WHOM, ("what you are checking", (Fact.ACTION, Fact.CAUSE, Fact.PART))),
    Stage.IDENTIFIED: (_BROKE, ("what you do about it", (Fact.ACTION,)), ("what customers can do", (Fact.WORKAROUND,))),
    Stage.MONITORING: (
        ("what you changed", (Fact.ACTION,)),
        _SINCE,
        ("what you are watching", (Fact.PART, Fact.AMOUNT)),
    ),
    Stage.RESOLVED: (_SINCE, ("what was wrong", (Fact.CAUSE, Fact.PART)), ("what was done", (Fact.ACTION,))),
}
_OF_PLANNED_WORK: tuple[_Question, ...] = (
    ("what is done", (Fact.ACTION, Fact.CAUSE)),
    ("what customers will notice", (Fact.SCOPE, Fact.SYMPTOM)),
    ("from when until when", (Fact.TIME,)),
)


def only(update: Update | None, found: Mapping[Fact, str]) -> str:
    """What a text that is too little says, as a sentence."""
    said = [words for kind, words in _TELLS.items() if kind in found]
    said += [f"“{found[kind]}”" for kind in _SHOWN if kind in found]
    if said:
        return f"All that customers learn here is {_and(said)}."
    return f"This {'update' if update else 'impact'} tells customers nothing that they did not know."


def missing(kind: Kind, update: Update | None, found: Container[Fact]) -> str:
    """What readers of a text at that stage still miss, as advice."""
    planned = update is not None and kind is not Kind.INCIDENT
    asked = _OF_PLANNED_WORK if planned else _QUESTIONS[update.stage if update else None]
    left = [question for question, answers in asked if not any(each in found for each in answers)]
    return f"Say {_and(left)}." if left else "Say it in a whole sentence."


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
