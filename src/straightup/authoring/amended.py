"""The file with one more update, and with the answers that come with it. Every other byte stays."""

from dataclasses import replace

from straightup.authoring.given import Given
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.incident import Incident, Window
from straightup.model.source import MASK, Entry, SectionName
from straightup.reading import answers, read
from straightup.writing import splice
from straightup.writing.backslashes import kept_as_text
from straightup.writing.whole import moment, with_steps, write_update
from straightup.writing.whole import window as as_written


def amended(given: Given) -> bytes:
    """The file with the update, which is put in and read back.

    RefusedAnswer when the file would then say something else beside it.
    """
    text = given.source.decode("utf-8")
    for part in (_with_update, _with_window, _with_prose, _with_steps, _with_remedies):
        text = part(given, text, _read(given, text))
    if not _only_adds(given, _read(given, text).incident):
        raise RefusedAnswer(
            "The update cannot be put into this file without changing what else it says. Add it by hand; "
            "“straightup check” shows where the file is not in order."
        )
    return text.encode("utf-8")


def _read(given: Given, text: str) -> Entry:
    return read(given.before.path, text)


def _with_update(given: Given, text: str, entry: Entry) -> str:
    return splice.with_update(text, entry.document, write_update(given.update))


def _with_window(given: Given, text: str, entry: Entry) -> str:
    """With the window in the front matter too, which says the newest; the first update keeps the old one."""
    if given.window is None:
        return text
    announced = _announced(given)
    if announced:
        text = splice.with_field(text, entry.document, f"- Window: {as_written(announced)}")
    times = (("starts", given.window.starts, "kind"), ("ends", given.window.ends, "starts"))
    for key, when, after in times:
        if when != getattr(given.incident, key):
            try:
                text = splice.with_value(text, _read(given, text).document, key, moment(when), after)
            except ValueError:
                raise RefusedAnswer(f"“{key}” has more than one line. Write it on one, and try again.") from None
    return text


def _announced(given: Given) -> Window | None:
    """The window that the first update announced, where only the front matter said it until now."""
    incident = given.incident
    if not (given.window and incident.updates and incident.starts and incident.ends):
        return None
    if any(update.window or "Window" in update.unread for update in incident.updates):
        return None
    return Window(starts=incident.starts, ends=incident.ends)


def _with_prose(given: Given, text: str, entry: Entry) -> str:
    prose = (
        (SectionName.MEANWHILE, given.workaround),
        (SectionName.CAUSE, given.cause),
        (SectionName.RESTORATION, given.restoration),
    )
    for name, answer in prose:
        if answer.strip():
            text = _with_answer(given, text, entry, name, kept_as_text(answer))
            entry = _read(given, text)
    return text


def _with_steps(given: Given, text: str, entry: Entry) -> str:
    items = with_steps("", given.steps)
    unmarked = next((source for source in entry.document.prevention if not source.marked), None)
    if items and unmarked:
        # Beside a task they would be steps no more, and nobody would follow them.
        raise RefusedAnswer(
            f"The steps under ## Prevention (line {unmarked.span.line}) are no tasks yet. "
            "Begin each with “- [ ]”, and try again."
        )
    return _with_answer(given, text, entry, SectionName.PREVENTION, items) if items else text


def _with_remedies(given: Given, text: str, entry: Entry) -> str:
    answer = with_steps(given.making_it_right, given.remedies)
    return _with_answer(given, text, entry, SectionName.MAKING_IT_RIGHT, answer) if answer else text


def _with_answer(given: Given, text: str, entry: Entry, name: SectionName, answer: str) -> str:
    section = entry.document.section(name)
    already = section.text.replace(MASK, "").strip() if section else ""
    if already and (not answers.answered(already) or name in (SectionName.CAUSE, SectionName.MEANWHILE)):
        try:
            return splice.with_answer(text, entry.document, name, answer)
        except ValueError:
            where = section.span.line if section else 1
            raise RefusedAnswer(
                f"A comment stands in the middle of ## {name} (line {where}). Write this answer there by hand."
            ) from None
    return splice.with_section(text, entry.document, name, answer)


def _only_adds(given: Given, after: Incident) -> bool:
    """Whether `after` is what was there before, and the update, and the answers that were given."""
    if not after.updates:
        return False
    written = replace(after.updates[-1], text="", edits=())
    if written != replace(given.update, text="") or bool(after.updates[-1].text) != bool(given.message):
        return False
    before = given.incident
    # Until when a cause is promised counts from the newest update, so it may move with one.
    same = replace(after, updates=after.updates[:-1], cause_known_by=before.cause_known_by)
    if given.window and (after.starts, after.ends) == (given.window.starts, given.window.ends):
        same = replace(same, starts=before.starts, ends=before.ends)
    if _announced(given) and same.updates and same.updates[0].window == _announced(given):
        same = replace(same, updates=(replace(same.updates[0], window=None), *same.updates[1:]))
    if given.workaround and after.workaround:
        same = replace(same, workaround=before.workaround)
    if given.cause and after.cause:
        same = replace(same, cause=before.cause, cause_state=before.cause_state)
    if given.restoration and after.restoration:
        same = replace(same, restoration=before.restoration)
    if given.steps and after.prevention[len(before.prevention) :] == given.steps:
        same = replace(same, prevention=before.prevention)
    if given.remedies and after.remedies[len(before.remedies) :] == given.remedies:
        same = replace(same, remedies=before.remedies)
    if given.making_it_right and after.making_it_right:
        same = replace(same, making_it_right=before.making_it_right)
    return same == before
