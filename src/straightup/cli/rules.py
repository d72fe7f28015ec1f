"""`straightup rules` and `explain`: what is asked, and why."""

import click

from straightup import rules
from straightup.cli.saying import hand_out
from straightup.model.findings import did_you_mean
from straightup.reporters.json_ import dumped
from straightup.rules import book


@click.command()
@click.option("--output-format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def rules_command(output_format: str) -> None:
    """List every rule with its question."""
    if output_format == "text":
        hand_out(book.listed(rules.ALL))
    elif output_format == "markdown":
        hand_out(book.as_page(rules.ALL))
    else:
        listed = [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.value,
                "question": rule.question.value,
                "why": rule.why,
                "bad": rule.bad,
                "good": rule.good,
            }
            for rule in rules.ALL
        ]
        hand_out(dumped(listed))


@click.command()
@click.argument("code")
def explain_command(code: str) -> None:
    """Say what the rule CODE (or its name) means, why it matters, and how to mend it."""
    rule = rules.find(code)
    if rule is None:
        known = [each.code for each in rules.ALL] + [each.name for each in rules.ALL]
        hint = did_you_mean(code, known, "“straightup rules” lists them.")
        raise click.UsageError(f"There is no rule “{code}”. {hint}")
    hand_out(book.explained(rule))
