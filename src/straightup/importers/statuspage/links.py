"""Links of reports to each other on the old page, led to the imported reports."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from straightup.importers.importer import ImportedIncident

_LINK = r"(?<![\w(<])https?://(?P<host>[\w.:-]+)/incidents/(?P<code>\w+)(?![\w/?#-])"


def linked(incidents: list[ImportedIncident], pages: Iterable[str]) -> Iterator[ImportedIncident]:
    """`incidents`, in whose texts the address of another one leads to its file; the address stays what is read."""
    hosts = {host.lower() for host in map(_host, pages) if host}
    files = {each.incident.imported.id: each.file_name for each in incidents if each.incident.imported}
    link = re.compile(_LINK, re.IGNORECASE)

    def to_file(found: re.Match[str]) -> str:
        file = files.get(found["code"]) if found["host"].lower() in hosts else None
        return f"[{found[0].replace('://', chr(92) + '://')}]({file})" if file else found[0]

    for each in incidents:
        updates = tuple(replace(update, text=link.sub(to_file, update.text)) for update in each.incident.updates)
        yield replace(each, incident=replace(each.incident, updates=updates))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
