"""The keys of the front matter, each read as what it stands for."""

from datetime import datetime

from straightup.model.findings import Finding, Misread, Span, did_you_mean, nearest
from straightup.model.incident import ComponentStates, Imported, Incident, Kind
from straightup.model.limits import LONGEST_TITLE
from straightup.model.source import Field, Items, Node, Pairs, Text
from straightup.reading import answers, moments, updates
from straightup.reading.frontmatter import FrontMatter
from straightup.reading.moments import NoTime

_MAINTENANCE_KEYS = ("starts", "ends")
KEYS = (
    "title", "components", "started", "resolved", "kind", "starts", "ends", "cause-category", "repeat-of",
    "duplicate-of", "outcome", "reference", "author", "links", "exempt", "imported",
)  # fmt: skip


class Keys:
    """The fields of one front matter by key. Asking for a value reports what is wrong with it in `findings`."""

    def __init__(self, front_matter: FrontMatter) -> None:
        self.whole = front_matter.whole
        self.findings: list[Finding] = list(front_matter.findings)
        self.fields: dict[str, Field] = {}
        for field in front_matter.fields:
            key = field.key.value
            if key in KEYS:
                self.fields[key] = field
                continue
            help_text = did_you_mean(key, KEYS, f"The keys are {', '.join(KEYS)}.")
            self.findings.append(Finding(Misread.UNKNOWN_KEY, field.key.span, f"There is no key “{key}”.", help_text))

    def kind(self) -> Kind:
        """The kind of report; an unknown one is reported and read as the nearest, else as an incident."""
        text = self.text("kind")
        if not text:
            return Kind.INCIDENT
        if text.casefold() in list(Kind):
            return Kind(text.casefold())
        help_text = did_you_mean(text, Kind, f"The kinds are {', '.join(Kind)}.")
        self._report(Misread.UNKNOWN_KIND_OR_STAGE, self.fields["kind"], f"“{text}” is no kind of report.", help_text)
        meant = nearest(text, Kind)
        return Kind(meant) if meant else Kind.INCIDENT

    def _report(self, rule: Misread, field: Field, message: str, help_text: str, *, key: bool = False) -> None:
        span = field.key.span if key or not isinstance(field.node, Text) else field.node.span
        self.findings.append(Finding(rule, span, message, help_text))

    def text(self, key: str) -> str:
        """The value of `key` as typed, "" when it is absent or no text."""
        field = self.fields.get(key)
        if field is None:
            return ""
        if not isinstance(field.node, Text):
            self._report(Misread.BAD_YAML, field, f"“{key}” takes a text.", f"Write “{key}: …” on one line.", key=True)
            return ""
        return field.node.value.strip()

    def title(self) -> str:
        """The title on one line, "" for a placeholder."""
        title = " ".join(self.text("title").split())
        if not answers.answered(title):
            return ""
        if len(title) > LONGEST_TITLE:
            message = f"The title has {len(title)} characters; {LONGEST_TITLE} are allowed."
            self._report(
                Misread.TOO_LARGE, self.fields["title"], message, "Say what is wrong; the rest goes to ## Impact."
            )
        return title

    def moment(self, key: str) -> datetime | None:
        """The moment that `key` gives, in the author's offset."""
        text = self.text(key)
        if not answers.answered(text):
            return None
        found = moments.moment(text)
        if isinstance(found, NoTime):
            self._report(found.rule, self.fields[key], found.message, found.help)
            return None
        return found

    def _pair_nodes(self, key: str, example: str) -> list[tuple[Text, Text]]:
        field = self.fields.get(key)
        if field is None or (isinstance(field.node, Text) and not field.node.value):
            return []
        if not isinstance(field.node, Pairs):
            self._report(Misread.BAD_YAML, field, f"“{key}” takes a list of keys.", f"Write it as {example}.", key=True)
            return []
        found = []
        for name, node in field.node.items:
            if isinstance(node, Text):
                found.append((name, node))
            else:
                message = f"“{name.value}” takes a text."
                self.findings.append(Finding(Misread.BAD_YAML, _span(node), message, f"Write it as {example}."))
        return found

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """The (name, text) pairs of `links` or `exempt`."""
        examples = {"links": "“Post-mortem: https://…”", "exempt": "“E01: the reason”"}
        return tuple((name.value, node.value) for name, node in self._pair_nodes(key, examples[key]))

    def components(self) -> ComponentStates:
        """Each named component with its state from `started` on."""
        pairs = self._pair_nodes("components", "“checkout: degraded”, one on each line")
        places = [(name.value, node.value, node.span) for name, node in pairs]
        return updates.component_states(places, self.findings)

    def false_alarm(self) -> bool:
        """Whether nothing was wrong after all."""
        outcome = self.text("outcome").casefold()
        if outcome and outcome != "false-alarm":
            help_text = did_you_mean(outcome, ["false-alarm"], "The only outcome to state is false-alarm.")
            self._report(
                Misread.UNKNOWN_KIND_OR_STAGE, self.fields["outcome"], f"“{outcome}” is no outcome.", help_text
            )
        return outcome == "false-alarm"

    def imported(self) -> Imported | None:
        """Where the report came from, if it was imported."""
        pairs = self._pair_nodes("imported", "“from: cstate” and “on: 2026-11-03”")
        values = {name.value: node.value for name, node in pairs}
        if not values:
            return None
        return Imported(source=values.get("from", ""), on=values.get("on", ""))

    def ask_for_missing(self, incident: Incident) -> None:
        """Report each key that a report of this kind needs and does not have."""
        asked: tuple[str, ...] = ("title",)
        if incident.kind is Kind.MAINTENANCE:
            asked += _MAINTENANCE_KEYS
        elif incident.kind is Kind.INCIDENT or not incident.updates:
            asked += ("started",)
        for key in asked:
            field = self.fields.get(key)
            empty = field is not None and isinstance(field.node, Text) and not answers.answered(field.node.value)
            if field is not None and not empty:
                continue
            if field is None and not self.whole:
                continue
            example = "a sentence in a customer's words" if key == "title" else "2026-11-03 14:05 UTC"
            span = field.key.span if field else Span.at(1)
            self.findings.append(Finding(Misread.MISSING_KEY, span, f"“{key}” is missing.", f"Add “{key}: {example}”."))
        if incident.kind is Kind.INCIDENT:
            for key in _MAINTENANCE_KEYS:
                if key in self.fields:
                    help_text = "Write “started” and “resolved”, or add “kind: maintenance”."
                    self._report(Misread.UNKNOWN_KEY, self.fields[key], f"An incident has no “{key}”.", help_text)


def _span(node: Node) -> Span:
    match node:
        case Text(span=span) | Pairs(span=span) | Items(span=span):
            return span
