"""F: can the file be read as it was meant? Most of these faults are found by reading itself."""

from collections.abc import Iterator

from straightup.model.findings import Fault, Misread, Severity, Span
from straightup.model.source import Entry
from straightup.rules.rule import Context, Rule, rule

_UPDATE = (
    "- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\nThe certificate expired at 14:03 UTC. We are issuing a new one.\n"
)

not_utf8 = Rule(
    code="F01",
    name=Misread.NOT_UTF8,
    why="A file in another encoding shows customers broken letters, or nothing. Every editor can save as UTF-8.",
    bad="(a file saved as Windows-1252, in which “é” is the single byte 0xE9)",
    good="(the same file saved as UTF-8)",
)

too_large = Rule(
    code="F02",
    name=Misread.TOO_LARGE,
    why="A report of more than 256 KiB, 500 updates, 500 steps or a title of more than 200 characters is a log or an "
    "accident; nobody reads it on a phone, and it would slow every build.",
    bad=f"title: {'Card payments fail ' * 12}in the EU\n",
    good="title: Card payments fail in the EU\n",
)

no_front_matter = Rule(
    code="F03",
    name=Misread.NO_FRONT_MATTER,
    why="The title, the components and the start of an incident stand in the lines between two ---. Without them "
    "there is no page to make.",
    bad="# Card payments fail in the EU\n\n## Impact\n\nCards are declined.\n",
    good="---\ntitle: Card payments fail in the EU\ncomponents:\n  checkout: major-outage\n"
    "started: 2026-11-03 14:05 UTC\n---\n",
)

unclosed_front_matter = Rule(
    code="F04",
    name=Misread.UNCLOSED_FRONT_MATTER,
    why="Without the second --- nobody can tell where the keys end and the text for customers begins.",
    bad="---\ntitle: Card payments fail in the EU\ncomponents:\n  checkout: major-outage\n"
    "started: 2026-11-03 14:05 UTC\n",
    good="---\ntitle: Card payments fail in the EU\ncomponents:\n  checkout: major-outage\n"
    "started: 2026-11-03 14:05 UTC\n---\n",
)

bad_yaml = Rule(
    code="F05",
    name=Misread.BAD_YAML,
    why="A key that cannot be read is lost to the page. Anchors, aliases, tags and deep nesting are refused as well: "
    "they can mean something else than they seem to say.",
    bad="title: Card payments: declined in the EU\n",
    good='title: "Card payments: declined in the EU"\n',
)

duplicate_key = Rule(
    code="F06",
    name=Misread.DUPLICATE_KEY,
    why="Of two equal keys one would silently win, and nobody can know which one was meant.",
    bad="started: 2026-11-03 14:05 UTC\nstarted: 2026-11-03 15:05 UTC\n",
    good="started: 2026-11-03 14:05 UTC\n",
)

unknown_key = Rule(
    code="F07",
    name=Misread.UNKNOWN_KEY,
    severity=Severity.WARNING,
    why="A key that nobody reads is usually a typing error, and what it says is missing from the page.",
    bad="sarted: 2026-11-03 14:05 UTC\n",
    good="started: 2026-11-03 14:05 UTC\n",
)

missing_key = Rule(
    code="F08",
    name=Misread.MISSING_KEY,
    why="Without a title there is nothing to call it, and without its start no duration, no bar and no order.",
    bad='title: ""\n',
    good="title: Card payments fail in the EU\n",
)

bad_time = Rule(
    code="F09",
    name=Misread.BAD_TIME,
    why="A time that cannot be read would have to be guessed, and times are never guessed.",
    bad="started: 2026-11-03 24:05 UTC\n",
    good="started: 2026-11-03 14:05 UTC\n",
)

time_without_zone = Rule(
    code="F10",
    name=Misread.TIME_WITHOUT_ZONE,
    why="Your 14:05 is not your customer's 14:05. Names such as CET or IST are not read either, since some mean two "
    "zones and some change in summer. A city is read: 14:05 Europe/Berlin.",
    bad="started: 2026-11-03 14:05\n",
    good="started: 2026-11-03 14:05 +01:00\n",
)

unknown_kind_or_stage = Rule(
    code="F11",
    name=Misread.UNKNOWN_KIND_OR_STAGE,
    why="The stage tells a customer how far you are. A word that is none of the four would leave the page at the "
    "stage before it.",
    bad=f"## Updates\n\n### 2026-11-03 14:48 UTC: Identifed\n\n{_UPDATE}",
    good=f"## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n{_UPDATE}",
)

duplicate_section = Rule(
    code="F12",
    name=Misread.DUPLICATE_SECTION,
    why="Two answers to one question contradict each other sooner or later, and the reader sees only one at a time.",
    bad="## Impact\n\nCards issued in the EU are declined.\n\n## Impact\n\nBank transfers work.\n",
    good="## Impact\n\nCards issued in the EU are declined. Bank transfers work.\n",
)


