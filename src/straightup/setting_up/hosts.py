"""The files that each host wants, filled in."""

from pathlib import Path
from urllib.parse import urlsplit

from straightup.model.errors import ConfigurationError
from straightup.setting_up.wanted import Host, Wanted

_FOLDER = Path(__file__).parent / "hosts"
_AT_ROOT = {
    # Where a host looks for its files is the root of the clone, wherever in it the site is.
    Host.GITHUB: {
        ".github/workflows/status.yml": "status.yml",
        ".github/workflows/status-hourly.yml": "status-hourly.yml",
        ".github/dependabot.yml": "dependabot.yml",
    },
    Host.GITLAB: {".gitlab-ci.yml": "gitlab-ci.yml"},
    Host.NETLIFY: {"netlify.toml": "netlify.toml"},
}
_BESIDE = {Host.S3: {"publish-s3.sh": "publish-s3.sh"}, Host.NGINX: {"status.nginx.conf": "status.nginx.conf"}}
_BUILDING = (Host.GITHUB, Host.GITLAB, Host.NETLIFY)


def files_at_root(wanted: Wanted) -> dict[str, str]:
    """What belongs at the root of the clone, by its path there.

    ConfigurationError when nobody knows where the host's machine is to install straightup from.
    """
    if wanted.host in _BUILDING and wanted.source is None:
        raise ConfigurationError(
            f"A machine at {wanted.host} has to install straightup, and nobody noted where this one came from. Add "
            "“--source https://github.com/OWNER/straightup@COMMIT” with the repository and the commit that you use."
        )
    if wanted.host is Host.GITHUB and wanted.source and not wanted.source.action:
        raise ConfigurationError(
            "A workflow on GitHub takes straightup from a repository on GitHub. Add "
            "“--source https://github.com/OWNER/straightup@COMMIT” with the repository and the commit that you use."
        )
    return {path: _filled(name, wanted) for path, name in _AT_ROOT.get(wanted.host, {}).items()}


def files_beside(wanted: Wanted) -> dict[str, str]:
    """What belongs beside `mkdocs.yml`, or below it, by its path there."""
    return {path: _filled(name, wanted) for path, name in _BESIDE.get(wanted.host, {}).items()}


def build_command(wanted: Wanted) -> str:
    """What a host that is set up in the browser is to run; "" where nobody knows what it is to install."""
    if wanted.source is None:
        return ""
    return f'pip install "{wanted.source.requirement}" && straightup build --publish'


def hook(wanted: Wanted) -> str:
    """A `.pre-commit-config.yaml`. ConfigurationError when straightup came from no repository that is known."""
    source = wanted.source
    if source is None or source.repository is None:
        raise ConfigurationError(
            "pre-commit takes straightup from a repository. Add “--source https://github.com/OWNER/straightup@COMMIT”."
        )
    lines = [
        "repos:",
        f"  - repo: {source.repository.web}",
        f"    rev: {source.version}",
        "    hooks:",
        "      - id: straightup-check",
    ]
    return "".join(f"{line}\n" for line in lines)


def _filled(name: str, wanted: Wanted) -> str:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    source = wanted.source
    values = {
        "ACTION": source.action if source else "",
        "REQUIREMENT": source.requirement if source else "",
        "BRANCH": wanted.branch,
        "BELOW": wanted.below.rstrip("/") or ".",
        "SERVER": urlsplit(wanted.url).hostname or "",
    }
    if not wanted.below:
        text = text.replace('  base = "@BELOW@"\n', "")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text
