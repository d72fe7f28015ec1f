"""What is empty is found, and what is short and concrete is left alone: the cases from the field, and second ones."""

import pytest

from straightup import rules
from straightup.model.settings import Settings
from straightup.model.states import Component
from straightup.reading import read
from straightup.rules import Context
from support.judging import NOW, says

FRONT = "---\ntitle: {title}\ncomponents:\n  search: degraded\nstarted: 2026-11-20 08:40 UTC\n---\n\n"
SETTINGS = Settings(components=(Component(id="search", name="Search"), Component(id="api", name="API")))


def codes(text: str) -> list[tuple[str, int]]:
    entry = read("incidents/2026-11-20-case.md", text)
    return [(each.code, each.span.line) for each in rules.check(entry, Context(now=NOW, settings=SETTINGS))]


def wording(text: str) -> list[tuple[str, int]]:
    return [found for found in codes(text) if found[0][0] == "W" or found[0] in ("C10", "P12")]


@pytest.mark.parametrize(
    ("step", "hollow"),
    [
        # The case.
        ("Consider whether to alert on logs", True),
        ("Explore ways to make big imports lighter", True),
        ("Discuss with the team", True),
        ("Write an incident report", True),
        ("Longer start-up time-out, 60 seconds instead of 20", False),
        ("Monitoring mails two people instead of one", False),
        # And others.
        ("Evaluate other providers", True),
        ("Review our processes", True),
        ("Raise awareness in the team", True),
        ("Be more careful with migrations", True),
        ("Review the expiry dates of all 14 certificates", False),
        ("Alert when the queue is over 1,000", False),
        ("Keep one price table for all countries", False),
        ("A second gateway in Frankfurt", False),
        ("Test each release with as many servers as the shop has", False),
        ("Restore a backup every month", False),
    ],
)
def test_a_step_that_is_only_a_thought_is_hollow(step: str, *, hollow: bool) -> None:
    assert says("P12", step, of="step") is hollow


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('The provider writes: "Our team is looking into an emerging issue. We will share more."', True),
        ("> We are aware of the outage and are working on it.", True),
        ("Our provider says: “A switch failed at 09:00 UTC.”", True),
        ("The provider writes “a switch failed”. We move the shop to the second data centre until 10:00 UTC.", False),
        ("The page says “Payment failed”, and the card is charged all the same.", False),
    ],
)  # fmt: skip
def test_a_quotation_alone_is_no_news(text: str, *, quoted: bool) -> None:
    assert says("W22", text) is quoted


@pytest.mark.parametrize("title", ["Outage", "Service disruption", "Degraded performance", "Some issues"])
def test_a_title_that_is_everybodys_is_thin(title: str) -> None:
    text = FRONT.format(title=title) + "## Impact\n\nSearch finds nothing newer than 08:40 UTC.\n"
    assert ("W23", 2) in codes(text)


@pytest.mark.parametrize("title", ["Search outage", "API is down", "Nobody can pay", "Signing in fails now and then"])
def test_a_title_with_a_name_or_a_symptom_is_none(title: str) -> None:
    assert "W23" not in dict(codes(FRONT.format(title=title) + "## Impact\n\nOld.\n"))


@pytest.mark.parametrize(
    "text",
    [
        # The case.
        "New products do not show up in search.",
        "We found a second place with the same fault and mend both.",
        # Short, with nothing but one fact.
        "Invoices are sent again.",
        "All cards are accepted again.",
        "Nobody can log in.",
        "Exports take ten minutes instead of one.",
        "Password mails arrive an hour late.",
        "Invoices of Monday are missing.",
        "Use bank transfer meanwhile.",
        "The disk of the database is full.",
        "Old links lead to a blank page.",
        "Only the German shop is affected.",
        "Carts are emptied at the last step.",
        "Sign-in with Google fails; with a password it works.",
        "Labels print twice.",
        "Prices are shown without tax.",
        "Videos stutter.",
        # With nothing but a time and a fact.
        "It began at 08:40 UTC.",
        "Since 09:12 UTC a third of the orders goes through.",
        "The copy is done by 10:30 UTC.",
        "At 09:20 UTC the second disk was in.",
        "Mails of today from 08:00 to 09:00 UTC are lost.",
        "Until 09:15 UTC the shop answered in 20 seconds.",
    ],
)
def test_short_concrete_sentences_are_left_alone(text: str) -> None:
    assert not says("W10", text)


