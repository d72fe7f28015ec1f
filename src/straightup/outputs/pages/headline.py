"""The sentence on top: true whatever the reports say, and never nicer than what could be read of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from straightup.model.states import Stage, State, worst_of
from straightup.outputs.language.words import Words
from straightup.outputs.standing import broken_for_long, is_back, silent_since
from straightup.record.intervals import state_at
from straightup.site.view import ComponentView, Report, Site

MOST_NAMES = 4


def headline(site: Site, words: Words) -> str:
    """One sentence, or a few, in the words of the open incident where there is one."""
    return " ".join(filter(None, sentences(site, words)))


def sentences(site: Site, words: Words) -> tuple[str, str]:
    """What is wrong, in the title of the worst report, and what else there is to say; "" where there is nothing."""
    _ = words.language.gettext
    reports = [*site.open, *site.active]
    left_out = list(_left_out(site, words))
    if reports:
        said = [*_first(site, reports[0], words), *_others(site, reports[0], reports[1:], words), *left_out]
    else:
        said = [*left_out, *_states(site.components, words)]
    if not said and site.unclear:
        return _("Part of what we know could not be read, so we cannot say that everything works."), ""
    if not said:
        return _("Everything works."), ""
    first = 1 if reports else len(said)
    rest = [*said[first:], *([_("Everything else works.")] if _rest_works(site, reports) else [])]
    return " ".join(said[:first]), " ".join(rest)


def _first(site: Site, report: Report, words: Words) -> Iterator[str]:
    """Of the worst report, and of what works worse than its title says."""
    _ = words.language.gettext
    title = report.incident.title.rstrip(".") or _("One incident without a title is open")
    yield title if title.endswith(("!", "?")) else f"{title}."
    if is_back(report):
        yield _("Service is back, and we are watching it.")
    broken = broken_for_long(report, site.now)
    if broken:
        yield _("We promised it back by %(time)s.", time=words.at(broken))
    if report.overrunning:
        unsaid = report.incident.stage is Stage.SCHEDULED
        # In lines of their own, since what collects the texts to translate does not look into f-strings.
        yield (
            _("Its time is over, and we have not said that it began.") if unsaid else _("It takes longer than planned.")
        )
    if report.unclear:
        yield _("Part of this report could not be read.")
    yield from _states(_beside_the_title(site, report), words)


def _beside_the_title(site: Site, report: Report) -> list[ComponentView]:
    return [view for view in site.components if not _is_in_the_title(view, report, site.now)]


def _is_in_the_title(view: ComponentView, report: Report, now: datetime) -> bool:
    """Whether the title speaks of how the component works, as that of an incident does of what the report names.

    That of a maintenance does not say what it means for customers, that of a report that is called over speaks of
    the past, and where another report says worse of the component, it knows nothing of that.
    """
    name = view.component.id
    named = report.incident.title and name in dict(report.incident.states)
    if not named or view.state is State.NOT_KNOWN:
        return False
    if state_at(report.spans.get(name, ()), now).rank < view.state.rank:
        return False
    return not report.incident.over if report.open else view.state.rank <= State.MAINTENANCE.rank


def _others(site: Site, first: Report, reports: list[Report], words: Words) -> Iterator[str]:
    """Of the reports beside `first`, what the states of the components do not say."""
    _ = words.language.gettext
    for report in [each for each in reports if each.overrunning][:MOST_NAMES]:
        yield _("%(title)s: longer than planned.", title=_title(report))
    for report in [each for each in reports if each.unclear][:MOST_NAMES]:
        yield _("%(title)s: part of this report could not be read.", title=_title(report))
    # Those of whose components nothing is said would not be heard of.
    said = {view.component.id for view in _beside_the_title(site, first) if view.state is not State.OPERATIONAL}
    silent = [report for report in reports if not (said.intersection(report.named) or report.overrunning)]
    if len(silent) == 1:
        yield _("Also open: %(title)s.", title=_title(silent[0]))
    elif silent:
        yield words.language.ngettext("%(num)s more report is open.", "%(num)s more reports are open.", len(silent))


def _title(report: Report) -> str:
    return report.incident.title.rstrip(".") or report.incident.id


def _rest_works(site: Site, reports: list[Report]) -> bool:
    """Whether all works that nobody speaks of, and somebody does not speak of something."""
    if site.unclear or any(_is_doubtful(site, report) for report in reports):
        return False
    named = {name for report in reports for name, _state in report.incident.components}
    others = [view.state for view in site.components if view.component.id not in named]
    if len(reports) == 1:
        return bool(others) and worst_of(others) is State.OPERATIONAL
    # A component that an open report names is not simply one of those that work.
    doubted = any(view.state is State.OPERATIONAL and view.component.id in named for view in site.components)
    return State.OPERATIONAL in others and not doubted


def _is_doubtful(site: Site, report: Report) -> bool:
    """Whether the report leaves open what else it concerns, so that nothing can be said of the rest."""
    return bool(
        not report.incident.components
        or report.overrunning
        or report.unclear
        or report.ahead
        or is_back(report)
        # Where nobody has looked for hours, nobody knows what else has broken since.
        or silent_since(report, site.now) is not None
        # It says that it is over, and that it is not.
        or (report.open and report.incident.over)
        or report.incident.id in (site.findings or {})
    )


def _left_out(site: Site, words: Words) -> Iterator[str]:
    """Reports that may hide something that does not work."""
    recent = [each for each in site.left_out if each.recent]
    if not recent:
        return
    titles = [words.language.apart(each.title.rstrip(".")) for each in recent if each.title]
    listed = words.language.some(titles, MOST_NAMES)
    ngettext, count = words.language.ngettext, len(recent)
    if titles:
        yield ngettext(
            "We could not show a report (%(titles)s).", "We could not show %(num)s reports (%(titles)s).", count,
            titles=listed,
        )  # fmt: skip
    else:
        yield ngettext("We could not show a report.", "We could not show %(num)s reports.", count)


def _states(views: Iterable[ComponentView], words: Words) -> Iterator[str]:
    """A sentence for each state but the best, the worst first."""
    by_state: dict[State, list[str]] = {}
    for view in views:
        by_state.setdefault(view.state, []).append(view.component.name)
    for state in sorted(by_state, key=lambda state: -state.rank):
        if state is not State.OPERATIONAL:
            yield _are(state, by_state[state], words)


def _are(state: State, names: list[str], words: Words) -> str:
    ngettext, count, listed = words.language.ngettext, len(names), words.language.some(names, MOST_NAMES)
    match state:
        case State.NOT_KNOWN:
            return ngettext(
                "Whether %(names)s works is not known.", "Whether %(names)s work is not known.", count, names=listed
            )
        case State.MAINTENANCE:
            return ngettext("%(names)s is under maintenance.", "%(names)s are under maintenance.", count, names=listed)
        case State.DEGRADED:
            return ngettext("%(names)s is degraded.", "%(names)s are degraded.", count, names=listed)
        case State.PARTIAL_OUTAGE:
            return ngettext("%(names)s is partly down.", "%(names)s are partly down.", count, names=listed)
        case _:
            return ngettext("%(names)s is down.", "%(names)s are down.", count, names=listed)
