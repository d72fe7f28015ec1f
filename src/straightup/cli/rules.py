"""`straightup rules` and `explain`: what is asked, and why."""

import json

import click

from straightup import rules
from straightup.model.findings import did_you_mean
from straightup.rules import book


@click.command()
@click.option("--output-format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def rules_command(output_format: str) -> None:
    """List every rule with its question."""
    if output_format == "text":
        click.echo(book.listed(rules.ALL), nl=False)
    elif output_format == "markdown":
        click.echo(book.as_page(rules.ALL), nl=False)
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
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))


@click.command()
@click.argument("code")
def explain_command(code: str) -> None:
    """Say what the rule CODE (or its name) means, why it matters, and how to mend it."""
    rule = rules.find(code)
    if rule is None:
        known = [each.code for each in rules.ALL] + [each.name for each in rules.ALL]
        hint = did_you_mean(code, known, "“straightup rules” lists them.")
        raise click.UsageError(f"There is no rule “{code}”. {hint}")
    click.echo(book.explained(rule), nl=False)
