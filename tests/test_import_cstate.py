"""cState's issue files as incidents.

The excerpts come from the status pages of the Jenkins infrastructure (jenkins-infra/status) and of Packit
(packit/status.packit.dev); both are under the MIT licence. `data/cstate` has whole reports of both.
"""

import re
from collections import Counter
from datetime import UTC, date, timedelta, timezone
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest

from straightup.importers import Import, ImportedIncident, Skipped, Zone
from straightup.importers.cstate.folder import import_site
from straightup.model.states import Component, Kind
from straightup.reading import read
from straightup.writing.whole import write
from support.places import TESTS

ON = date(2026, 11, 22)
SITES = TESTS / "data" / "cstate"


def take(source: str, path: str = "content/issues/2021-09-02-wiki-offline.md", zone: Zone | None = None) -> Import:
    return import_site({path: dedent(source).encode()}, None, zone=zone, imported_on=ON)


def only(result: Import) -> ImportedIncident:
    assert result.skipped == ()
    (imported,) = result.incidents
    return imported


def written(source: str, path: str = "content/issues/2021-09-02-wiki-offline.md", zone: Zone | None = None) -> str:
    return write(only(take(source, path, zone)).incident)


def reason(source: str, zone: Zone | None = None) -> tuple[str, str]:
    result = take(source, zone=zone)
    assert result.incidents == ()
    (skipped,) = result.skipped
    return skipped.reason, skipped.next_step


def issue(body: str = "", **said: str) -> str:
    """A source with the usual front matter; `said` replaces or, with "", leaves out a key."""
    keys = {
        "title": "Jenkins wiki offline",
        "date": "2021-09-02T08:15:00-00:00",
        "resolved": "true",
        "resolvedWhen": "2021-11-03T15:30:00-00:00",
        "severity": "down",
        "affected": "[wiki.jenkins.io]",
        "section": "issue",
    } | said
    front = "\n".join(f"{key}: {value}" for key, value in keys.items() if value)
    return f"---\n{front}\n---\n{body}"


def test_first_and_last_messages_become_updates_of_the_start_and_the_end() -> None:
    # jenkins-infra/status, content/issues/2021-09-02-wiki-offline.md
    source = """\
        ---
        title: Jenkins wiki offline due to vulnerability
        date: 2021-09-02T08:15:00-00:00
        resolved: true
        resolvedWhen: 2021-11-03T15:30:00-00:00
        # Possible severity levels: down, disrupted, notice
        severity: down
        affected:
          - wiki.jenkins.io
          - wiki.jenkins-ci.org
        section: issue
        ---

        [Final Message]
        The service is back online in the form of an nginx image serving the exported confluence data as HTML.

        Ref: [Service to redirect wiki requests](https://issues.jenkins.io/projects/INFRA/issues/INFRA-3092)

        [Initial Message]
        Jenkins wiki, https://wiki.jenkins.io, is offline due to a remote code execution security vulnerability.
        """
    assert written(source) == dedent(
        """\
        ---
        title: Jenkins wiki offline due to vulnerability
        components:
          wiki.jenkins.io: major-outage
          wiki.jenkins-ci.org: major-outage
        started: 2021-09-02 08:15 UTC
        resolved: 2021-11-03 15:30 UTC
        imported:
          from: cstate
          on: 2026-11-22
          id: 2021-09-02-wiki-offline.md
        was: /issues/2021-09-02-wiki-offline/
        ---

        ## Updates

        ### 2021-09-02 08:15 UTC: Investigating

        Jenkins wiki, https://wiki.jenkins.io, is offline due to a remote code execution security vulnerability.

        ### 2021-11-03 15:30 UTC: Resolved

        The service is back online in the form of an nginx image serving the exported confluence data as HTML.

        Ref: [Service to redirect wiki requests](https://issues.jenkins.io/projects/INFRA/issues/INFRA-3092)
        """
    )
    assert only(take(source)).labels == ("[Final Message]", "[Initial Message]")


@pytest.mark.parametrize("end", ["", "2021-09-01T08:15:00Z"])
def test_when_it_was_over_is_not_recorded_where_the_old_page_does_not_say_it_or_cannot_mean_it(end: str) -> None:
    said = issue("Down.", resolvedWhen=end, slug="wiki", aliases="[/wiki-down/, old]")
    report = only(take(said))
    incident = report.incident
    assert (incident.end_not_recorded, incident.resolved, incident.over, incident.restored) == (True, None, True, None)
    assert len(report.notes) == 1
    assert incident.was == ("/issues/wiki/", "/wiki-down/", "/issues/old")
    text = write(incident)
    assert "resolved: not recorded\n" in text
    assert read(report.file_name, text).incident == incident


