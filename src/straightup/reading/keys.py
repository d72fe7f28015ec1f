"""The keys of the front matter, each read as what it stands for."""

from datetime import datetime

from straightup.model.findings import Finding, Misread, Span, did_you_mean, meant, nearest, read_as
from straightup.model.imported import Imported
from straightup.model.incident import Incident
from straightup.model.limits import LONGEST_TITLE
from straightup.model.source import Field, Items, Node, Pairs, Text, Visibility
from straightup.model.states import Kind, Noticed
from straightup.reading import answers, components, moments, recovery, visibility
from straightup.reading.components import Named
from straightup.reading.frontmatter import FrontMatter
from straightup.reading.moments import NoTime
from straightup.reading.visibility import WORDS

_MAINTENANCE_KEYS = ("starts", "ends")
_INCIDENT_KEYS = ("started", "resolved")
RECURRENCE_KEYS = ("repeats", "from", "until", "except")
"""Not among those that are found where YAML broke: `imported` has a `from` too."""
NOT_RECORDED = "not recorded"
KEYS = (*recovery.KEYS, "draft", *RECURRENCE_KEYS, "occurrence-of")


class Keys:
    """The fields of one front matter by key. Asking for a value reports what is wrong with it in `findings`.

    A key that can only be a slip of a known one is read as that, unless the known one stands there too.
    """

    def __init__(self, front_matter: FrontMatter) -> None:
        self.whole = front_matter.whole
        self.findings: list[Finding] = list(front_matter.findings)
        self.fields: dict[str, Field] = {}
        self.lost = [key.value for key in front_matter.lost if key.value in KEYS]
        self.unread: list[str] = []
        """The keys whose values could not be read, in the order in which they were asked for."""
        self.visibility: list[Visibility] = []
        self.named: list[tuple[Text, Text]] = [
            (field.key, field.node)
            for above, field in front_matter.again
            if above == "components" and isinstance(field.node, Text)
        ]
        """Components that stand elsewhere than they should: a second time, or beside `components`."""
        unknown = []
        for field in front_matter.fields:
            if field.key.value in WORDS:
                self.visibility.append(visibility.read(field, field.key.value))
            elif field.key.value in KEYS:
                self.fields[field.key.value] = field
            else:
                unknown.append(field)
        for above, field in front_matter.again:
            if not above and field.key.value == "components":
                self.named += components.in_node(field.node)
        self._move_misplaced()
        for field in sorted(unknown, key=lambda field: meant(field.key.value, KEYS) != "kind"):
            self._unknown(field)

    def _move_misplaced(self) -> None:
        """Keys that were indented, so that they stand among the components."""
        field = self.fields.get("components")
        if field is None or not isinstance(field.node, Pairs):
            return
        kept = []
        for key, node in field.node.items:
            moved = key.value in KEYS and isinstance(node, Text) and components.state_of(node.value) is None
            if not moved or key.value in self.fields:
                kept.append((key, node))
                continue
            self.fields[key.value] = Field(key, node)
            message = f"“{key.value}” stands among the components."
            self.findings.append(Finding(Misread.BAD_YAML, key.span, message, "Begin its line without spaces."))
        self.fields["components"] = Field(field.key, Pairs(tuple(kept), field.node.span))

    def _unknown(self, field: Field) -> None:
        key = field.key.value
        if word := visibility.word_of(key):
            self.visibility.append(visibility.read(field, word))
            return
        message, known = f"There is no key “{key}”.", self._asked_of_this_kind()
        found = meant(key, known)
        if found is None and isinstance(field.node, Text) and components.state_of(field.node.value):
            self.named.append((field.key, field.node))
            help_text = "Indent it under “components:” by two spaces. It is read as a component."
        else:
            help_text = read_as(key, known, f"The keys are {', '.join(KEYS)}.")
        if found is not None and found not in self.fields:
            self.fields[found] = Field(Text(found, field.key.span), field.node)
        elif found is not None:
            help_text = f"Did you mean “{found}”? It stands there already."
        self.findings.append(Finding(Misread.UNKNOWN_KEY, field.key.span, message, help_text))

    def _asked_of_this_kind(self) -> tuple[str, ...]:
        field = self.fields.get("kind")
        kind = meant(field.node.value, tuple(Kind)) if field and isinstance(field.node, Text) else None
        others = {Kind.MAINTENANCE: _INCIDENT_KEYS, Kind.NOTICE: ()}.get(Kind(kind or "incident"), _MAINTENANCE_KEYS)
        if kind != Kind.MAINTENANCE:
            others = (*others, *RECURRENCE_KEYS, "occurrence-of")
        return tuple(key for key in KEYS if key not in others)

    def _unreadable(self, key: str) -> None:
        if key not in self.unread:
            self.unread.append(key)

    def kind(self) -> Kind:
        """The kind of report; an unknown one is reported and read as the nearest, else as an incident."""
        text = self.text("kind")
        if not text:
            return Kind.INCIDENT
        if text.casefold() in list(Kind):
            return Kind(text.casefold())
        found = meant(text, tuple(Kind)) or nearest(text, (Kind.INCIDENT, Kind.MAINTENANCE))
        help_text = f"Did you mean “{found}”? It is read as that." if found else f"The kinds are {', '.join(Kind)}."
        self._report(Misread.UNKNOWN_KIND_OR_STAGE, self.fields["kind"], f"“{text}” is no kind of report.", help_text)
        if found is None:
            self._unreadable("kind")
        return Kind(found) if found else Kind.INCIDENT

    def _report(self, rule: Misread, field: Field, message: str, help_text: str, *, key: bool = False) -> None:
        span = field.key.span if key or not isinstance(field.node, Text) else field.node.span
        self.findings.append(Finding(rule, span, message, help_text))

    def plain(self, key: str) -> str:
        """The value of `key`, whatever it is, without a word about it."""
        field = self.fields.get(key)
        return field.node.value if field and isinstance(field.node, Text) else ""

    def text(self, key: str) -> str:
        """The value of `key` as typed, "" when it is absent or no text."""
        field = self.fields.get(key)
        if field is None:
            if key in self.lost:
                self._unreadable(key)
            return ""
        if not isinstance(field.node, Text):
            self._report(Misread.BAD_YAML, field, f"“{key}” takes a text.", f"Write “{key}: …” on one line.", key=True)
            self._unreadable(key)
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
        if not answers.answered(text) or (key == "resolved" and self.end_not_recorded()):
            return None
        found = moments.moment(text)
        if isinstance(found, NoTime):
            self._report(found.rule, self.fields[key], found.message, found.help)
            self._unreadable(key)
            return None
        return found

    def end_not_recorded(self) -> bool:
        """Whether it says that it is over, and that nobody wrote down since when. Only what was imported can."""
        said = " ".join(self.plain("resolved").casefold().split())
        return said == NOT_RECORDED and "imported" in self.fields and self.plain("kind") in ("", Kind.INCIDENT)

    def _pair_nodes(self, key: str, example: str) -> list[tuple[Text, Text]]:
        field = self.fields.get(key)
        if key in self.lost:
            self._unreadable(key)
        if field is None or (isinstance(field.node, Text) and not field.node.value):
            return []
        if not isinstance(field.node, Pairs):
            self._report(Misread.BAD_YAML, field, f"“{key}” takes a list of keys.", f"Write it as {example}.", key=True)
            self._unreadable(key)
            return []
        found = []
        for name, node in field.node.items:
            if isinstance(node, Text):
                found.append((name, node))
            else:
                self._unreadable(key)
                message = f"“{name.value}” takes a text."
                self.findings.append(Finding(Misread.BAD_YAML, _span(node), message, f"Write it as {example}."))
        return found

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """The (name, text) pairs of `links` or `exempt`."""
        examples = {"links": "“Post-mortem: https://…”", "exempt": "“E01: the reason”"}
        return tuple((name.value, node.value) for name, node in self._pair_nodes(key, examples[key]))

    def components(self, kind: Kind) -> Named:
        """Each named component with its state from `started` on.

        Where none is named, and the report is of something that has any, `components` is unreadable: nobody can know
        what else to call working.
        """
        field = self.fields.get("components")
        if field is not None and isinstance(field.node, Text) and not field.node.value:
            field = None
        whole = True
        if field is not None:
            pairs = self._pair_nodes("components", "“checkout: degraded”, one on each line")
            whole = isinstance(field.node, Pairs) and len(pairs) == len(field.node.items)
            self.named = [*(pairs if whole else components.in_node(field.node)), *self.named]
        elif "components" in self.lost:
            self._unreadable("components")
        places = [(name.value, state.value, state.span) for name, state in self.named]
        named = components.read(places, self.findings, whole=whole, imported="imported" in self.fields)
        if named.more:
            self._unreadable("components")
        if not named.states and not named.unread and kind is not Kind.NOTICE and "imported" not in self.fields:
            self._unreadable("components")
        elif field is not None and "components" in self.unread and not named.unread and not named.more:
            self.unread.remove("components")
        return named

    def false_alarm(self) -> bool:
        """Whether nothing was wrong after all."""
        outcome = self.text("outcome").casefold()
        if outcome and outcome != "false-alarm":
            help_text = did_you_mean(outcome, ["false-alarm"], "The only outcome to state is false-alarm.")
            self._report(
                Misread.UNKNOWN_KIND_OR_STAGE, self.fields["outcome"], f"“{outcome}” is no outcome.", help_text
            )
            self._unreadable("outcome")
        return outcome == "false-alarm"

    def detected_by(self) -> Noticed | None:
        """Who noticed first. None where nobody says it, or where it cannot be read."""
        text = self.text("detected-by")
        if not answers.answered(text):
            return None
        found = meant(text, tuple(Noticed))
        if text.casefold() not in list(Noticed):
            help_text = read_as(text, tuple(Noticed), f"Write one of {', '.join(Noticed)}.")
            message = f"“{text}” does not say who noticed first."
            self._report(Misread.UNKNOWN_KIND_OR_STAGE, self.fields["detected-by"], message, help_text)
        if found is None:
            self._unreadable("detected-by")
        return Noticed(found) if found else None

    def imported(self) -> Imported | None:
        """Where the report came from, if it was imported."""
        pairs = self._pair_nodes("imported", "“from: cstate” and “on: 2026-11-03”")
        values = {name.value: node.value for name, node in pairs}
        if not values:
            return None
        on = values.get("on", "")
        return Imported(
            source=values.get("from", ""),
            on=on,
            id=values.get("id", ""),
            rated=values.get("rated", ""),
            automatic=values.get("automatic", "").strip().casefold() == "true",
            note=values.get("note", ""),
            digest=values.get("digest", ""),
            at=moments.beginning(on),
        )

    def was(self) -> tuple[str, ...]:
        """Its addresses on the page that it came from, each once."""
        field = self.fields.get("was")
        nodes = () if field is None else field.node.items if isinstance(field.node, Items) else (field.node,)
        if field and not all(isinstance(node, Text) for node in nodes):
            help_text = "Write “was: /incidents/k8w3r06qmzrp”."
            self._report(Misread.BAD_YAML, field, "“was” takes addresses.", help_text, key=True)
            self._unreadable("was")
        return tuple(dict.fromkeys(text for node in nodes if isinstance(node, Text) and (text := node.value.strip())))

    def ask_for_missing(self, incident: Incident) -> None:
        """Report each key that a report of this kind needs and does not have."""
        asked: tuple[str, ...] = ("title",)
        if incident.kind is Kind.MAINTENANCE:
            asked += () if "repeats" in self.fields else _MAINTENANCE_KEYS
        elif incident.kind is Kind.INCIDENT or not incident.updates:
            asked += ("started",)
        for key in asked:
            field = self.fields.get(key)
            empty = field is not None and isinstance(field.node, Text) and not answers.answered(field.node.value)
            if (field is not None and not empty) or key in self.lost or (field is None and not self.whole):
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
