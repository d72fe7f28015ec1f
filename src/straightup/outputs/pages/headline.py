"""The sentence on top: true whatever the reports say, and never a state that an open report contradicts."""

from straightup.model.states import Stage, State
from straightup.outputs.language.words import Words
from straightup.site.view import Report, Site


def headline(site: Site, words: Words) -> str:
    """One sentence, or two, in the words of the open incident where there is one."""
    _ = words.language.gettext
    if len(site.open) == 1 and not site.active:
        return _one(site, site.open[0], words)
    if not site.open and len(site.active) == 1:
        report = site.active[0]
        sentence = _one(site, report, words)
        if not report.overrunning:
            return sentence
        # In lines of their own, since what collects the texts to translate does not look into f-strings.
        unsaid = _("Its time is over, and we have not said that it began.")
        longer = _("It takes longer than planned.")
        return f"{sentence} {unsaid if report.incident.stage is Stage.SCHEDULED else longer}"
    if site.open or site.active:
        return _several(site, words)
    if site.quarantined:
        return _("No open incident, as far as we can read: see below.")
    return _("Everything works.")


def _one(site: Site, report: Report, words: Words) -> str:
    _ = words.language.gettext
    title = report.incident.title.rstrip(".") or _("One incident without a title is open")
    sentence = title if title.endswith(("!", "?")) else f"{title}."
    if report.open and report.incident.stage is Stage.MONITORING and report.state is State.OPERATIONAL:
        back = _("Service is back, and we are watching it.")
        return f"{sentence} {back}"
    named = {component for component, _state in report.incident.components}
    others = [view for view in site.components if view.component.id not in named]
    certain = not (site.quarantined or _is_doubtful(site, report)) and all(
        view.state is State.OPERATIONAL for view in others
    )
    rest = _("Everything else works.")
    return f"{sentence} {rest}" if others and certain else sentence


def _is_doubtful(site: Site, report: Report) -> bool:
    """Whether the report leaves open what else it concerns, so that nothing can be said of the rest."""
    return not report.incident.components or report.overrunning or report.incident.id in (site.findings or {})


def _several(site: Site, words: Words) -> str:
    _ = words.language.gettext
    by_state: dict[State, list[str]] = {}
    for view in site.components:
        by_state.setdefault(view.state, []).append(view.component.name)
    parts = []
    for state in sorted(by_state, key=lambda state: -state.rank):
        names = by_state[state]
        if state is not State.OPERATIONAL:
            parts.append(_are(state, names, words))
    parts += [
        _("%(title)s: longer than planned.", title=report.incident.title.rstrip("."))
        for report in site.active
        if report.overrunning
    ]
    reports = [*site.open, *site.active]
    if not parts:
        return words.language.ngettext("%(num)s report is open.", "%(num)s reports are open.", len(reports))
    # A component that an open report names is not simply one of those that work.
    named = {name for report in reports for name, _state in report.incident.components}
    doubted = any(_is_doubtful(site, report) for report in reports)
    doubted = doubted or any(view.state is State.OPERATIONAL and view.component.id in named for view in site.components)
    if State.OPERATIONAL in by_state and not doubted and not site.quarantined:
        parts.append(_("Everything else works."))
    return " ".join(parts)


def _are(state: State, names: list[str], words: Words) -> str:
    ngettext, count, listed = words.language.ngettext, len(names), _listed(names, words)
    match state:
        case State.MAINTENANCE:
            return ngettext("%(names)s is under maintenance.", "%(names)s are under maintenance.", count, names=listed)
        case State.DEGRADED:
            return ngettext("%(names)s is degraded.", "%(names)s are degraded.", count, names=listed)
        case State.PARTIAL_OUTAGE:
            return ngettext("%(names)s is partly down.", "%(names)s are partly down.", count, names=listed)
        case _:
            return ngettext("%(names)s is down.", "%(names)s are down.", count, names=listed)


def _listed(names: list[str], words: Words) -> str:
    if len(names) <= 4:
        return words.language.listed(names)
    more = len(names) - 3
    return words.language.ngettext(
        "%(names)s and %(num)s more",
        "%(names)s and %(num)s more",
        more,
        names=words.language.gettext(", ").join(names[:3]),
    )
