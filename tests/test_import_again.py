"""`straightup import` as a person runs it: into a site that lives, and again."""

import json
import re
from pathlib import Path
from typing import Any

from straightup.reading import read
from support.commands import CONFIG, straightup
from support.sites import draw, read_back

AT = "2026-11-22 10:00 UTC"
OWN = """\
---
title: Search is slow
components:
  search: degraded
started: 2026-11-20 08:40 UTC
---

## Impact

Searches take 20 seconds instead of one. Checkout is not affected.

## Cause

One of three nodes had a full disk, because its logs were never removed.

## Updates

### 2026-11-20 09:05 UTC: Investigating

- ETA: 11:00 UTC
- Next update: 09:45 UTC

Searches take 20 seconds.

### 2026-11-20 09:40 UTC: Resolved

All nodes answer again.

## Prevention

- [x] Watch the disks (owner: Search, done: 2026-11-20)
"""


def record(code: str, day: int, *, body: str = "Logins fail for everybody.", **more: object) -> dict[str, Any]:
    def told(hour: int, status: str, text: str, state: str) -> dict[str, Any]:
        at = f"2026-11-{day:02}T{hour:02}:00:00Z"
        affected = [{"code": "c1", "name": "Logins", "new_status": state}]
        said = {"id": f"{code}{hour}", "status": status, "body": text, "display_at": at}
        return {**said, "affected_components": affected}

    return {
        "id": code,
        "name": "Logins <b>fail</b>",
        "status": "resolved",
        "created_at": f"2026-11-{day:02}T08:00:00Z",
        "resolved_at": f"2026-11-{day:02}T09:00:00Z",
        "impact": "major",
        "incident_updates": [
            told(9, "resolved", "It works again.", "operational"),
            told(8, "investigating", body, "major_outage"),
        ],
        **more,
    }


def save(folder: Path, *records: dict[str, Any]) -> None:
    (folder / "old").mkdir(exist_ok=True)
    (folder / "old/incidents.json").write_text(json.dumps({"incidents": records}), encoding="utf-8")
    components = {"components": [{"id": "c1", "name": "Logins"}]}
    (folder / "old/components.json").write_text(json.dumps(components), encoding="utf-8")


def imported(folder: Path, *more: str, at: str = AT) -> tuple[str, str]:
    code, out, err = straightup(folder, "import", "statuspage", "old", "--into", "incidents", "--at", at, *more)
    assert code == 0, err
    return out, err


def feeds(site: dict[str, bytes]) -> dict[str, bytes]:
    """Those of the site and of its components, but for when they were built."""
    told = re.compile(r"(?!incidents/|history\.).*(?:feed|atom|calendar)")
    found = {path: data for path, data in site.items() if told.match(path)}
    return {path: re.sub(rb"2026-11-22T\S+|<lastBuildDate>.*", b"", data) for path, data in found.items()}


def test_a_history_comes_into_a_live_site_without_a_word_to_its_subscribers_and_answers_where_it_was(
    tmp_path: Path,
) -> None:
    config = CONFIG + "        - {id: logins, name: Logins}\n"
    draw(tmp_path, {"mkdocs.yml": config, "incidents/2026-11-20-slow-search.md": OWN})
    assert straightup(tmp_path, "build", "--at", AT)[0] == 0
    before = read_back(tmp_path / "site")
    nightly = {"started_at": "2026-11-03T09:12:00Z", "resolved_at": "2026-11-03T08:00:00Z"}
    written_down = record("written1", 3, **nightly)
    written_down["incident_updates"] = [{**written_down["incident_updates"][1], "status": "resolved"}]
    del written_down["incident_updates"][0]["affected_components"]
    save(tmp_path, record("first11", 1), record("second22", 2), written_down)
    out, _ = imported(tmp_path)
    assert "3 reports written to incidents." in out
    assert "  1: over, and since when is not recorded" in out
    code, out, err = straightup(tmp_path, "check", "--at", AT)
    assert (code, err) == (0, "")
    assert out == (
        "4 reports, nothing to mend. 3 imported reports: what they do not answer is shown as not recorded.\n"
    )
    assert straightup(tmp_path, "build", "--at", AT)[0] == 0
    after = read_back(tmp_path / "site")
    assert feeds(after) == feeds(before)
    assert (after["history.rss"], after["history.atom"]) == (after["feed.xml"], after["atom.xml"])
    assert "history.rss" not in before
    answer = json.loads(after["api/v2/incidents.json"])["incidents"]
    ended = {each["id"]: each["resolved_at"] is not None for each in answer}
    assert (ended["first11"], ended["written1"]) == (True, False)
    for old, day in (("first11", 1), ("second22", 2), ("written1", 3)):
        page = f"incidents/2026-11-{day:02}-logins-b-fail-b/"
        stub = after[f"incidents/{old}/index.html"].decode()
        assert f'content="0; url=../../{page}"' in stub
        assert "<b>" not in stub
        assert f"/incidents/{old} /{page} 301\n" in after["_redirects"].decode()
        html = after[f"{page}index.html"].decode()
        assert html.partition("<body")[2].count("Logins fail for everybody.") == 1
        assert "Our old page rated it “major”." in html
        assert "after it began" not in html
    assert "Over; when is not recorded." in html
    assert "Which parts were affected is not recorded." in html