def test_text_without_labels_is_what_customers_were_told_of_the_impact() -> None:
    # packit/status.packit.dev, content/issues/2023-05-11-GitHub-outage.md
    source = """\
        ---
        title: "GitHub outage"
        date: "2023-05-11T15:30:00+02:00"
        affected:
          - GitHub
        resolved: true
        resolvedWhen: "2023-05-11T21:00:00+02:00"
        section: issue
        severity: disrupted
        ---

        There is an ongoing GitHub outage.
        You can monitor the status and subscribe for updates here: https://www.githubstatus.com

        EDIT: [GitHub's post mortem](https://github.blog/2023-05-16-addressing-githubs-recent-availability-issues)
        """
    assert written(source, "content/issues/2023-05-11-GitHub-outage.md") == dedent(
        """\
        ---
        title: GitHub outage
        components:
          github: degraded
        started: 2023-05-11 15:30 +02:00
        resolved: 2023-05-11 21:00 +02:00
        imported:
          from: cstate
          on: 2026-11-22
          id: 2023-05-11-GitHub-outage.md
        was: /issues/2023-05-11-github-outage/
        ---

        ## Impact

        There is an ongoing GitHub outage.
        You can monitor the status and subscribe for updates here: https://www.githubstatus.com

        EDIT: [GitHub's post mortem](https://github.blog/2023-05-16-addressing-githubs-recent-availability-issues)
        """
    )


def test_planned_work_becomes_a_maintenance_whose_announcement_keeps_no_false_time() -> None:
    # jenkins-infra/status, content/issues/2021-10-26-maintenance-plugin-site.md, shortened
    body = """\

[Final Message]
The service is back online.

------------------------------------------------------------------

[Initial Message]
A maintenance on the Plugin site is planned, to upgrade its dependencies.
"""
    source = issue(body, title="Maintenance on Plugin Site", severity="notice")
    assert written(source).split("was: /issues/2021-09-02-wiki-offline/\n")[1] == dedent(
        """\
        ---

        ## Impact

        A maintenance on the Plugin site is planned, to upgrade its dependencies.

        ## Updates

        ### 2021-11-03 15:30 UTC: Completed

        The service is back online.
        """
    )
    incident = only(take(source)).incident
    assert (incident.kind, incident.components) == (Kind.MAINTENANCE, (("wiki.jenkins.io", "maintenance"),))


def test_planned_work_that_was_an_outage_stays_an_incident_and_says_so() -> None:
    imported = only(take(issue("[Initial message]\nWe will upgrade.", title="Maintenance on ci.jenkins.io")))
    assert imported.incident.kind is Kind.INCIDENT
    assert imported.incident.impact == "We will upgrade."
    assert imported.incident.updates == ()
    assert imported.notes == ("It reads like planned work, but its severity “down” makes it an incident.",)


@pytest.mark.parametrize(
    "said",
    [
        {"severity": "notice"},
        {"informational": "true", "severity": "", "resolved": ""},
        {"severity": "notice", "title": "Planned vacation", "resolvedWhen": ""},
        {"severity": ""},
        {"severity": "information"},
    ],
    ids=str,
)
def test_what_is_no_incident_and_no_planned_work_with_an_end_is_a_notice(said: dict[str, str]) -> None:
    incident = only(take(issue("[Final message]\nAll is well.", **said))).incident
    assert incident.kind is Kind.NOTICE
    assert incident.components == (("wiki.jenkins.io", "operational"),)
    assert (incident.impact, incident.updates) == ("[Final message]\nAll is well.", ())


def test_labels_with_their_own_times_become_updates_oldest_first() -> None:
    # jenkins-infra/status: 2023-03-28-ci-outage.md, 2022-02-10-agents-not-allocating-ci.md, 2021-06-08-ci-agents-…md,
    # 2021-04-19-get-jenkins-io-…md; the last is the form that cState's own documentation teaches
    body = """\
[Update - 2021-09-02 15h50 UTC]
one

[Update 2nd of September 2021 - 15:30 UTC]
two

**Update at 2021-09-02 11:20 UTC**

three

**2021-09-02T11:12:00+02:00**
four

*Identified* - five {{< track "2021-09-02 09:00:00" >}}

Nobody dated this.
"""
    incident = only(take(issue(body), zone=UTC)).incident
    told = incident.updates
    assert [(f"{update.at:%d %H:%M %z}", str(update.stage), update.text) for update in told] == [
        ("02 09:00 +0000", "Identified", "five"),
        ("02 11:12 +0200", "Identified", "four"),
        ("02 11:20 +0000", "Identified", "three"),
        ("02 15:30 +0000", "Identified", "two"),
        ("02 15:50 +0000", "Identified", "one"),
        ("03 15:30 +0000", "Resolved", ""),
    ]
    assert incident.impact == "Nobody dated this."


