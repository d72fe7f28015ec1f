"""`straightup schema`: what an editor has to know of the front matter."""

from pathlib import Path

import click

from straightup.authoring import schema
from straightup.cli.options import config_option, the_project
from straightup.cli.saying import hand_out
from straightup.disk import project as projects
from straightup.model.errors import ConfigurationError
from straightup.model.settings import Settings
from straightup.reporters.json_ import dumped


@click.command()
@config_option
def schema_command(config_file: Path | None) -> None:
    """Print the JSON Schema of the front matter, for completion and checks in an editor.

    In a site it knows the site's components; anywhere else it takes any.

    Keep it beside mkdocs.yml, and print it anew when a component is added:

    \b
      straightup schema > incident.schema.json

    Editors that use yaml-language-server (VS Code with the extension "YAML" of Red Hat, Neovim, Helix, Zed and
    others) take the schema from a comment in the first line of the front matter:

    \b
      ---
      # yaml-language-server: $schema=../incident.schema.json
      title: ...

    or from their settings, which in VS Code are:

    \b
      "yaml.schemas": {"./incident.schema.json": "incidents/**/*.md"}

    The server expects files that are YAML throughout. In an incident file it may mark the text below the front matter
    as well, and VS Code asks it only about files whose language is set to YAML. "straightup check --watch" has neither
    limit.
    """
    hand_out(dumped(schema.front_matter(_settings(config_file))))


def _settings(config_file: Path | None) -> Settings:
    if config_file is None:
        try:
            config_file = projects.find()
        except ConfigurationError:
            return Settings()
    return the_project(config_file).settings
