"""`promises`: everything promised and not yet kept, and nothing else."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from straightup import rules
from straightup.disk import files, project
from straightup.model.source import Entry
from straightup.reading import read
from straightup.record.pledges import Pledge, pledged
from support.commands import CONFIG, GOOD, straightup
from support.excerpts import MAINTENANCE, OPEN, whole
from support.places import ROOT
from support.sites import draw

GRACE = timedelta(days=10)
STEPS = OPEN.replace(": Identified", ": Resolved").replace("- ETA: 16:30 UTC\n", "").replace(
    "## Updates",
    "## Prevention\n\n- [ ] Alert early (owner: SRE, due: 2026-11-05)\n"
    "- [x] Renew (due: 2026-11-04, done: 2026-11-04)\n"
    "- [-] Move away (because: too dear)\n- [ ] Rehearse\n\n## Updates",
)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN})
    return tmp_path


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def found(text: str) -> list[tuple[Pledge, int, str]]:
    """What is promised, on which line, until when."""
    entries = [read("2026-11-03-cards.md", text)]
    return [
        (each.pledge, each.line, f"{each.due:%d %H:%M}" if each.due else "-") for each in pledged(entries, GRACE)
    ]  # fmt: skip


def test_an_open_incident_owes_its_next_update_and_its_restoration(site: Path) -> None:
    assert straightup(site, "promises", "--at", "2026-11-03 15:36 UTC") == (
        0,
        (
            f"{GOOD}:21: 6 min late: next update (due 2026-11-03 15:30 UTC)\n"
            f"{GOOD}:20: in 54 min: restoration (due 2026-11-03 16:30 UTC)\n"
            "2 open promises, 1 late.\n"
        ),
        "",
    )


def test_what_nobody_is_to_see_yet_has_promised_nothing(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace("title:", "draft: true\ntitle:")})
    code, out, _ = straightup(site, "promises", "--at", "2026-11-03 15:36 UTC")
    assert (code, out) == (0, "Nothing is promised that is not kept.\n")


def test_overdue_lists_only_what_is_late_and_exits_1(site: Path) -> None:
    late = f"{GOOD}:21: 6 min late: next update (due 2026-11-03 15:30 UTC)\n1 open promise, late.\n"
    assert straightup(site, "promises", "--overdue", "--at", "2026-11-03 15:36 UTC") == (1, late, "")
    assert straightup(site, "promises", "--overdue", "--at", "2026-11-03 15:30 UTC") == (0, "Nothing is late.\n", "")


def test_json_has_everything_a_program_needs(site: Path) -> None:
    draw(site, {GOOD: STEPS})
    code, out, err = straightup(
        site, "promises", "--overdue", "--output-format", "json", "--at", "2026-11-07 00:00 UTC"
    )
    assert (code, err) == (1, "")
    assert json.loads(out) == [
        {
            "incident": "2026-11-03-cards",
            "title": "Card payments fail in the EU",
            "filename": GOOD,
            "location": {"row": 27, "column": 1},
            "kind": "follow-up",
            "text": None,
            "owner": None,
            "due": "2026-11-03T15:30:00Z",
            "due_date": None,
            "late": True,
            "late_by": 3 * 86400 + 30600,
        },
        {
            "incident": "2026-11-03-cards",
            "title": "Card payments fail in the EU",
            "filename": GOOD,
            "location": {"row": 18, "column": 1},
            "kind": "prevention step",
            "text": "Alert early",
            "owner": "SRE",
            "due": None,
            "due_date": "2026-11-05",
            "late": True,
            "late_by": 86400,
        },
    ]
    draw(site, {GOOD: whole("kind: notice\n").partition("## Updates")[0]})
    assert straightup(site, "promises", "--output-format", "json")[1] == "[]\n"


def test_what_is_promised_to_make_it_right_is_listed_with_its_owner_and_day(site: Path) -> None:
    right = "## Making it right\n\n- [ ] Fees back (owner: Billing, due: 2026-11-05)\n- [x] A letter\n\n## Updates"
    draw(site, {GOOD: STEPS.replace("## Updates", right)})
    code, out, _ = straightup(site, "promises", "--overdue", "--at", "2026-11-06 12:00 UTC")
    assert code == 1
    assert "1 day late: making it right “Fees back” (Billing, due 2026-11-05)\n" in out
    assert "A letter" not in out


def test_github_gets_escaped_annotations_late_ones_first(site: Path) -> None:
    draw(site, {GOOD: STEPS.replace("Alert early", "Alert at 90 %, early"), "incidents/2026-11-28-a,b.md": MAINTENANCE})
    code, out, _ = straightup(site, "promises", "--output-format", "github", "--at", "2026-11-06 12:00 UTC")
    assert code == 0
    lines = out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::warning"] * 2 + ["::notice"] * 4 + ["6"]
    assert lines[1] == (
        f"::warning file={GOOD},line=18,title=prevention step::{GOOD}:18: 1 day late: prevention step "
        "“Alert at 90 %25, early” (SRE, due 2026-11-05)%0ACard payments fail in the EU"
        "%0A→ Tick it with “done: DATE”, or drop it with “[-]” and “because: …”."
    )
    assert lines[2].startswith("::notice file=incidents/2026-11-28-a%2Cb.md,line=")


def test_inside_github_actions_paths_count_from_the_root_of_the_repository(site: Path) -> None:
    env = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(site.parent)}
    _, out, _ = straightup(site, "promises", "--at", "2026-11-03 15:36 UTC", env=env)
    assert out.startswith(f"::warning file={site.name}/{GOOD},line=21,title=next update::")


def test_steps_are_due_until_their_day_is_over_and_settled_ones_are_not_promised() -> None:
    assert [each for each in found(STEPS) if each[0] is Pledge.STEP] == [
        (Pledge.STEP, 18, "06 00:00"),
        (Pledge.STEP, 21, "-"),
    ]
    step = next(each for each in pledged([read("2026-11-03-cards.md", STEPS)], GRACE) if each.text == "Alert early")
    assert not step.late(at("2026-11-05T23:59"))
    assert step.late(at("2026-11-06T00:00"))


def test_an_unknown_restoration_promises_an_answer_and_an_unknown_cause_its_own() -> None:
    unknown = OPEN.replace("16:30 UTC", "unknown until 15:10 UTC, because we are still looking")
    assert found(unknown)[0] == (Pledge.ANSWER, 20, "03 15:10")
    cause = "Not known yet. We compare all four gateways and will know by 15:00 UTC."
    text = whole(f"## Cause\n\n{cause}\n")
    assert found(text)[0] == (Pledge.CAUSE, 16, "03 15:00")


def test_after_the_restoration_cause_and_prevention_are_due_when_the_grace_ends() -> None:
    text = whole("## Cause\n\nNot known yet. We compare and will know by 15:00 UTC.\n")
    text = text.replace(": Identified", ": Resolved").replace("- ETA: 16:30 UTC\n", "")
    assert found(text) == [
        (Pledge.FOLLOW_UP, 24, "03 15:30"),
        (Pledge.PREVENTION, 1, "13 14:48"),
        (Pledge.CAUSE, 16, "13 14:48"),
    ]


def test_a_maintenance_owes_its_beginning_and_its_end() -> None:
    assert [each[:2] for each in found(MAINTENANCE)] == [(Pledge.BEGIN, 6), (Pledge.UPDATE, 22), (Pledge.END, 7)]
    begun = MAINTENANCE.replace(": Scheduled", ": In progress")
    assert [each[0] for each in found(begun)] == [Pledge.UPDATE, Pledge.END]
    over = MAINTENANCE.replace(": Scheduled", ": Completed").replace("- Next update: 2026-11-28 04:00 UTC\n", "")
    assert found(over) == []


def test_what_a_report_is_exempt_from_is_not_waited_for() -> None:
    assert found(whole("exempt:\n  U05: we write when it is over\n")) == [(Pledge.ETA, 26, "03 16:30")]


def test_a_file_that_cannot_be_read_is_not_passed_over_in_silence(site: Path) -> None:
    draw(site, {"incidents/2026-11-02-broken.md": "no front matter\n"})
    _, _, err = straightup(site, "promises", "--at", "2026-11-03 15:00 UTC")
    assert err == "1 file cannot be read, so what they promise is missing here. See “straightup check”.\n"


def entries() -> list[Entry]:
    """The demonstration, and every example of every rule that is a whole file or becomes one."""
    site = project.load(ROOT / "mkdocs.yml")
    texts = [(source.path, source.data) for source in files.project_sources(site)]
    for rule in rules.ALL:
        for example in (rule.bad, rule.good):
            if not example.startswith("("):
                texts.append((f"2026-11-03-{rule.name}.md", whole(example).encode("utf-8", "replace")))
    return [read(path, data) for path, data in texts]


def test_whatever_check_calls_a_lapse_is_overdue_here() -> None:
    lapses = 0
    for entry in entries():
        for now in map(at, ("2026-10-05T12:00", "2026-11-03T15:42", "2026-11-20T09:51", "2027-02-01T00:00")):
            context = rules.Context(now=now)
            lapsed = {each.code for each in rules.check(entry, context) if each.lapse}
            late = {each.pledge for each in pledged([entry], context.settings.grace) if each.late(now)}
            owed = {
                "U05": {Pledge.UPDATE, Pledge.FOLLOW_UP},
                "E05": {Pledge.ETA, Pledge.ANSWER},
                "C03": {Pledge.CAUSE},
                "P01": {Pledge.PREVENTION},
                "P03": {Pledge.STEP, Pledge.REMEDY},
            }
            assert lapsed <= owed.keys(), "a new lapse has to be listed by `promises` as well"
            for code in lapsed:
                assert owed[code] & late, (entry.path, now, code)
            lapses += len(lapsed)
    assert lapses > 20


def test_what_is_due_first_stands_first() -> None:
    due = [each.due for each in pledged(entries(), GRACE) if each.due]
    assert due == sorted(due)
    lines = [each.line for each in pledged(entries(), GRACE)]
    assert all(re.fullmatch(r"[1-9]\d*", str(line)) for line in lines)