def test_a_label_whose_time_is_not_known_stays_in_the_text() -> None:
    body = """\
[Final]
The fix is out.

[Update]
A plugin was at fault.

[Initial Message - Friday 22th]
It failed.

[Update 2]
Again.

**Update at 2021-09-02 11:20**
Where?
"""
    imported = only(take(issue(body)))
    assert imported.incident.impact == dedent(
        """\
        [Update]
        A plugin was at fault.

        [Initial Message - Friday 22th]
        It failed.

        [Update 2]
        Again.

        **Update at 2021-09-02 11:20**
        Where?"""
    )
    assert [update.text for update in imported.incident.updates] == ["The fix is out."]
    assert imported.notes == (
        "When “[Update]” was said is not known, so it stands under Impact.",
        "When “[Initial Message - Friday 22th]” was said is not known, so it stands under Impact.",
        "When “[Update 2]” was said is not known, so it stands under Impact.",
        "When “**Update at 2021-09-02 11:20**” was said is not known, so it stands under Impact.",
    )


@pytest.mark.parametrize(
    "line",
    [
        "**API** was down and therefore **Dashboard** was not showing any Jobs",  # packit, 2022-01-… outage
        "Update sites are currently not updating.",  # jenkins-infra, 2021-03-21-update-sites-not-updating.md
        "[INFRA-2846](https://issues.jenkins.io/browse/INFRA-2846)",
        "[final]: https://example.com/",
        "*Open* source is what we make.",
        "* *2020-11-23: Azure is investigating the root cause of the issue*",
        "```\n[Final message]\n```",
        "- Tue Oct 11 12:24:02 UTC: We are slowly going through the queue.",
    ],
)
def test_text_that_only_resembles_a_label_is_text(line: str) -> None:
    imported = only(take(issue(line)))
    assert (imported.incident.impact, imported.incident.updates, imported.notes) == (line, (), ())


def test_the_same_label_twice_dates_neither() -> None:
    incident = only(take(issue("[Final message]\none\n\n[Final message]\ntwo"))).incident
    assert (incident.impact, incident.updates) == ("[Final message]\none\n\n[Final message]\ntwo", ())


def test_headings_and_raw_html_of_a_body_become_neither_sections_nor_html() -> None:
    body = """\
# Outage

## Cause <draft>

```
## Impact <b>
```

Agents at <IP>, `<ID>` and <repo.jenkins-ci.org>; see <https://example.com>.<br>
A <strike>short</strike> outage.

[Final message]
# Done
"""
    assert written(issue(body)).split("was: /issues/2021-09-02-wiki-offline/\n")[1] == dedent(
        r"""
        ---

        ## Impact

        ### Outage

        #### Cause \<draft>

        ```
        ## Impact <b>
        ```

        Agents at \<IP>, `<ID>` and \<repo.jenkins-ci.org>; see <https://example.com>.<br>
        A \<strike>short\</strike> outage.

        ## Updates

        ### 2021-11-03 15:30 UTC: Resolved

        #### Done
        """.replace("\\\\", "\\")
    ).removeprefix("\n")


def test_comments_were_never_read_by_customers_and_are_left_out() -> None:
    # jenkins-infra/status, content/issues/2022-05-13-artifactory-down.md, shortened
    imported = only(take(issue("<!-- [Closing message]\nJFrog restarted it -->\n\n[Initial message]\nIt is down.")))
    assert [update.text for update in imported.incident.updates] == ["It is down.", ""]
    assert imported.incident.impact == ""
    assert imported.notes == ("Comments, which its readers never saw, were left out.",)


