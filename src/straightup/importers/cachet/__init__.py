"""The incidents and schedules of a Cachet, version 2 or 3, as incidents."""

import re

from straightup.importers.cachet.folder import import_folder
from straightup.importers.importer import Importer

CACHET = Importer(
    name="cachet",
    source="What the API of a Cachet (version 2 or 3) answers: a folder of JSON in SOURCE. Its times have no zone, so "
    "--timezone is needed: the one that Cachet was set to.",
    saving="""\
\b
  curl 'https://STATUS.EXAMPLE.COM/api/v1/incidents?per_page=500' > incidents.json
  curl 'https://STATUS.EXAMPLE.COM/api/v1/schedules?per_page=500' > schedules.json
  curl 'https://STATUS.EXAMPLE.COM/api/v1/components?per_page=500' > components.json
  curl 'https://STATUS.EXAMPLE.COM/api/v1/components/groups?per_page=500' > groups.json

Version 3 says /api/ instead of /api/v1/, /api/component-groups, and tells more with
?include=updates,components behind incidents and schedules, and ?include=group behind components. Where there are
several pages, save each.""",
    file_names=re.compile(r".*\.(?:json|jsonl|ndjson)", re.IGNORECASE),
    largest=64 * 1024 * 1024,
    read=import_folder,
)
