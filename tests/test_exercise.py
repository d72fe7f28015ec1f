"""`build --exercise`: a team practises, and nobody can take it for the truth."""

import json
from pathlib import Path

import feedparser

from support.commands import AT, CONFIG, straightup
from support.sites import draw, read_back

BAND = '<div class="su-exercise" role="note">Exercise. Nothing on this page is so: it is made for practice.</div>'
DOCS = CONFIG.replace("docs_dir: incidents\n", "").replace(
    "  - straightup:\n", "  - straightup:\n      path: status/\n"
)
INCIDENT = """\
---
title: Cards are refused
components:
  checkout: partial-outage
started: 2026-11-03 14:05 UTC
---

## Impact

Payments by card fail for about half of all customers. Other ways to pay work.

## Updates

### 2026-11-03 14:20 UTC: Investigating

- ETA: 16:30 UTC
- Next update: 15:30 UTC

We are looking at the gateway's logs.
"""
PLANNED = """\
---
title: The database moves
kind: maintenance
components:
  search: maintenance
starts: 2026-11-10 02:00 UTC
ends: 2026-11-10 03:00 UTC
---

## Impact

Search answers slowly for up to one hour.
"""


def test_every_page_says_that_it_is_practice_and_nothing_of_it_is_told_elsewhere(tmp_path: Path) -> None:
    tree = {"mkdocs.yml": DOCS, "docs/index.md": "# Docs\n", "docs/more.md": "# More\n"}
    reports = {"incidents/2026-11-03-cards.md": INCIDENT, "incidents/2026-11-04-db.md": PLANNED}
    draw(tmp_path, {**tree, **reports})
    assert straightup(tmp_path, "build", "--keep-going", "--at", AT)[0] == 0
    real = read_back(tmp_path / "site")
    code, out, _ = straightup(tmp_path, "build", "--exercise", "--keep-going", "--at", AT)
    assert (code, out.endswith(" pages in site-exercise.\n")) == (0, True)
    # What is public stays what it was.
    assert read_back(tmp_path / "site") == real
    made = read_back(tmp_path / "site-exercise")
    pages = [name for name in made if name.endswith(".html")]
    assert {"index.html", "more/index.html", "status/index.html", "404.html"} <= set(pages)
    for name in pages:
        page = made[name].decode()
        assert page.count(BAND) == 1, name
        assert page.index("<body") < page.index(BAND) < page.index("</body>")
        assert 'name="robots" content="noindex, nofollow"' in page, name
        assert BAND not in real[name].decode()
        assert "noindex, nofollow" not in real[name].decode()
    assert "Cards are refused" in made["status/index.html"].decode()
    feeds = [name for name in made if name.endswith((".xml", "feed.json")) and "sitemap" not in name]
    assert {"status/feed.xml", "status/atom.xml", "status/feed.json"} <= set(feeds)
    for name in feeds:
        if name.endswith(".json"):
            assert json.loads(made[name])["items"] == []
        else:
            assert feedparser.parse(made[name]).entries == []
    assert feedparser.parse(real["status/feed.xml"]).entries != []
    calendars = [name for name in made if name.endswith(".ics")]
    assert [name for name in calendars if b"BEGIN:VEVENT" in made[name]] == []
    assert b"BEGIN:VEVENT" in real["status/calendar.ics"]
    assert json.loads(made["build.json"])["exercise"] is True
    assert "exercise" not in json.loads(real["build.json"])