def test_an_unresolved_issue_stays_open_and_takes_no_end() -> None:
    imported = only(take(issue("It fails.", resolved="false")))
    assert imported.incident.resolved is None
    assert not imported.incident.over
    assert imported.notes == ("It is not resolved, so its resolvedWhen was left out.",)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "title: no front matter\n---\ntext",
            ("it lacks front matter in YAML", "Put it between two lines --- at its top."),
        ),
        (issue(date="2021-09-02 08:15:00"), ("its times have no zone", "Say which with --timezone.")),
        (issue(resolvedWhen="2021-09-02 09:15"), ("its times have no zone", "Say which with --timezone.")),
        (
            issue(date="2021-13-02T08:15:00Z"),
            ("“2021-13-02T08:15:00Z” is no time: month must be in 1..12", "Correct it in the source."),
        ),
        (
            issue(date="2024-08-13T015:00:00+02:00"),
            (
                "“2024-08-13T015:00:00+02:00” is no time that can be read",
                "Write it as 2021-12-07T09:06:14+01:00 in the source.",
            ),
        ),
        (
            issue(date="2021-09-02"),
            ("“2021-09-02” has no time of day", "Add the time of day and its zone in the source."),
        ),
        (
            issue(date="2021-09-02T08:15:00+19:00"),
            ("“2021-09-02T08:15:00+19:00” has an offset that no place on earth has", "Correct it in the source."),
        ),
        (issue(date=""), ("it has no date", "Add its date, with time and zone, to its front matter.")),
        (issue(title=""), ("it has no title", "Add one to its front matter.")),
        (issue(draft="true"), ("it is a draft", "Publish it there first, or write it anew with straightup new.")),
        (
            issue(title="&a [*a, *a]"),
            (
                "its front matter cannot be read, line 2: Anchors (&name) are not read here.",
                "Write the value out where it is used.",
            ),
        ),
        (
            issue(author="x" * 300_000),
            ("it is larger than 256 KiB", "Link to logs instead of pasting them."),
        ),
    ],
    ids=lambda value: value[0][:40] if isinstance(value, tuple) else "",
)
def test_a_source_that_cannot_be_read_without_guessing_is_skipped(source: str, expected: tuple[str, str]) -> None:
    assert reason(source) == expected


def test_bytes_that_are_no_text_are_skipped() -> None:
    result = import_site({"a.md": b"---\n\xff"}, None, zone=None, imported_on=ON)
    assert result.skipped == (Skipped(source="a.md", reason="it is not UTF-8", next_step="Save it as UTF-8."),)


def test_times_are_read_as_their_authors_wrote_them() -> None:
    # packit/status.packit.dev, content/issues/2021-12-07-response-delays.md
    incident = only(take(issue(date="2021-12-07T9:06:14+01:00", resolvedWhen="2021-12-07T11:49:14+01:00"))).incident
    assert (str(incident.started), str(incident.resolved)) == ("2021-12-07 09:06:14+01:00", "2021-12-07 11:49:14+01:00")


def test_times_without_a_zone_take_the_one_given_with_the_offset_of_their_day() -> None:
    naive = issue(date="2021-03-01 08:15:00", resolvedWhen="2021-07-01 08:15")
    prague = ZoneInfo("Europe/Prague")
    incident = only(take(naive, zone=prague)).incident
    assert (str(incident.started), str(incident.resolved)) == ("2021-03-01 08:15:00+01:00", "2021-07-01 08:15:00+02:00")
    fixed = only(take(naive, zone=timezone(timedelta(hours=-3)))).incident
    assert (str(fixed.started), str(fixed.resolved)) == ("2021-03-01 08:15:00-03:00", "2021-07-01 08:15:00-03:00")
    twice = issue(date="2021-10-31 02:30:00", resolvedWhen="2021-11-01 08:00")
    assert (
        reason(twice, prague)[0]
        == "“2021-10-31 02:30:00” happened twice in Europe/Prague, where the clocks were changed"
    )
    never = issue(date="2021-03-28 02:30:00", resolvedWhen="2021-11-01 08:00")
    assert (
        reason(never, prague)[0]
        == "“2021-03-28 02:30:00” never happened in Europe/Prague, where the clocks were changed"
    )


def test_ids_come_from_file_names_and_are_given_once() -> None:
    names = [
        "content/issues/2021-07-56-vacation.md",
        "content/issues/2023-05-11-GitHub-outage.md",
        "content/issues/2023-05-11_github  OUTAGE.md",
        "content/issues/2023-12-15/index.md",
        f"content/issues/2024-01-01-{'long-' * 20}.md",
        "content/issues/Überlast.md",
        "content/issues/_index.md",
        "content/issues/picture.png",
    ]
    result = import_site({name: issue().encode() for name in names}, None, zone=None, imported_on=ON)
    assert {imported.source.split("issues/")[1]: imported.file_name for imported in result.incidents} == {
        "2021-07-56-vacation.md": "2021-09-02-vacation.md",
        "2023-05-11-GitHub-outage.md": "2023-05-11-github-outage.md",
        "2023-05-11_github  OUTAGE.md": "2023-05-11-github-outage-2.md",
        "2023-12-15/index.md": "2023-12-15-jenkins-wiki-offline.md",
        f"2024-01-01-{'long-' * 20}.md": f"2024-01-01-{'long-' * 12}long.md",
        "Überlast.md": "2021-09-02-uberlast.md",
    }


