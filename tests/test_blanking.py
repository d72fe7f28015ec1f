"""A secret costs the block that it stands in, and nothing else."""

import re

import pytest

from straightup.checking.blanking import REMOVED, without_secrets
from straightup.reading import read
from straightup.rules import holds_secret
from support.excerpts import OPEN

KEY = "AKIA" + "QWERTY23QWERTY23"
NAME = "incidents/2026-11-03-card-payments-eu.md"


def blanked(text: str) -> str:
    """The whole text of the report as it can be published."""
    entry = read(NAME, text)
    assert holds_secret(entry)
    clean = without_secrets(entry)
    assert clean is not None
    assert not holds_secret(clean)
    assert len(clean.document.lines) == len(entry.document.lines), "every line keeps its number"
    assert KEY not in repr(clean)
    return "\n".join(clean.document.lines)


def with_impact(text: str) -> str:
    return re.sub(r"(?s)(## Impact\n\n).*?\n\n(?=## )", lambda found: f"{found[1]}{text}\n\n", OPEN)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            f"Cards fail.\n\nWe use {KEY} for it.\nIt is refused.\n\nApple Pay works.",
            "Cards fail.\n\n{}\n\n\nApple Pay works.",
        ),
        (f"- One\n- Two with {KEY}\n  and more\n- Three", "- One\n- {}\n\n- Three"),
        (f"```\nlogin\n{KEY}\n```\n\nAfter.", "{}\n\n\n\n\nAfter."),
        (f"| a | b |\n|---|---|\n| 1 | {KEY} |\n\nAfter.", "{}\n\n\n\nAfter."),
        (f"> Quoted {KEY}\n> more\n\nAfter.", "> {}\n\n\nAfter."),
    ],
)
def test_a_paragraph_an_item_a_fence_a_table_or_a_quotation_goes_whole(text: str, left: str) -> None:
    assert left.replace("{}", REMOVED) in blanked(with_impact(text))


def test_a_private_key_goes_from_its_beginning_to_its_end() -> None:
    key = f"-----BEGIN {'PRIVATE'} KEY-----\nMIIabc\n\ndef\n-----END {'PRIVATE'} KEY-----"
    left = blanked(with_impact(f"Before.\n\n{key}\n\nAfter."))
    assert f"Before.\n\n{REMOVED}\n\n\n\n\n\nAfter." in left
    assert "MIIabc" not in left
    assert "def" not in left.partition("## Impact")[2].partition("## ")[0]


def test_a_private_key_without_an_end_costs_the_rest_of_its_section() -> None:
    left = blanked(with_impact(f"Before.\n\n-----BEGIN {'PRIVATE'} KEY-----\nMIIabc\n\nmore"))
    assert "more" not in left.partition("## Impact")[2].partition("## ")[0]
    assert "## Updates" in left


def test_in_a_title_the_title_goes_and_in_a_field_the_field() -> None:
    entry = without_secrets(read(NAME, re.sub(r"(?m)^title:.*$", f"title: Login with {KEY} fails", OPEN)))
    assert entry
    assert entry.incident.title == REMOVED
    assert entry.incident.components == read(NAME, OPEN).incident.components
    entry = without_secrets(read(NAME, OPEN.replace("\n## Impact", f"\n## Impact\n\nx {KEY}\n\ny", 1)))
    assert entry
    before = read(NAME, OPEN).incident
    assert [update.at for update in entry.incident.updates] == [update.at for update in before.updates]


def test_a_fields_line_keeps_its_name_and_an_update_its_stage() -> None:
    text = re.sub(r"(?m)^- ETA: .*$", f"- ETA: 16:30 UTC, because {KEY} is refused", OPEN, count=1)
    assert f"- ETA: {REMOVED}" in blanked(text)
    entry = without_secrets(read(NAME, text))
    assert entry
    assert entry.incident.updates[0].stage is read(NAME, OPEN).incident.updates[0].stage
    assert entry.incident.updates[0].eta is None


def test_a_report_without_a_secret_is_the_same() -> None:
    entry = read(NAME, OPEN)
    assert without_secrets(entry) is entry
