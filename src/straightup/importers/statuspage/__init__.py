"""The history of a page of Atlassian Statuspage, or of one that answers as its API v2 does, as incidents."""

import re

from straightup.importers.importer import Importer
from straightup.importers.statuspage.folder import import_folder

STATUSPAGE = Importer(
    name="statuspage",
    source="What the API of an Atlassian Statuspage answers, or of a page that speaks its v2: a file of JSON or a "
    "folder of such files in SOURCE.",
    saving="""\
\b
  curl -O https://STATUS.EXAMPLE.COM/api/v2/incidents.json
  curl -O https://STATUS.EXAMPLE.COM/api/v2/scheduled-maintenances.json
  curl -O https://STATUS.EXAMPLE.COM/api/v2/components.json

The first ends after 50 incidents. Older ones: /history?page=2 and so on (as JSON: /history.json?page=2) name their
codes; save /incidents/CODE.json of each into the same folder. An export of
the management API (v1) has the same fields.""",
    file_names=re.compile(r".*\.(?:json|jsonl|ndjson)", re.IGNORECASE),
    largest=64 * 1024 * 1024,
    read=import_folder,
)