def test_a_second_import_writes_what_changed_there_and_nothing_that_a_person_changed_here(tmp_path: Path) -> None:
    save(tmp_path, record("first11", 1), record("second22", 2), record("third33", 3), record("fourth44", 4))
    assert "4 reports would be written" in imported(tmp_path, "--dry-run")[0]
    assert not (tmp_path / "incidents").exists()
    imported(tmp_path)
    files = {number: tmp_path / f"incidents/2026-11-0{number}-logins-b-fail-b.md" for number in (1, 2, 3, 4)}
    moved = tmp_path / "incidents/2026-11-02-better-name.md"
    files[2].rename(moved)
    files[3].write_text(files[3].read_text(encoding="utf-8").replace("fail for", "failed for"), encoding="utf-8")
    before = read_back(tmp_path / "incidents")
    out, _ = imported(tmp_path, at="2026-11-23 10:00 UTC")
    assert "0 reports written" in out
    assert "4: unchanged there" in out
    assert read_back(tmp_path / "incidents") == before
    changed = [record(code, day, body="New words.") for code, day in (("first11", 1), ("second22", 2), ("third33", 3))]
    save(tmp_path, *changed)
    out, err = imported(tmp_path, at="2026-11-23 10:00 UTC")
    assert "2: changed there, written again" in out
    assert "third33" not in out
    assert "2026-11-03-logins-b-fail-b.md: changed on the old page and here, left as it is" in err
    assert "2026-11-04-logins-b-fail-b.md: not in what was given, left as it is" in err
    assert "New words." in files[1].read_text(encoding="utf-8")
    assert "New words." in moved.read_text(encoding="utf-8")
    assert "on: 2026-11-23 10:00 UTC" in moved.read_text(encoding="utf-8")
    assert "failed for" in files[3].read_text(encoding="utf-8")
    assert len(read_back(tmp_path / "incidents")) == 4


def test_only_what_is_wanted_is_imported_and_components_of_the_old_page_can_be_ours(tmp_path: Path) -> None:
    save(tmp_path, record("first11", 1), record("second22", 2), record("third33", 3))
    out, _ = imported(tmp_path, "--since", "2026-11-02", "--skip", "third33", "--map", "Logins=sign-in")
    ((path, data),) = read_back(tmp_path / "incidents").items()
    assert path == "2026-11-02-logins-b-fail-b.md"
    assert [name for name, _ in read(path, data).incident.components] == ["sign-in"]
    assert "components:" not in out
    command = ("import", "statuspage", "old", "--into", "incidents", "--map", "Nothing=sign-in")
    code, _, err = straightup(tmp_path, *command)
    assert (code, "“Nothing” is no component of the old page. Its components: logins." in err) == (2, True)


def test_a_report_that_was_open_is_asked_everything_from_the_first_update_after_the_import_on(tmp_path: Path) -> None:
    opened = record("first11", 21, status="investigating", resolved_at=None)
    opened["incident_updates"] = opened["incident_updates"][1:]
    save(tmp_path, opened)
    imported(tmp_path)
    draw(tmp_path, {"mkdocs.yml": CONFIG + "        - {id: logins, name: Logins}\n"})
    assert straightup(tmp_path, "check", "--at", AT)[0] == 0
    (path,) = (tmp_path / "incidents").iterdir()
    later = "\n### 2026-11-22 11:00 UTC: Identified\n\nA key ran out.\n"
    path.write_text(path.read_text(encoding="utf-8") + later, encoding="utf-8")
    code, out, _ = straightup(tmp_path, "check", "--at", "2026-11-22 11:05 UTC", "--output-format", "json")
    found = {(each["code"], each["location"]["row"]) for each in json.loads(out)}
    heading = path.read_text(encoding="utf-8").split("\n").index("### 2026-11-22 11:00 UTC: Identified") + 1
    assert code == 1
    assert {("E01", heading), ("U02", heading)} <= found
    assert all(line == 1 or line >= heading for _, line in found)
