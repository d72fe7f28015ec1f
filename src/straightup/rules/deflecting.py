"""W12, W13, W20: does the text point elsewhere? A provider named beside one's own step is a fact, and always right."""

from collections.abc import Iterator

from straightup.model.findings import Fault, Severity
from straightup.model.source import Entry, SectionName
from straightup.model.states import Kind
from straightup.rules.places import IN_PROSE, texts_of
from straightup.rules.rule import Context, rule
from straightup.rules.text.deflection import blames, only_sends_away
from straightup.rules.text.names import heard_before

_HEADING = "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"


@rule(
    code="W12",
    name="blames-provider",
    severity=Severity.WARNING,
    why="Your customers chose you, not your provider. Naming one is a fact, and right, when you say beside it what you "
    "are doing yourselves, or what customers see. Pointing there and stopping leaves them with nothing.",
    bad=f"{_HEADING}It's Apple's system software, and they are working on it.\n",
    good=f"{_HEADING}The card network refuses our new certificate; we send EU cards through our second gateway meanwhile.\n",
    measured="Measured on published texts of real incidents, which a reader who did not know the rule labelled: "
    "not used in development 45 (24 of them such): precision 0.69, recall 0.75; without the doubtful ones"
    " 37 (20 of them such): precision 0.75, recall 0.75. What it misses mostly names the other one by a "
    "name that is on no list. What it reports wrongly mostly says in unusual words what customers see.",
)
def blames_provider(entry: Entry, context: Context) -> Iterator[Fault]:
    words, known = context.words, heard_before(entry, context, title=False)
    if entry.incident.kind is Kind.MAINTENANCE:
        return
    help_text = "Name the provider as a fact, and say what you do yourselves: switch over, queue, tell us by when."
    for prose in texts_of(entry.document, SectionName.CAUSE):
        if words.elsewhere.may_blame(prose.bare):
            found = blames(prose.bare, known, words.elsewhere, words.is_common)
            if found:
                yield Fault(prose.place(found), f"“{found[0]}” only points elsewhere.", help_text)


@rule(
    code="W13",
    name="blames-customer",
    severity=Severity.WARNING,
    why="Nobody reads on after being told that it was their fault. What they can do now is help; what they did is not.",
    bad=f"{_HEADING}Payments fail since 14:03 UTC because of user error: customers should have renewed their cards.\n",
    good=f"{_HEADING}Cards that expired in October are declined. Enter the new card under *My cards* and pay again.\n",
)
def blames_customer(entry: Entry, context: Context) -> Iterator[Fault]:
    help_text = "Say what they can do now, and what you change so that it is harder to get wrong."
    for prose in texts_of(entry.document, *IN_PROSE):
        found = context.words.blames_customer.first_in(prose.bare)
        if found:
            yield Fault(prose.place(found), f"“{found[0]}” makes the reader the cause.", help_text)


@rule(
    code="W20",
    name="passes-around",
    severity=Severity.WARNING,
    why="Whoever is sent to somebody else has to tell it all again, and hears there that it is not their business either. "
    "Send customers on only beside what you know and do yourselves.",
    bad=f"{_HEADING}Please contact Acme Pay support directly.\n",
    good=f"{_HEADING}Acme Pay declines EU cards since 14:03 UTC. We have switched them to our second gateway. Acme Pay's "
    "support can see whether a card was charged twice.\n",
    measured="Measured on published texts of real incidents, which a reader who did not know the rule labelled: "
    "not used in development 39 (19 of them such): precision 0.73, recall 0.42; without the doubtful ones"
    " 29 (10 of them such): precision 0.71, recall 0.50. What it misses mostly is a bare address beside a"
    " sentence about the other one. What it reports wrongly is mostly good advice for later.",
)
def passes_around(entry: Entry, context: Context) -> Iterator[Fault]:
    words, known = context.words, heard_before(entry, context, title=False)
    help_text = "Say beside it what you know, and what you do: ask there yourselves, and tell what they answer by when."
    for prose in texts_of(
        entry.document, SectionName.IMPACT, SectionName.MEANWHILE, SectionName.CAUSE, SectionName.RESTORATION
    ):
        if not words.elsewhere.may_send_away(prose.bare):
            continue
        found = only_sends_away(prose.bare, known, words.elsewhere, words.is_common)
        if found:
            yield Fault(prose.place(found), "This sends customers elsewhere, and says nothing else.", help_text)


RULES = (blames_provider, blames_customer, passes_around)
