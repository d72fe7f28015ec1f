"""The files that every new site has: its settings, what git is not to keep, a page that says what to do at night."""

import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from straightup.model.states import Component
from straightup.setting_up.places import new_file
from straightup.setting_up.wanted import Wanted

IGNORED = ("site/", "site-exercise/", ".*.straightup-lock", ".cache/")
"""What `build` and `check` make beside the site."""
_FILE = "YYYY-MM-DD-what-is-wrong.md"


def settings(wanted: Wanted) -> str:
    """The `mkdocs.yml` of a site that is all status pages."""
    block = "\n".join(f"  {line}" for line in plugin_block(wanted, path="").splitlines())
    return f"""\
# A whole status site: this file, and one Markdown file for each incident in incidents/.
site_name: {_quoted(wanted.name)}
site_url: {_quoted(wanted.url)}
docs_dir: incidents
theme:
  name: material # no other works
  font: false # no request to a font service; a status page should need nobody else
  features: [navigation.tabs]
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default, primary: white}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate, primary: black}}
plugins:
  - search
{block}
"""


def plugin_block(wanted: Wanted, path: str) -> str:
    """The plugin as an item of the list of plugins; `path` is where the status pages begin, "" for the whole site."""
    lines = ["- straightup:"]
    if path:
        lines.append(f"    path: {path}")
    if wanted.contact:
        lines.append(f"    contact: {_quoted(wanted.contact)}")
    lines.append(f"    feed_authority: {_authority(wanted)} # names the feeds for ever; leave it when the site moves")
    lines.append("    components: # what customers use, in their words; an id never changes")
    lines += [f"      - {{{_component(each)}}}" for each in wanted.components]
    return "\n".join(lines)


def _component(component: Component) -> str:
    known = {"id": component.id, "name": component.name, "group": component.group}
    return ", ".join(f"{key}: {_quoted(value)}" for key, value in known.items() if value)


def _authority(wanted: Wanted) -> str:
    return f"{urlsplit(wanted.url).hostname},{wanted.year}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON text is a YAML text, whatever is in it


def ignored(before: str) -> str:
    """`before`, a `.gitignore` or "", with the lines that it lacks at its end."""
    ending = "\r\n" if "\r\n" in before else "\n"
    known = {line.strip().strip("/") for line in before.splitlines()}
    added = [line for line in IGNORED if line.strip("/") not in known]
    if before and added and not before.endswith("\n"):
        before += ending
    return before + "".join(line + ending for line in added)


def report_template(components: Iterable[Component]) -> str:
    """A report with a gap for each answer. Committed as it is, it says nothing of any component: `check` refuses it."""
    states = "".join(f"#  {each.id}: degraded # or partial-outage, major-outage\n" for each in components)
    return f"""\
---
title: # what is wrong, in a customer's words
components: # take the # away in front of what is affected
{states}started: YYYY-MM-DD HH:MM UTC
---

## Impact

<!-- What customers see, who is affected, what still works. -->

## Meanwhile

<!-- What they can do until it is back. “None.” is an answer. -->

## Cause

<!-- Or: Not known yet. What you are checking, and by when you will know. -->

## Updates

### YYYY-MM-DD HH:MM UTC: Investigating

- ETA: unknown until HH:MM UTC, because REASON
- Next update: HH:MM UTC

<!-- What you are doing about it. -->
"""


def readme(wanted: Wanted) -> str:
    """What to do when something is broken, for somebody with a phone and for somebody at a desk."""
    folder = f"{wanted.below}incidents"
    here = f"[{wanted.url}]({wanted.url})"
    if wanted.repository:
        template = report_template(wanted.components)
        link = new_file(wanted.repository, wanted.branch, f"{folder}/{_FILE}", template)
        browser = f"**[Write the report in your browser]({link})**, on a phone too. Change `YYYY-MM-DD` in its name and"
        browser += (
            " commit it.\nIt is on the page when the build is done, and what you left open is said to be not answered."
        )
        again = f"Open the file in [`{folder}/`]({wanted.repository.web}/tree/{wanted.branch}/{folder}), edit it, and"
        again += " add `### YYYY-MM-DD HH:MM UTC: Monitoring` at its end."
    else:
        browser = f"Make a file `{folder}/{_FILE}`; `straightup new` asks for what belongs in it."
        again = f"Open the file in `{folder}/` and add `### YYYY-MM-DD HH:MM UTC: Monitoring` at its end."
    return f"""\
# {_marked(wanted.name)}

What customers see: {here}

## Something is broken? Here.

{browser}

At a desk: `straightup new`, then `git add`, `git commit`, `git push`.

## It goes on, or it is over

{again} At a desk: `straightup update` and `straightup resolve`.

To practise without telling anybody: `straightup build --exercise`.
"""


def _marked(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|!" else letter for letter in text)
