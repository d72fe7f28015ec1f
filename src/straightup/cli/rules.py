"""`straightup rules` and `explain`: what is asked, and why."""

import json
import textwrap

import click

from straightup import rules
from straightup.diagnostics import did_you_mean
from straightup.rules import Rule


@click.command()
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules_command(output_format: str) -> None:
    """List every rule with its question."""
    if output_format == "json":
        found = [
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
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    question = None
    for rule in rules.ALL:
        if rule.question is not question:
            click.echo(f"{'' if question is None else chr(10)}{rule.question.value}")
            question = rule.question
        click.echo(f"  {rule.code} {rule.name:38} {rule.severity.value}")
    click.echo("\n“straightup explain CODE” says why, with a bad and a good example.")


@click.command()
@click.argument("code")
def explain_command(code: str) -> None:
    """Say what the rule CODE (or its name) means, why it matters, and how to mend it."""
    rule = rules.find(code)
    if rule is None:
        known = [each.code for each in rules.ALL] + [each.name for each in rules.ALL]
        hint = did_you_mean(code, known, "“straightup rules” lists them.")
        raise click.UsageError(f"There is no rule “{code}”. {hint}")
    click.echo(explained(rule), nl=False)


def explained(rule: Rule) -> str:
    """The documentation of a rule as it reads on a terminal."""
    why = textwrap.fill(rule.why, 92)
    measured = f"\n{textwrap.fill(rule.measured, 92)}\n" if rule.measured else ""
    bad, good = (textwrap.indent(text.rstrip(), "    ") for text in (rule.bad, rule.good))
    return (
        f"{rule.code} {rule.name} ({rule.severity.value})\n"
        f"The customer asks: {rule.question.value}\n\n{why}\n\n"
        f"Instead of\n\n{bad}\n\nwrite\n\n{good}\n{measured}"
    )