@rule(
    code="F13",
    name="duplicate-id",
    why="The file's name is the report's address and its identity in every feed. Two reports cannot share one, not "
    "even with letters of another size, since some disks would keep only one of them.",
    bad="(incidents/2025/2026-11-03-card-payments.md beside incidents/2026-11-03-card-payments.md)",
    good="(incidents/2026-11-03-card-payments.md alone)",
)
def duplicate_id(entry: Entry, context: Context) -> Iterator[Fault]:
    paths = context.files.get(entry.incident.id.casefold(), ())
    others = [path for path in paths if path != entry.path]
    if len(paths) > 1 and others:
        message = f"“{others[0]}” has the same name, and the name is the address of the page."
        yield Fault(Span.at(1), message, "Rename the one that is not published yet.")


not_a_regular_file = Rule(
    code="F14",
    name=Misread.NOT_A_REGULAR_FILE,
    why="A link in a pull request could publish a file of the machine that builds the site.",
    bad="(incidents/2026-11-03-card-payments.md is a symbolic link)",
    good="(incidents/2026-11-03-card-payments.md is a file)",
)

bad_file_name = Rule(
    code="F15",
    name=Misread.BAD_FILE_NAME,
    why="The name becomes the page's address, which people share and feeds remember: a date and a few words in "
    "small letters work everywhere and never have to change.",
    bad="(incidents/2026-11-03-Card_Payments.md)",
    good="(incidents/2026-11-03-card-payments.md)",
)

unclosed_block = Rule(
    code="F16",
    name=Misread.UNCLOSED_BLOCK,
    why="A comment or a code block that never ends swallows the rest of the page for everybody who reads it.",
    bad="## Impact\n\nCards issued in the EU are declined. <!-- how many?\n",
    good="## Impact\n\nCards issued in the EU are declined. <!-- how many? -->\n",
)

unknown_section = Rule(
    code="F17",
    name=Misread.UNKNOWN_SECTION,
    severity=Severity.WARNING,
    why="A heading that is nearly one of ours was probably meant to answer a question, and as it stands it does not.",
    bad="## Restauration\n\nWe are rolling out the new certificate.\n",
    good="## Restoration\n\nWe are rolling out the new certificate.\n",
)

text_before_sections = Rule(
    code="F18",
    name=Misread.TEXT_BEFORE_SECTIONS,
    severity=Severity.WARNING,
    why="Text that stands under no question is easy to overlook. It is published, above the answers.",
    bad="---\ntitle: Card payments fail in the EU\ncomponents:\n  checkout: major-outage\n"
    "started: 2026-11-03 14:05 UTC\n---\n\nCards are declined.\n",
    good="---\ntitle: Card payments fail in the EU\ncomponents:\n  checkout: major-outage\n"
    "started: 2026-11-03 14:05 UTC\n---\n",
)

time_of_day_far_ahead = Rule(
    code="F19",
    name=Misread.TIME_OF_DAY_FAR_AHEAD,
    severity=Severity.WARNING,
    why="A time of day alone means the next such moment. When that is more than twelve hours away, the author may "
    "have meant one that has just passed.",
    bad="## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 14:45 UTC\n\n"
    "The certificate expired at 14:03 UTC.\n",
    good="## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:45 UTC\n\n"
    "The certificate expired at 14:03 UTC.\n",
)

unpublishable_file = Rule(
    code="F30",
    name=Misread.UNPUBLISHABLE_FILE,
    why="What stands beside the reports is published too, pictures and pages of your own. A link could publish a file of "
    "the machine that builds the site, a pipe would keep the build waiting, and a name or a size that no host takes "
    "would keep everything else from being published. So each of these costs that file alone.",
    bad="(incidents/env.txt is a link to /proc/self/environ)",
    good="(incidents/env.txt is a file, or is not there)",
)

address_taken = Rule(
    code="F31",
    name=Misread.ADDRESS_TAKEN,
    why="Of two files at one address one would silently be lost: a page of yours, or the page that tells customers what "
    "is wrong.",
    bad="(incidents/index.md, which would be where the page “Now” is)",
    good="(incidents/about.md, or `path: status/` in the settings)",
)

unusable_page = Rule(
    code="F32",
    name=Misread.UNUSABLE_PAGE,
    why="A page of your own that cannot be read, or takes too long, is published as a note that it cannot be shown, so "
    "that it never keeps the news from customers.",
    bad="(incidents/about.md, saved as Windows-1252)",
    good="(incidents/about.md, saved as UTF-8)",
)

linked_file = Rule(
    code="F33",
    name=Misread.LINKED_FILE,
    why="A picture or a log that a report links to is published with it, at the same place relative to its page. One that "
    "is not there, or of a kind that could run something in a reader's browser, would be a link that leads nowhere: its "
    "words stay, without the link.",
    bad="(a report that shows wait.png, without a file of that name in its folder)",
    good="(the same report with the picture in its folder)",
)


RULES = (
    not_utf8,
    too_large,
    no_front_matter,
    unclosed_front_matter,
    bad_yaml,
    duplicate_key,
    unknown_key,
    missing_key,
    bad_time,
    time_without_zone,
    unknown_kind_or_stage,
    duplicate_section,
    duplicate_id,
    not_a_regular_file,
    bad_file_name,
    unclosed_block,
    unknown_section,
    text_before_sections,
    time_of_day_far_ahead,
    unpublishable_file,
    address_taken,
    unusable_page,
    linked_file,
)
