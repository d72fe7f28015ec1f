"""S: what is wrong, and for whom?"""

from collections.abc import Iterator

from straightup.model.findings import Fault, Misread, Severity, Span, did_you_mean, meant
from straightup.model.limits import CLOCK_SKEW, LONGEST_TITLE, MOST_SEARCHED
from straightup.model.settings import meant_component
from straightup.model.source import Entry, Pairs, SectionName, Text
from straightup.model.states import Kind, any_is_down
from straightup.model.stock_answers import is_empty, says_none
from straightup.rules.places import place_of_key, place_of_section
from straightup.rules.rule import Context, Rule, rule
from straightup.rules.text.fact_lists import Fact
from straightup.rules.text.facts import facts
from straightup.rules.text.names import heard_before

_IMPACT = "## Impact\n\nCards issued in the EU are declined at checkout.\n\n"


@rule(
    code="S01",
    name="impact-unanswered",
    why="The first thing a customer wants to know is whether this is what they are seeing. An incident without an "
    "impact leaves them to guess, and to write to you. A placeholder, a comment or “we are investigating” is no answer.",
    bad="## Impact\n\nTBD\n",
    good="## Impact\n\nCards issued in the EU are declined at checkout. Other cards and bank transfers work.\n",
)
def impact_unanswered(entry: Entry, _: Context) -> Iterator[Fault]:
    if not entry.incident.impact or is_empty(entry.incident.impact):
        yield Fault(
            place_of_section(entry.document, SectionName.IMPACT),
            "Customers are not told what is wrong for them.",
            "Write under ## Impact what they see, who is affected, and what still works.",
        )


@rule(
    code="S02",
    name="no-component",
    why="Components are how customers filter: the one who only uses the API wants to see at a glance that checkout "
    "is meant. Without one, the incident colours nothing and the page looks better than it is.",
    bad="components: {}\n",
    good="components:\n  checkout: major-outage\n",
)
def no_component(entry: Entry, _: Context) -> Iterator[Fault]:
    document, field = entry.document, entry.document.field("components")
    if entry.incident.kind is Kind.NOTICE or not document.front_matter_whole or document.components:
        return
    empty = field is None or (isinstance(field.node, Pairs) and not field.node.items)
    if field is not None and isinstance(field.node, Text) and not field.node.value:
        empty = True
    if empty:
        help_text = "Name each component with its state, such as “checkout: major-outage”, under “components:”."
        place = field.key.span if field else Span.at(1)
        yield Fault(place, "No component is named, so nobody can tell if they are affected.", help_text)


@rule(
    code="S03",
    name="unknown-component",
    why="A component that the settings do not declare has no bars, no page and no feed, so the people who follow "
    "the right one hear nothing.",
    bad="components:\n  chekout: major-outage\n",
    good="components:\n  checkout: major-outage\n",
)
def unknown_component(entry: Entry, context: Context) -> Iterator[Fault]:
    offered = [component.id for component in context.settings.components]
    declared = {name for component in context.settings.declared for name in (component.id, *component.was)}
    if not declared:
        return

    otherwise = f"The components are {', '.join(offered)}; mkdocs.yml declares them."
    searched = set[str]()

    def fault(component: str, place: Span) -> Fault:
        searched.add(component[:LONGEST_TITLE])
        found = meant_component(component, context.settings) if len(searched) <= MOST_SEARCHED else component
        help_text = f"Did you mean “{found}”? It counts as that." if found != component else otherwise
        return Fault(place, f"There is no component “{component}”.", help_text)

    yield from (fault(named.value, named.span) for named in entry.document.components if named.value not in declared)
    for source in entry.document.updates:
        line = source.field("Components")
        if source.update and line:
            named = (component for component, _ in source.update.components)
            yield from (fault(component, line.value_span) for component in named if component not in declared)


unknown_state = Rule(
    code="S04",
    name=Misread.UNKNOWN_STATE,
    why="Five states are enough to say how bad it is, and they mean the same to everybody. Another word would show "
    "the component as working.",
    bad="components:\n  checkout: kaputt\n",
    good="components:\n  checkout: major-outage\n",
)


@rule(
    code="S06",
    name="update-before-started",
    severity=Severity.WARNING,
    why="Word that is older than the trouble usually means that “started” is when somebody noticed, not when it "
    "began. Customers measure from when it began.",
    bad="started: 2026-11-03 14:55 UTC\n",
    good="started: 2026-11-03 14:05 UTC\n",
)
def update_before_started(entry: Entry, context: Context) -> Iterator[Fault]:
    started = entry.incident.started
    if (
        entry.incident.kind is not Kind.INCIDENT
        or started is None
        or not context.clock.reached(started, early=CLOCK_SKEW)
    ):
        return
    for source in entry.document.updates:
        if source.clear and source.clear.at < started:
            help_text = "If you knew earlier, move “started” back; else check the day and the zone."
            yield Fault(source.heading, "This update is older than “started” says.", help_text)


