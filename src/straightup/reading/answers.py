"""Whether a text answers anything, and how sure the author of a cause is."""

import re
from datetime import datetime

from straightup.model import stock_answers
from straightup.model.incident import CauseState
from straightup.reading import prose_times

_PLACEHOLDER = re.compile(
    r"(?:[>*_`~\s-]*(?:todo|tbd|tba|fixme|n\s?/\s?a|n\.a\.|\?+|\.{2,}|…|[-–—]+)[*_`~\s.:!?-]*)|(?:todo|tbd|fixme)\b[:\s].*",
    re.IGNORECASE,
)
_LEAD = r"[\s>*_]*"
_CAUSE_OPENINGS = (
    (re.compile(rf"{_LEAD}not known yet\b", re.IGNORECASE), CauseState.NOT_KNOWN_YET),
    (re.compile(rf"{_LEAD}suspected{_LEAD}:", re.IGNORECASE), CauseState.SUSPECTED),
    (re.compile(rf"{_LEAD}not found{_LEAD}:", re.IGNORECASE), CauseState.NOT_FOUND),
)


def answered(text: str) -> bool:
    """Whether `text` (published, so without comments) holds more than a placeholder."""
    text = text.strip()
    return bool(text) and not (len(text) < 500 and _PLACEHOLDER.fullmatch(text))


def cause_state(text: str) -> CauseState:
    """What the opening words of `## Cause` say; “under investigation” and its like say that it is not known yet."""
    if not answered(text):
        return CauseState.UNANSWERED
    opened = next((state for opening, state in _CAUSE_OPENINGS if opening.match(text)), None)
    if opened is not None:
        return opened
    if stock_answers.says_unknown(text):
        return CauseState.NOT_KNOWN_YET
    return CauseState.EMPTY if stock_answers.is_empty(text) else CauseState.KNOWN


def known_by(cause: str, counted_from: datetime) -> datetime | None:
    """By when `cause` promises an answer: the last time in it, counted from `counted_from`; None when it gives none."""
    return max(prose_times.said_in(cause, counted_from), default=None)
