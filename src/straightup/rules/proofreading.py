"""W, from 17: has somebody read the text over for its readers? Copies, your own words and your notes are not for them."""

import re
from collections.abc import Iterator

from straightup.model.findings import Fault, Severity
from straightup.model.incident import Update
from straightup.model.source import Entry, SectionName
from straightup.rules.places import IN_PROSE, texts_of
from straightup.rules.rule import Context, rule
from straightup.rules.text.facts import tells
from straightup.rules.text.names import heard_before
from straightup.rules.text.substance import normal_text, text_key

_NOTE = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b")

_HEADING = "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
_TWO = (
    "## Updates\n\n### 2026-11-03 14:20 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 14:50 UTC\n\n"
    "The certificate expired at 14:03 UTC. We are issuing a new one.\n\n"
    "### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
)


@rule(
    code="W17",
    name="repeated-text",
    severity=Severity.WARNING,
    why="The same words again say that nobody looked again. Prepared procedures are good; prepared texts are noticed.",
    bad=f"{_TWO}The certificate expired at 14:03 UTC. We are issuing a new one.\n",
    good=f"{_TWO}The network has accepted the new certificate; the first of four gateways uses it.\n",
)
def repeated_text(entry: Entry, context: Context) -> Iterator[Fault]:
    seen = dict[str, Update]()
    for prose in entry.document.told:
        text = normal_text(prose.bare)
        if prose.update is None or not text:
            continue
        before = seen.setdefault(text, prose.update)
        oldest = context.texts.get(text_key(text), entry.incident.id)
        if before is prose.update and oldest >= entry.incident.id:
            continue
        known = heard_before(entry, context, title=prose.later)
        if not tells(prose.bare, known, context.words.is_common):
            continue  # a vague text is reported as that
        message = f"This is word for word an update of “{oldest}”."
        help_text = "Say what is true of this incident; a prepared text needs its own facts."
        if before is not prose.update:
            message = f"This is word for word the update of {before.at:%H:%M}."
            help_text = "Say what has changed since, or what you have learned, even if it is little."
        yield Fault(prose.place(), message, help_text)


@rule(
    code="W18",
    name="jargon",
    severity=Severity.WARNING,
    why="Your team's own words mean nothing to a customer, or something else. Only words that you list under `jargon` "
    "in the settings are reported.",
    bad=f"{_HEADING}The certificate of frobnicator expired at 14:03 UTC. We are issuing a new one.\n",
    good=f"{_HEADING}The certificate of our card gateway expired at 14:03 UTC. We are issuing a new one.\n",
)
def jargon(entry: Entry, context: Context) -> Iterator[Fault]:
    own = context.settings.jargon
    if not own:
        return
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(own, key=len, reverse=True)))})(?!\w)", re.IGNORECASE
    )
    for prose in texts_of(entry.document, SectionName.IMPACT, SectionName.MEANWHILE, SectionName.RESTORATION):
        for found in pattern.finditer(prose.bare):
            help_text = "Use the word that customers have for it, or say what it is for them."
            yield Fault(prose.place(found), f"“{found[0]}” is a word of yours, not of your customers.", help_text)


@rule(
    code="W19",
    name="leftover-note",
    severity=Severity.WARNING,
    why="A note such as TODO is published with the text around it, and tells customers that nobody read it before them.",
    bad=f"{_HEADING}The certificate expired at 14:03 UTC. TODO: ask Anna how many payments failed.\n",
    good=f"{_HEADING}The certificate expired at 14:03 UTC. <!-- TODO: ask Anna how many payments failed -->\n",
)
def leftover_note(entry: Entry, _: Context) -> Iterator[Fault]:
    if not any(note in entry.document.text for note in ("TODO", "FIXME", "TBD", "XXX")):
        return
    for prose in texts_of(entry.document, *IN_PROSE):
        if not _NOTE.sub("", prose.bare).strip(" .:?-\n"):
            continue  # a placeholder alone is an unanswered question, and reported as that
        for found in _NOTE.finditer(prose.bare):
            help_text = "Answer it, take it out, or put it into a comment: <!-- … -->."
            yield Fault(prose.place(found), f"“{found[0]}” is a note to yourselves.", help_text)


RULES = (
    repeated_text,
    jargon,
    leftover_note,
)