@pytest.mark.parametrize(
    "text",
    [
        "Someone will be in touch shortly.",
        "I don't know when it'll be done.",
        "We are seeing signs of recovery.",
        "Our engineers are working hard to restore the service.",
        "The fix has been deployed and we are monitoring.",
        "We have identified the cause and are working on a fix. We apologise for the inconvenience.",
    ],
)
def test_what_says_nothing_is_found(text: str) -> None:
    assert says("W10", text)


def test_the_message_says_what_is_there_and_what_is_missing() -> None:
    text = FRONT.format(title="Problems") + "## Updates\n\n### 2026-11-20 09:05 UTC: Identified\n\nThe avatars.\n"
    entry = read("incidents/2026-11-20-case.md", text)
    (found,) = (each for each in rules.check(entry, Context(now=NOW)) if each.code == "W10")
    assert found.message == "All that customers learn here is “avatars”."
    assert found.help == "Say what broke, what you do about it and what customers can do."


@pytest.mark.parametrize(
    ("text", "of", "code", "found"),
    [
        ("It's Apple's system software.", "cause", "W12", True),
        ("This is an outage at our hosting provider.", "update", "W12", True),
        ("Our provider's router failed at 09:00 UTC; we send traffic over the second one.", "update", "W12", False),
        ("Customers with old browsers caused it.", "update", "W13", True),
        ("The user entered a wrong configuration.", "update", "W13", True),
        ("The replicas failed to follow the new leader.", "update", "W13", False),
        ("Please contact Acme Pay support directly.", "update", "W20", True),
        ("Please speak to the other airline. We have nothing to do with the cancellation.", "update", "W20", True),
        ("Pay by bank transfer meanwhile. If money is missing, contact your bank.", "update", "W20", False),
        ("Get 20% off your next upgrade.", "update", "W15", True),
        ("We take reliability very seriously.", "update", "W15", True),
        ("The certificate is not trusted by Android 9.", "update", "W15", False),
        ("Customers on our Premium plan see the old price.", "update", "W15", False),
        ("Customers can check out our catalogue, but not order.", "update", "W15", False),
        ("Orders are normally processed in 24-72 hours.", "update", "W21", True),
        ("Orders of today are sent on Thursday, 26 November.", "update", "W21", False),
    ],
)
def test_whose_trouble_it_is_and_what_is_sold(text: str, of: str, code: str, *, found: bool) -> None:
    assert says(code, text, of=of) is found


def test_an_impact_in_the_teams_words_is_found() -> None:
    jargon = "Shard relocation after a JVM heap GC pause on the replica.\n"
    seen = "Search shows products that are sold out: a replica of the index is behind.\n"
    assert "W24" in dict(codes(f"{FRONT.format(title='Search is slow')}## Impact\n\n{jargon}"))
    assert "W24" not in dict(codes(f"{FRONT.format(title='Search is slow')}## Impact\n\n{seen}"))


@pytest.mark.parametrize("heading", ["Meanwhile", "Workaround", "workarounds"])
def test_what_customers_can_do_meanwhile_has_a_section(heading: str) -> None:
    entry = read("incidents/2026-11-20-case.md", FRONT.format(title="Search is slow") + f"## {heading}\n\nBrowse.\n")
    assert entry.incident.workaround == "Browse."
    assert entry.findings == ()


def test_a_finding_about_a_sentence_ends_where_its_line_ends() -> None:
    text = "---\ntitle: Cards fail\n---\n\n## Impact\n\nPlease contact Acme Pay support directly\n\n## Cause\n\nx\n"
    entry = read("incidents/2026-11-03-a.md", text)
    rule = rules.find("W20")
    assert rule is not None
    assert rule.check is not None
    (fault,) = rule.check(entry, Context(now=NOW))
    line = entry.document.lines[fault.span.line - 1]
    assert (fault.span.column, fault.span.end_column) == (1, len(line) + 1)