@rule(
    code="S07",
    name="ends-before-starts",
    why="A window that ends before it starts never opens: customers would see no maintenance at all.",
    bad="kind: maintenance\nstarts: 2026-11-28 04:00 UTC\nends: 2026-11-28 03:00 UTC\n",
    good="kind: maintenance\nstarts: 2026-11-28 04:00 UTC\nends: 2026-11-28 05:00 UTC\n",
)
def ends_before_starts(entry: Entry, _: Context) -> Iterator[Fault]:
    incident = entry.incident
    begins = incident.starts or incident.started
    if incident.ends and begins and incident.ends <= begins:
        place = place_of_key(entry.document, "ends")
        yield Fault(place, "It ends before it starts.", "Check both days and zones.")


@rule(
    code="S09",
    name="unknown-incident",
    severity=Severity.WARNING,
    why="“It happened before” is only honest when the reader can follow the link and compare.",
    bad="repeat-of: 2026-10-01-card-payments\n",
    good="repeat-of: 2026-10-01-card-payments-eu\n",
)
def unknown_incident(entry: Entry, context: Context) -> Iterator[Fault]:
    incident = entry.incident
    named = {"repeat-of": incident.repeat_of, "duplicate-of": incident.duplicate_of}
    named["occurrence-of"] = incident.occurrence_of.rpartition("@")[0]
    for key, identity in named.items():
        if identity and identity.casefold() == entry.incident.id.casefold():
            help_text = f"Name the other report, or take “{key}” out."
            message = f"“{key}” names this report itself."
            yield Fault(place_of_key(entry.document, key), message, help_text)
            continue
        if not identity or not context.files or identity.casefold() in context.files:
            continue
        help_text = did_you_mean(identity, context.files, "Write the name of its file without .md.")
        message = f"“{key}” names “{identity}”, and there is no such report."
        yield Fault(place_of_key(entry.document, key), message, help_text)


@rule(
    code="S10",
    name="time-in-the-future",
    why="An incident that starts tomorrow is a wrong zone, a wrong day, or a maintenance. Nobody can tell which, so "
    "customers would hear of it too late.",
    bad="started: 2026-11-04 14:05 UTC\n",
    good="started: 2026-11-03 14:05 UTC\n",
)
def time_in_the_future(entry: Entry, context: Context) -> Iterator[Fault]:
    for key, moment in (("started", entry.incident.started), ("resolved", entry.incident.resolved)):
        if entry.incident.kind is Kind.INCIDENT and moment and not context.clock.reached(moment, early=CLOCK_SKEW):
            message = f"“{key}” lies in the future."
            help_text = "Check the day and the zone; planned work is “kind: maintenance”."
            yield Fault(place_of_key(entry.document, key), message, help_text)


@rule(
    code="S33",
    name="notice-of-an-outage",
    why="A notice tells customers something although everything works, so it colours nothing. One with a component that "
    "does not work contradicts itself; the page shows the worse of the two, an incident, until the report says which.",
    bad="kind: notice\ncomponents:\n  checkout: major-outage\n",
    good="components:\n  checkout: major-outage\n",
)
def notice_of_an_outage(entry: Entry, _: Context) -> Iterator[Fault]:
    field = entry.document.field("kind")
    if field is None or entry.incident.kind is not Kind.INCIDENT or not isinstance(field.node, Text):
        return
    if meant(field.node.value, tuple(Kind)) is Kind.NOTICE:
        message = "This is called a notice, and a component in it does not work. It is read as an incident."
        yield Fault(field.node.span, message, "Take this line out, or say that the component is operational.")


@rule(
    code="S35",
    name="no-workaround",
    severity=Severity.WARNING,
    why="While something is down, the next thing that a customer wants to know is what they can do until it is back. "
    "Whoever has a way around it is helped at once, and whoever hears that there is none stops looking for one. What "
    "still works is an answer too, wherever it is said.",
    bad=f"{_IMPACT}## Meanwhile\n\n<!-- Is there a way around it? -->\n",
    good=f"{_IMPACT}## Meanwhile\n\nPay by bank transfer, or with a card from outside the EU. Your cart is kept.\n",
)
def no_workaround(entry: Entry, context: Context) -> Iterator[Fault]:
    incident = entry.incident
    if not incident.open or incident.imported or incident.duplicate_of or not any_is_down(incident.states):
        return
    if says_a_way_around(entry, context):
        return
    if not incident.workaround or (is_empty(incident.workaround) and not says_none(incident.workaround)):
        name = SectionName.MEANWHILE if entry.document.section(SectionName.MEANWHILE) else SectionName.IMPACT
        help_text = "Is there a way around it? Such as “Pay by bank transfer; your cart is kept.” under ## Meanwhile, or “None.”"
        message = "It would help customers to know what they can do meanwhile."
        yield Fault(place_of_section(entry.document, name), message, help_text)


def says_a_way_around(entry: Entry, context: Context) -> bool:
    """Whether the impact or an update says what still works, or what customers can do."""
    incident, known = entry.incident, heard_before(entry, context, title=False)
    told = (incident.impact, *(update.text for update in incident.updates))
    return any(map(context.words.way_around.first_in, told)) or any(
        kind is Fact.WORKAROUND for text in told for kind, _ in facts(text, known, context.words.is_common)
    )


RULES = (
    impact_unanswered,
    no_workaround,
    no_component,
    unknown_component,
    unknown_state,
    update_before_started,
    ends_before_starts,
    unknown_incident,
    time_in_the_future,
    notice_of_an_outage,
)
