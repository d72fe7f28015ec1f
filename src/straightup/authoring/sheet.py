"""The text that an editor opens with when an update is written in one, and what comes back from it."""

from dataclasses import replace

from straightup import rules
from straightup.authoring import inputs, question_texts
from straightup.authoring.amendment import Amendment
from straightup.authoring.announcement import announcement
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.reopening_questions import agree
from straightup.authoring.update_questions import ETA_ASKED, next_proposal
from straightup.authoring.window_questions import movable
from straightup.model.findings import Finding, Severity
from straightup.model.incident import Window
from straightup.model.source import SectionName
from straightup.model.states import Kind
from straightup.reading import read
from straightup.writing.whole import moment, with_steps, write_update
from straightup.writing.whole import window as as_written


def edited(amendment: Amendment, text: str) -> Amendment | None:
    """The answers in a text that came back from an editor, as `sheet` laid it out; None when it says nothing.

    RefusedAnswer names everything in it that cannot be read.
    """
    head = f"---\ntitle: x\nkind: {amendment.incident.kind}\n---\n\n## {SectionName.UPDATES}\n\n"
    entry = read("2000-01-01-update.md", head + text.lstrip("\ufeff"))
    shift = head.count("\n")
    wrong = [each for each in entry.findings if each.span.line > shift and _is_error(each)]
    if not entry.incident.updates and not wrong:
        return None
    if wrong:
        problems = " ".join(f"Line {each.span.line - shift}: {each.message} {each.help}" for each in wrong)
        raise RefusedAnswer(problems, wrong[0].rule)
    update, window = entry.incident.updates[0], entry.incident.updates[0].window
    found_later = entry.incident.cause or entry.incident.prevention or entry.incident.remedies
    if not update.text and not (amendment.incident.over and found_later):
        return None
    if len(entry.incident.updates) > 1:
        raise RefusedAnswer("There are two updates in this text. Write one at a time.")
    back = replace(
        amendment,
        at=update.at,
        stage=update.stage,
        message=update.text,
        eta=update.eta,
        next_update=update.next_update,
        components=update.components,
        began=update.began,
        restored=update.restored,
        starts=window.starts if window else None,
        ends=window.ends if window else None,
        because=window.because if window else "",
        workaround=entry.incident.workaround,
        cause=entry.incident.cause,
        restoration=entry.incident.restoration,
        steps=entry.incident.prevention,
        remedies=entry.incident.remedies,
        making_it_right=entry.incident.making_it_right,
    )
    if back.began is not None:
        agree(back, back.began)
    return back


def sheet(amendment: Amendment) -> str:
    """What an editor opens with: the heading, the fields, what is written already, and as comments what is asked."""
    blank = replace(amendment.update, text="")
    eta, following = amendment.same_eta, next_proposal(amendment)
    if amendment.stage in ETA_ASKED and eta and blank.eta is None:
        blank = replace(blank, eta=eta)
    if following and blank.next_update is None:
        blank = replace(blank, next_update=inputs.ahead(following, amendment.at))
    parts = [write_update(blank), amendment.message or announcement(amendment)]
    parts.append(f"<!--\n{_asked(amendment)}\n-->")
    if amendment.workaround or amendment.asks_workaround:
        parts.append(f"## {SectionName.MEANWHILE}\n\n{_section(amendment, SectionName.MEANWHILE)}")
    if amendment.over:
        parts += [f"## {name}\n\n{_section(amendment, name)}" for name in amendment.missing]
    return "\n\n".join(filter(None, parts)) + "\n"


def _asked(amendment: Amendment) -> str:
    incident = amendment.incident
    lines = [f"{incident.title} ({incident.id})", "", "What do you know, and what are you doing now?"]
    if amendment.stage in ETA_ASKED:
        lines.append(f"ETA: {question_texts.ETA_HINT}")
    lines += ["Next update: 14:50 UTC. Components: checkout degraded, api operational.", *_more_fields(amendment)]
    if incident.updates:
        last = incident.updates[-1]
        lines += ["", f"The last update, {moment(last.at)}, {last.stage}, said:", *last.text.split("\n")]
    lines += ["", "Comments like this one are not published. Leave no text, and nothing is written."]
    return "\n".join(lines).replace("--", "–")


def _more_fields(amendment: Amendment) -> list[str]:
    """The fields that only some updates have, as this one would write them."""
    incident, now = amendment.incident, moment(amendment.at)
    if movable(amendment):
        window = Window(starts=amendment.at, ends=amendment.at, because="…")
        return [f"If it takes place at another time: Window: {as_written(window)}"]
    if incident.kind is Kind.INCIDENT and incident.over:
        back = "" if amendment.reopens else "If it is back: Investigating in place of Resolved in the first line. "
        return [f"{back}If it began before this update: Began: {now}"]
    if incident.kind is Kind.INCIDENT and amendment.over:
        return [f"If customers were whole before this update: Restored: {now}"]
    return []


def _section(amendment: Amendment, name: SectionName) -> str:
    given = {
        SectionName.MEANWHILE: amendment.workaround,
        SectionName.CAUSE: amendment.cause,
        SectionName.RESTORATION: amendment.restoration,
    }
    if name is SectionName.PREVENTION and amendment.steps:
        return with_steps("", amendment.steps)
    if name is SectionName.MAKING_IT_RIGHT and (amendment.remedies or amendment.making_it_right):
        return with_steps(amendment.making_it_right, amendment.remedies)
    asked = {
        SectionName.MEANWHILE: f"{question_texts.WORKAROUND.partition(' (')[0]} {question_texts.WORKAROUND_HINT}",
        SectionName.CAUSE: "What was it? Or: Not found: what was ruled out, and what you watch now.",
        SectionName.RESTORATION: "What brought service back?",
        SectionName.PREVENTION: "- [ ] Alert on expiry (owner: SRE, due: 2026-11-20)",
        SectionName.MAKING_IT_RIGHT: "Only if you promise something: - [ ] Fees back (owner: Billing, due: 2026-11-20)",
    }
    steps = "\n".join(f"- [ ] {step}" for step in amendment.prepared) if name is SectionName.PREVENTION else ""
    return given.get(name, "") or f"<!-- {steps or asked[name]} -->"


def _is_error(finding: Finding) -> bool:
    return rules.of(finding.rule).severity is Severity.ERROR
