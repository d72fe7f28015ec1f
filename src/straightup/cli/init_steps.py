"""What is left to do by hand when `init` is done, with the exact addresses."""

import shlex
from collections.abc import Iterator, Sequence

from straightup.cli.init_place import Surroundings
from straightup.disk.files import display
from straightup.importers import IMPORTERS
from straightup.setting_up import hosts
from straightup.setting_up.changes import Change
from straightup.setting_up.wanted import Host, Wanted


def next_steps(place: Surroundings, found: Wanted, planned: Sequence[Change]) -> list[str]:
    """The lines that `init` ends with."""
    steps = [step for step in (_switch(place, found), _commit(place, planned), _result(found)) if step]
    if place.config and not place.mkdocs.get("site_url"):
        steps.insert(0, f"Add “site_url: {found.url}” to {place.config.name}: feeds and links need it.")
    lines = ["Next:"] + [f"  {number}. {step}" for number, step in enumerate(steps, 1)]
    lines += ["", f"To look at it first: {_there(place)}straightup serve"]
    return [*lines, *_neighbour(place)]


def _switch(place: Surroundings, found: Wanted) -> str:
    web = found.repository.web if found.repository else ""
    match found.host:
        case Host.GITHUB:
            page = f"{web}/settings/pages" if web else "Settings → Pages of the repository"
            return f"Choose “GitHub Actions” as the source: {page}"
        case Host.GITLAB:
            page = f"{web}/-/pipeline_schedules" if web else "Build → Pipeline schedules"
            return f"Add a schedule for every hour: {page}"
        case Host.NETLIFY:
            return "Connect the repository at https://app.netlify.com/start; netlify.toml says the rest."
        case Host.CLOUDFLARE:
            command = hosts.build_command(found) or "straightup build --publish, once it is installed"
            output = f"{found.below}site"
            return f"Connect the repository at https://dash.cloudflare.com: output “{output}”, build command {command}"
        case Host.S3:
            return f"Publish with BUCKET=… sh {found.below}publish-s3.sh, every hour and after each push."
        case Host.NGINX:
            return f"Put {found.below}status.nginx.conf into the http block of nginx, and build every hour."
        case Host.FILES:
            return f"Build with {_there(place)}straightup build --keep-going, every hour and after each push."


def _commit(place: Surroundings, planned: Sequence[Change]) -> str:
    paths = " ".join(shlex.quote(display(place.root / change.path)) for change in planned if change.writes)
    return f"git add {paths} && git commit -m 'Status page' && git push"


def _result(found: Wanted) -> str:
    return f"See it at {found.url}"


def _there(place: Surroundings) -> str:
    shown = display(place.folder)
    return "" if shown == "." else f"cd {shlex.quote(shown)} && "


def _neighbour(place: Surroundings) -> Iterator[str]:
    near = place.neighbour
    if near is None:
        return
    yield ""
    yield f"Here is a site of {near.tool}. Its files stay as they are. Its reports come over with"
    yield from (f"  {step}" for step in near.next_steps)
    if near.tool == "Upptime" and "github-issues" in {importer.name for importer in IMPORTERS}:
        yield "  and “straightup import github-issues --help” says how these are read."