def test_a_title_that_is_too_long_is_shortened_and_kept_whole_in_the_text() -> None:
    imported = only(take(issue("It fails.", title="word " * 50)))
    whole = ("word " * 50).strip()
    assert imported.incident.title == f"{whole[:199]}…"
    assert imported.incident.impact == f"{whole}\n\nIt fails."
    assert imported.notes == ("Its title is longer than 200 characters; the whole of it stands under Impact.",)


def test_systems_become_components_and_names_that_only_issues_use_are_retired() -> None:
    config = """\
        title: Status  # a comment
        params:
          categories:
            - name: Core
              description: Systems that we control
            - name: "[ a -> f ]"
              untitled: true
          systems:
            - name: API
              description: >
                If it is down,
                no request is received.
              category: Core
              link: https://example.com/
            - name: Anitya (Release Monitoring)
              displayName: Anitya
              category: "[ a -> f ]"
              link: /anitya
            - category: nameless
        """
    files = {"a.md": issue(affected="[api, jenkins.io/downloads, API]").encode()}
    result = import_site(files, dedent(config).encode(), zone=None, imported_on=ON)
    assert result.components == (
        Component(
            id="api",
            name="API",
            group="Core",
            description="If it is down, no request is received.",
            link="https://example.com/",
        ),
        Component(id="anitya-release-monitoring", name="Anitya"),
    )
    assert result.retired == (Component(id="jenkins.io-downloads", name="jenkins.io/downloads"),)
    assert result.notes == (
        "The link of “Anitya (Release Monitoring)” was left out, because “/anitya” is no whole address.",
    )
    assert [identity for identity, _ in result.incidents[0].incident.components] == ["api", "jenkins.io-downloads"]


def test_a_configuration_that_is_no_yaml_costs_only_the_components() -> None:
    result = import_site({"a.md": issue().encode()}, b"params: [", zone=None, imported_on=ON)
    assert [component.id for component in result.retired] == ["wiki.jenkins.io"]
    (note,) = result.notes
    assert note.startswith("The configuration could not be read to its end, line ")


def real(name: str, zone: Zone | None) -> tuple[dict[str, bytes], Import]:
    root = SITES / name
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "content/issues").glob("*.md")}
    return files, import_site(files, (root / "config.yml").read_bytes(), zone=zone, imported_on=ON)


@pytest.mark.parametrize(
    ("name", "imported", "skipped"),
    [
        ("jenkins-infra", 28, {"its times have no zone": 3}),
        (
            "packit",
            11,
            {
                "its times have no zone": 1,
                "it lacks front matter in YAML": 1,
                "“2024-08-13T015:00:00+02:00” is no time that can be read": 1,
            },
        ),
    ],
)
def test_a_real_site_is_imported_and_what_is_not_is_counted(name: str, imported: int, skipped: dict[str, int]) -> None:
    files, result = real(name, zone=None)
    assert len(result.incidents) == imported
    assert Counter(each.reason for each in result.skipped) == skipped
    assert imported + sum(skipped.values()) == len(files)
    with_zone = real(name, zone=UTC)[1]
    assert len(with_zone.incidents) == imported + skipped["its times have no zone"]


@pytest.mark.parametrize("name", ["jenkins-infra", "packit"])
def test_every_file_of_a_real_site_reads_back_without_a_finding(name: str) -> None:
    result = real(name, zone=UTC)[1]
    assert len({imported.file_name for imported in result.incidents}) == len(result.incidents)
    for imported in result.incidents:
        entry = read(imported.file_name, write(imported.incident))
        assert (imported.source, entry.findings) == (imported.source, ())
        assert entry.incident == imported.incident


@pytest.mark.parametrize("name", ["jenkins-infra", "packit"])
def test_no_word_of_a_real_site_is_lost_and_no_answer_is_invented(name: str) -> None:
    files, result = real(name, zone=UTC)
    for imported in result.incidents:
        source = files[imported.source].decode()
        body = re.sub(r"<!--.*?-->", "", source.split("\n---", 1)[1], flags=re.DOTALL)
        text = write(imported.incident).split("\n---\n", 1)[1]
        kept = Counter(re.findall(r"\w+", text)) + Counter(re.findall(r"\w+", " ".join(imported.labels)))
        lost = Counter(re.findall(r"\w+", body)) - kept
        assert (imported.source, lost) == (imported.source, Counter())
        incident = imported.incident
        assert [incident.cause, incident.restoration, incident.prevention, incident.making_it_right] == ["", "", (), ""]
        assert not any(update.eta or update.next_update for update in incident.updates)
