"""Incidents and incident files for property tests (hypothesis).

`incidents()` draws what reading can yield from a file in good order; `files()` draws whole files, well made and broken,
that stress what reading and writing find hard: headings, comments and code inside each other, lists that look like
fields, wrapped steps.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import assume
from hypothesis import strategies as st

from straightup.model.imported import Imported
from straightup.model.incident import Edit, Incident, Link, Promise, UnknownUntil, Update, Window
from straightup.model.states import FINAL_STAGES, STATED, Kind, Noticed, Stage, State, stages_of
from straightup.model.steps import PreventionItem, PreventionState
from straightup.reading import answers

IDENTITY = "2026-11-03-card-payments-eu"
PATH = f"{IDENTITY}.md"

_WITHHOLDING = ("draft", "published", "hidden", "private", "embargo", "visibility", "publish", "unlisted")
_OFFSETS = (0, 60, 120, 330, -300, -570, 840)
_ZONES = st.sampled_from([timezone(timedelta(minutes=minutes)) if minutes else UTC for minutes in _OFFSETS])
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
_PARAGRAPHS = (
    "Cards issued in the EU are declined.",
    "We issued a new certificate by hand,\nand rolled it out to all four gateways.",
    "- one list\n- of two items",
    "1. first\n2. second\n   - nested",
    "> quoted words: of a customer",
    "```\n## no heading\n<!-- no comment -->\n```",
    "Write `<!-- this -->` and `## that`.",
    "#hashtag, # too, and #### a small heading",
    "#### A small heading",
    r"Escaped \<!-- and \## and 2 \* 3",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "---",
    "Überfällig: 支付失败 🎉 — “quoted”",
    "    indented code",
    "A line\u2028with odd\x0bseparators\x85and\xa0spaces",
)
_CAUSES = (
    "Not known yet. We compare the disks and will know by 09:45 UTC.",
    "Suspected: the new index.",
    "Not found: we ruled out disk and network, and now watch both.",
)


def moments() -> st.SearchStrategy[datetime]:
    """Aware times of the years that the format allows, to the second, in the offsets that authors use."""
    whole = st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=_ZONES)  # noqa: DTZ001 -- hypothesis wants naive bounds
    return st.builds(
        lambda at, seconds: at.replace(microsecond=0, second=at.second if seconds else 0), whole, st.booleans()
    )


def sentences() -> st.SearchStrategy[str]:
    """One line of text without runs of spaces, which answers something: titles, owners, reasons."""
    odd = st.sampled_from([
        "Cards: declined", "# not a comment", "trailing colon:", "- dash", "'single' \"double\"", "yes", "null", "~",
        "12:30:45", "2026-11-03", "{a: b}", "[x], [y]", "&anchor *alias !tag", "a #b", "a: b # c", "%", "@home",
        "50 % of `code`", "\\ backslash \\n", "… and so on", "C# and F#", "?x", "|", ">", "=", "<<", "--- x",
    ])  # fmt: skip
    free = st.text(_CHARACTERS, min_size=1, max_size=40)
    return (odd | free).map(lambda text: " ".join(text.split())).filter(answers.answered)


def reasons() -> st.SearchStrategy[str]:
    """One line of prose that stands in a field or in the brackets of a prevention step."""
    words = st.sampled_from(
        ["the gateways", "take, as we saw,", "ten minutes (each)", "at 14:48", "and: because", "über"]
    )
    return st.lists(words, min_size=1, max_size=5).map(" ".join)


def prose() -> st.SearchStrategy[str]:
    """An answer in Markdown: paragraphs, lists, code that looks like headings and comments; "" when unanswered."""
    blocks = st.lists(st.sampled_from(_PARAGRAPHS), max_size=4).map("\n\n".join)
    return blocks.map(lambda text: text.strip("\n").rstrip()).map(lambda text: text if answers.answered(text) else "")


def component_states() -> st.SearchStrategy[tuple[tuple[str, State], ...]]:
    ids = st.sampled_from(["checkout", "api", "search", "ci.jenkins.io", "web-shop"])
    return st.dictionaries(ids, st.sampled_from(STATED), max_size=3).map(lambda states: tuple(states.items()))


def prevention_items() -> st.SearchStrategy[PreventionItem]:
    days = st.none() | st.dates(date(2001, 1, 1), date(2099, 1, 1))
    owners = st.sampled_from(["", "Payments", "SRE, second line", "Jo (on call)"])
    links = st.sampled_from(["", "https://example.com/a?b=c,d"])
    return st.builds(
        PreventionItem,
        text=reasons() | st.sampled_from(["Do (owner: nobody)", "Do it.", "Renew (30 days ahead)"]),
        state=st.sampled_from(list(PreventionState)),
        owner=owners,
        due=days,
        done=days,
        link=links,
        because=st.just("") | reasons(),
    )


@st.composite
def updates(draw: st.DrawFn, kind: Kind = Kind.INCIDENT) -> Update:
    """An update with any of the fields: ETAs are times, ranges within and beyond a day, and unknown-until."""
    at = draw(moments())
    zone = draw(_ZONES)

    def later(seconds: int) -> datetime:
        return (at + timedelta(seconds=seconds)).astimezone(zone)

    first = draw(st.integers(1, 9000))
    because = draw(st.just("") | reasons())
    promises = st.sampled_from([
        None,
        Promise(earliest=later(first * 60), by=later(first * 60), because=because),
        Promise(earliest=later(first), by=later(first + 86400), because=because),
        Promise(earliest=at + timedelta(hours=first // 2), by=at + timedelta(hours=first), because=because),
        UnknownUntil(until=later(first * 60), because=because),
    ])  # fmt: skip
    stage = draw(st.sampled_from(stages_of(kind)))
    back = kind is Kind.INCIDENT and stage not in FINAL_STAGES
    windows = st.builds(
        lambda starts, minutes, because: Window(
            starts=starts, ends=starts + timedelta(minutes=minutes), because=because
        ),
        moments(),
        st.integers(1, 9000),
        st.just("") | reasons(),
    )
    edits = st.lists(st.builds(Edit, at=moments(), because=st.just("") | reasons()), max_size=2).map(tuple)
    return Update(
        at=at,
        stage=stage,
        text=draw(prose()),
        began=draw(st.none() | moments()) if back else None,
        restored=draw(st.none() | moments()) if stage is Stage.RESOLVED else None,
        window=draw(st.none() | windows) if kind is Kind.MAINTENANCE else None,
        eta=draw(promises),
        next_update=draw(st.none() | moments()),
        components=draw(component_states()),
        edits=draw(edits),
    )


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """A report of any kind with any of its parts, as reading would yield it. Its id is `IDENTITY`."""
    kind = draw(st.sampled_from(list(Kind)))
    words = st.just("") | sentences()
    optional = st.none() | moments()
    said = tuple(draw(st.lists(updates(kind), max_size=3)))
    components = draw(component_states())
    states = {state for _, state in (*components, *(pair for update in said for pair in update.components or ()))}
    # What names something that does not work is read as an incident.
    assume(kind is not Kind.NOTICE or states <= {State.OPERATIONAL})
    started = draw(optional)
    cause = draw(prose() | st.sampled_from(_CAUSES))
    state = answers.cause_state(cause)
    counted_from = said[0].at if said else started
    known_by = answers.known_by(cause, counted_from) if state == "not known yet" and counted_from else None
    keys = sentences().filter(lambda key: key != "<<")  # which is refused as a key, also in quotes
    pairs = st.dictionaries(keys, sentences(), max_size=2).map(lambda found: tuple(found.items()))
    promised = tuple(draw(st.lists(prevention_items(), max_size=3)))
    headings = st.sampled_from(["Timeline", "Impacts", "Überblick: C#", "#", ""])
    told = dict.fromkeys(("source", "on", "id", "rated", "note", "digest"), words)
    imported = draw(st.none() | st.builds(Imported, automatic=st.booleans(), **told))
    unknown = kind is Kind.INCIDENT and imported is not None and draw(st.booleans())
    if imported is not None and kind is not Kind.NOTICE and draw(st.booleans()):
        components = (*(each for each in components if each[0] != "web"), ("web", State.NOT_KNOWN))
    return Incident(
        id=IDENTITY,
        kind=kind,
        title=draw(words),
        components=components,
        started=started,
        resolved=None if unknown else draw(optional),
        end_not_recorded=unknown,
        starts=draw(optional),
        ends=draw(optional),
        preamble=draw(prose()),
        impact=draw(prose()),
        workaround=draw(prose() | st.just("None.")),
        cause=cause,
        cause_state=state,
        cause_known_by=known_by,
        restoration=draw(prose()),
        prevention=promised,
        # Without a task a bullet is a step, and no text.
        prevention_text=draw(prose().filter(lambda text: promised or "- " not in text)),
        making_it_right=draw(prose()),
        remedies=tuple(draw(st.lists(prevention_items(), max_size=2))),
        other_sections=tuple(draw(st.lists(st.tuples(headings, prose()), max_size=2))),
        updates=said,
        cause_category=draw(words),
        repeat_of=draw(words),
        duplicate_of=draw(words),
        false_alarm=draw(st.booleans()),
        detected_by=draw(st.none() | st.sampled_from(Noticed)),
        reference=draw(words),
        author=draw(words),
        links=tuple(Link(text=text, url=url) for text, url in draw(pairs)),
        exempt=draw(pairs),
        imported=imported,
        was=tuple(dict.fromkeys(draw(st.lists(sentences(), max_size=2)))),
        withheld=draw(st.just("") | st.sampled_from(_WITHHOLDING)),
    )


_FRAGMENTS = (
    "", "", "text", "## Impact", "## Cause", "## Prevention", "## Updates", "## Other", "## impact ##", " ## Cause",
    "### 2026-11-03 14:20 UTC: Investigating", "### 2026-11-03 14:48 +01:00: Resolved", "### other", "# one",
    "#### four", "- ETA: 16:30 UTC", "- **ETA:** 16:00-17:00 UTC, because it `is", "- __Next update__: 15:30 UTC",
    "- Components: a major-outage", "- Edited: 2026-11-03 15:00 UTC, because a typo", "- ETA: in 2-4 hours",
    "- ETA: soon", "- Began: 2026-11-03 14:05 UTC", "- Restored: 2026-11-03 16:05 UTC",
    "- Window: 2026-11-03 15:00 UTC to 2026-11-03 16:00 UTC, because of `it",
    "- Note: a list", "* item", "- Components: b", "- [ ] step (owner: A, due: 2026-11-10)",
    "- [x] done (done: 2026-11-09, because: it (really) is)", "  - [-] nested", "- [ ]",
    "1. [ ] numbered (link: https://example.com)", "  wrapped", "    deep", "\tTab", "```", "~~~", "- ```", "  ```",
    "> ```", "`tick", "``two` ticks``", "<!-- comment -->", "<!--", "-->", "a - [ ] b", "- a - ETA: b",
    "a <!-- b", "c --> d", "`<!-- code -->`",
    "\\<!-- escaped", "\\## escaped", "- ETA\\: escaped", "---", "===", "TODO", "n/a",
    "Not known yet. We will know by 15:00 UTC.", "<br>", "| a |", "[a]: b", "trailing  ", "## C#", "##", "## # x",
    "###### six", "é 🎉", "\u2028", "\x85", "\x0c",
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file with good front matter and a body of lines that get in each other's way."""
    lines = draw(st.lists(st.sampled_from(_FRAGMENTS), max_size=25))
    title = draw(sentences())
    # JSON's strings are YAML's double-quoted ones, but for the escape of the solidus, which is not written.
    quoted = '"' + "".join(f"\\U{ord(character):08x}" for character in title) + '"'
    front = ["---", f"title: {quoted}", "components:", "  api: degraded", "started: 2026-11-03 14:05 UTC", "---"]
    return "\n".join([*front, *lines]) + "\n"


