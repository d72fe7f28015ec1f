"""A status page made of GitHub issues, as Upptime keeps one, or people with labels, as incidents."""

import re

from straightup.importers.github.folder import import_folder
from straightup.importers.importer import Importer

GITHUB = Importer(
    name="github-issues",
    source="The issues of a repository that is a status page, written by Upptime or by people with labels: a folder of "
    "JSON in SOURCE, with .upptimerc.yml beside it where there is one.",
    saving="""\
\b
  gh api --paginate 'repos/OWNER/REPO/issues?state=all&per_page=100' > issues.json
  gh api --paginate 'repos/OWNER/REPO/issues/comments?per_page=100' > comments.json

or, without curl's pages, in one file:

\b
  gh issue list -R OWNER/REPO --state all --limit 9999 > issues.json \\
    --json number,title,body,labels,state,createdAt,closedAt,url,author,comments

Comments of people who are neither owners, members nor collaborators, and those after the closing, are left out and \
counted.""",
    file_names=re.compile(r".*\.(?:json|jsonl|ndjson)|\.?upptimerc\.ya?ml", re.IGNORECASE),
    largest=64 * 1024 * 1024,
    takes_labels=True,
    read=import_folder,
)
