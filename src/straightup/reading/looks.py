"""Whether a text that is no report looks as if it was meant to be one, so that it is not passed over in silence."""

import re

from straightup.model.source import MASK, SectionName
from straightup.model.states import STATED, Stage, State
from straightup.reading.markdown import Scanner, prose_lines

_STAGE = "|".join(re.escape(stage) for stage in Stage)
_TOLD = re.compile(rf"\d{{4}}-\d\d-\d\d[ T]\d\d:\d\d.{{0,40}}?\b(?:{_STAGE})\b", re.IGNORECASE)
_HURT = "|".join(re.escape(state) for state in STATED if state is not State.OPERATIONAL)
_STATE = re.compile(rf"\s*(?:[-*+]\s+)?[\w.-]+\s*[:=]\s*(?:{_HURT})\s*", re.IGNORECASE)
_SECTION = re.compile(rf"#{{1,4}}\s+(?:{'|'.join(SectionName)})\s*#*\s*", re.IGNORECASE)


def looks_like_report(text: str) -> bool:
    """Whether `text` holds what only a report holds, outside code and comments.

    That is a moment with a stage, a component with a state that is not operational, or the heading of a question.
    """
    lines = text.split("\n")
    prose = prose_lines(Scanner(lines, 1, frozenset()).scan())
    for line in (shown.replace(MASK, " ").rstrip() for shown in prose):
        if _SECTION.fullmatch(line) or _STATE.fullmatch(line) or _TOLD.search(line):
            return True
    return False