@st.composite
def hostile_incidents(draw: st.DrawFn) -> Incident:
    """An incident whose prose is made of lines that would be structure where it stands; none is a placeholder."""
    lines = st.lists(st.sampled_from(_FRAGMENTS), max_size=8)
    texts = lines.map(lambda found: "\n".join(["Words.", *found])) | lines.map(
        lambda found: "\n".join([*found, "Words."])
    )
    prose_or_none = texts.filter(answers.answered) | st.just("")
    said = draw(st.lists(updates(), max_size=2))
    return Incident(
        id=IDENTITY,
        preamble=draw(prose_or_none),
        impact=draw(prose_or_none),
        workaround=draw(prose_or_none),
        cause=draw(prose_or_none),
        restoration=draw(prose_or_none),
        prevention=tuple(draw(st.lists(prevention_items(), max_size=2))),
        prevention_text=draw(prose_or_none),
        making_it_right=draw(prose_or_none),
        remedies=tuple(draw(st.lists(prevention_items(), max_size=2))),
        other_sections=tuple(("Timeline", text) for text in draw(st.lists(prose_or_none, max_size=2))),
        updates=tuple(replace(update, text=draw(prose_or_none)) for update in said),
    )


def texts(incident: Incident) -> list[str]:
    """All prose of an incident, in the order of its file."""
    others = [text for _, text in incident.other_sections]
    told = [update.text for update in incident.updates]
    answered = [incident.impact, incident.workaround, incident.cause, incident.restoration, incident.prevention_text]
    return [incident.preamble, *answered, incident.making_it_right, *others, *told]
