"""The pages of the record, read back: what they say, what they list, and what their pictures show."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from straightup.building import mkdocs_runner, plan
from straightup.disk import project
from straightup.disk.swap import staged
from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.states import Component, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.outputs.pages.page import Page
from straightup.outputs.pages.record import SHOWN, record_pages
from straightup.site.assemble import assemble
from support import strategies
from support.effort import examples
from support.sites import draw, read_back, templates_of

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
CONFIG = """\
site_name: Example Shop Status
site_url: https://status.example.com/
docs_dir: incidents
theme: {name: material, font: false}
plugins:
  - search
  - straightup:
      feed_authority: status.example.com,2026
      components:
        - {id: checkout, name: Checkout}
        - {id: search, name: Search}
"""
DECLARED = Settings(components=(Component(id="checkout", name="Checkout"), Component(id="search", name="Search")))
KEPT = "- [x] Renew earlier (owner: SRE, due: 2026-11-10, done: 2026-11-09)"


def report(
    day: int, eta: str = "16:00", *, back: str = "15:30", following: str = "15:30", front: str = "", steps: str = KEPT
) -> dict[str, str]:
    """An incident that began on that day of October at 14:00 UTC, spoke at 14:15, and was over when it says `back`."""
    name = f"2026-10-{day:02}-cards"
    date = f"2026-10-{day:02}"
    text = f"""\
---
title: Cards of {date} fail
components:
  checkout: major-outage
started: {date} 14:00 UTC
{front}---

## Impact

Cards issued in the EU are declined at checkout. Other cards and bank transfers work.

## Cause

The certificate between our gateway and the card network expired at 13:59 UTC.

## Prevention

{steps}

## Updates

### {date} 14:15 UTC: Identified

- ETA: {eta} UTC
- Next update: {following} UTC

The certificate between our gateway and the card network expired. We are issuing a new one.

### {date} {back} UTC: Resolved

All four gateways accept cards since {back} UTC; the queue of 212 payments is empty.
"""
    return {f"incidents/{name}.md": text}


SIX: dict[str, str] = {
    **report(1),
    **report(2, following="15:00"),
    **report(3, "15:00"),
    **report(4, "14:40", back="18:50", following="18:50"),
    **report(5, front="cause-category: expired-certificate\n"),
    **report(6, front="cause-category: expired-certificate\nrepeat-of: 2026-10-05-cards\n"),
}
"""Four restored as promised; one update is late."""


def written(root: Path, tree: dict[str, str]) -> dict[str, Page]:
    """The pages of a site by their addresses."""
    (root / "incidents").mkdir()
    site = project.load(draw(root, {"mkdocs.yml": CONFIG, **tree}))
    found = plan.prepare(site, now=NOW, keep_going=True, clock_was_set=True)
    return {page.url: page for page in found.pages}


def text(html: str) -> str:
    """What is read aloud, without what stands in attributes."""
    html = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace(" .", ".").replace(" ,", ",")


def section(page: Page, name: str) -> str:
    found = re.search(rf'<section[^>]* id="{name}">.*?</section>', page.body, re.DOTALL)
    assert found, name
    return found[0]


def fold(page: Page, name: str) -> str:
    found = re.search(rf'<details[^>]* id="{name}">.*?</details>', page.body, re.DOTALL)
    assert found, name
    return found[0]


def rows(html: str) -> list[str]:
    """The rows of the tables that list single promises."""
    tables = re.findall(r'<table class="su-table su-stack"[^>]*>(.*?)</table>', html, re.DOTALL)
    found = [row for table in tables for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)]
    return [text(row) for row in found if "<td" in row]


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return written(tmp_path_factory.mktemp("six"), SIX)


def test_the_first_sentence_can_be_quoted_and_says_of_when_it_is(six: dict[str, Page]) -> None:
    assert (
        "In the 12 months to 20 November 2026 we had service back by the time that we first promised in 4 of 6 "
        "incidents, posted 5 of 6 promised updates on time and did 6 of 6 promised steps against a repeat by their "
        "date."
    ) in text(six["promises/"].body)


def test_each_number_stands_before_its_sentence_and_its_formula_below(six: dict[str, Page]) -> None:
    page = six["promises/"]
    claims = [text(claim) for claim in re.findall(r'<li class="su-claim">.*?</li>', page.body, re.DOTALL)]
    assert claims == [
        (
            "4 of 6 incidents were over by the time that we first promised By the last time we gave: 4 of 6. "
            "No incident went without a time."
        ),
        "5 of 6 promised updates came by their time 1 late",
        "6 of 6 steps against a repeat were done by their date",
        "15 min from the start of an incident to our first word Median of 6.",
    ]
    counting = text(page.body.partition('su-formula">')[2])
    for formula in (
        "of all that are over or whose first time has passed",
        "of all that were posted or should have been by now",
        "of all that are done, overdue or dropped",
    ):
        assert formula in counting
    for summary in ("First word: median of 6, 15 min", "6 of 6 reports answer everything"):
        assert f"<summary>{summary}</summary>" in page.body


def test_behind_each_number_stands_each_promise_and_what_was_not_kept_comes_first(six: dict[str, Page]) -> None:
    page = six["promises/"]
    assert rows(section(page, "restoration"))[:3] == [
        "Cards of 2026-10-04 fail 4 Oct, 14:40 UTC late by 4 h 10 min the same 4 Oct, 18:50 UTC",
        "Cards of 2026-10-03 fail 3 Oct, 15:00 UTC late by 30 min the same 3 Oct, 15:30 UTC",
        "Cards of 2026-10-06 fail 6 Oct, 16:00 UTC kept, 30 min before the same 6 Oct, 15:30 UTC",
    ]
    assert rows(section(page, "updates"))[0] == (
        "Cards of 2026-10-02 fail 2 Oct, 15:00 UTC 2 Oct, 15:30 UTC late by 30 min"
    )
    for name in ("restoration", "updates", "prevention"):
        assert len(rows(section(page, name))) == 6
    assert len(rows(fold(page, "first-word"))) == 6


def test_every_link_of_the_record_leads_to_a_page_of_the_site(six: dict[str, Page]) -> None:
    for url in ("promises/", "patterns/"):
        links = set(re.findall(r'href="\.\./([^"#]*)"', six[url].body))
        assert len(links) >= 7
        assert links <= set(six)


def test_each_mark_of_a_strip_is_a_promise(six: dict[str, Page]) -> None:
    strips = re.findall(r'<svg class="su-strip".*?</svg>', six["promises/"].body, re.DOTALL)
    marks = [
        {kind: len(re.findall("M", path)) for kind, path in re.findall(r'class="su-strip-(\w+)" d="([^"]*)"', strip)}
        for strip in strips
    ]
    assert marks == [{"kept": 4, "late": 2}, {"kept": 5, "late": 1}, {"kept": 6}]


def test_a_restoration_time_lies_on_the_side_of_its_outcome(six: dict[str, Page]) -> None:
    html = section(six["promises/"], "restoration")
    found = re.findall(r'<li class="su-lol">(.*?)</li>', html, re.DOTALL)
    assert [text(row) for row in found] == [
        "6 Oct Cards of 2026-10-06 fail 30 min early",
        "5 Oct Cards of 2026-10-05 fail 30 min early",
        "4 Oct Cards of 2026-10-04 fail 4 h 10 min late",
        "3 Oct Cards of 2026-10-03 fail 30 min late",
        "2 Oct Cards of 2026-10-02 fail 30 min early",
        "1 Oct Cards of 2026-10-01 fail 30 min early",
    ]
    places = [float(row.partition('cx="')[2].partition("%")[0]) for row in found]
    assert [place > 50 for place in places] == [False, False, True, True, False, False]
    # As far off on either side, and what is further off is further out.
    assert places[0] + places[3] == pytest.approx(100)
    assert 50 < places[3] < places[2] <= 98


def test_what_came_late_is_told_in_lines_and_the_rest_folded(six: dict[str, Page]) -> None:
    html = section(six["promises/"], "updates")
    lines = [text(row) for row in re.findall(r'<li class="su-lol">(.*?)</li>', html, re.DOTALL)]
    assert lines == ["2 Oct Cards of 2026-10-02 fail promised for 15:00 UTC 30 min late"]
    assert "1 of 6" in text(html.partition("</div>")[0])
    assert "None." in text(section(six["promises/"], "prevention"))


def test_pictures_have_names_and_no_style_of_their_own(six: dict[str, Page]) -> None:
    for url in ("promises/", "patterns/"):
        body = six[url].body
        assert "style=" not in body
        assert "<style" not in body
        charts = re.findall(r"<svg [^>]*>", body)
        assert charts
        for chart in charts:
            assert (
                'role="img"' in chart and re.search(r'aria-label="[^"]{8,}"', chart)
            ) or 'aria-hidden="true"' in chart


def test_every_outcome_that_is_not_kept_has_a_shape_and_not_only_a_colour(six: dict[str, Page]) -> None:
    strip = six["promises/"].body.partition('<svg class="su-strip"')[2].partition("</svg>")[0]
    high = re.search(r'su-strip-late" d="([^"]*)"', strip)
    low = re.search(r'su-strip-kept" d="([^"]*)"', strip)
    assert high
    assert low
    assert set(re.findall(r"v(\d+)", high[1])) == {"14"}
    assert set(re.findall(r"v(\d+)", low[1])) == {"8"}


def test_below_twenty_the_counts_stand_alone(tmp_path: Path) -> None:
    page = written(tmp_path, {**report(1), **report(3, "15:00")})["promises/"]
    assert "1 of 2 incidents were over" in text(page.body)
    assert "<summary>First word</summary>" in page.body
    assert "Median:" not in text(page.body)
    assert not re.search(r"\d %", text(page.body.partition("su-formula")[0]))


def test_from_twenty_on_a_share_is_said(tmp_path: Path) -> None:
    many = {}
    for number in range(20):
        ((_, content),) = report(1 + number, "15:00" if number < 3 else "16:00").items()
        many[f"incidents/2026-10-{1 + number:02}-{number:03}.md"] = content
    assert "17 of 20 incidents were over by the time that we first promised ( 85 % )" in text(
        written(tmp_path, many)["promises/"].body
    )


def test_before_a_promise_has_come_due_no_number_is_said(tmp_path: Path) -> None:
    ((_, content),) = report(1, "16:00").items()
    still_open = content.replace("2026-10-01", "2026-11-20").partition("### 2026-11-20 15:30")[0]
    for hour, other in (("14:", "09:"), ("15:", "10:"), ("16:", "11:"), ("13:", "08:")):
        still_open = still_open.replace(hour, other)
    body = written(tmp_path, {"incidents/2026-11-20-cards.md": still_open})["promises/"].body
    said = text(body)
    assert "In the 12 months to 20 November 2026 we did 1 of 1 promised step against a repeat by its date." in said
    assert said.count("None has come due yet.") == 2
    assert "0 of 0" not in said


def test_a_record_without_reports_is_kind_and_true(tmp_path: Path) -> None:
    pages = written(tmp_path, {})
    promises, patterns = text(pages["promises/"].body), text(pages["patterns/"].body)
    assert "Nothing promised yet. The first incident will start this record." in promises
    assert "No incident began in the 12 months to 20 November 2026." in patterns
    assert "<svg" not in pages["promises/"].body + pages["patterns/"].body


def test_a_long_record_makes_no_longer_lists_and_hides_nothing_that_was_not_kept(tmp_path: Path) -> None:
    many: dict[str, str] = {}
    for number in range(SHOWN + 10):
        ((_, content),) = report(1 + number % 28, following="15:00" if number in {0, 29} else "15:30").items()
        many[f"incidents/2026-10-{1 + number % 28:02}-{number:03}.md"] = content
    page = written(tmp_path, many)["promises/"]
    html = section(page, "updates")
    listed = rows(html)
    assert len(listed) == SHOWN
    assert [row.endswith("late by 30 min") for row in listed] == [True, True] + [False] * (SHOWN - 2)
    assert f"{SHOWN + 8} of {SHOWN + 10} promised updates came by their time" in text(page.body)
    assert f"2 of {SHOWN + 10}" in text(html)
    assert "10 more are counted and not listed here" in text(html)
    assert "What was not kept stands first." in text(html)


def test_what_an_imported_report_leaves_open_is_not_listed_and_its_number_is_said(tmp_path: Path) -> None:
    imported = "imported: {from: cState, on: 2026-11-01}\n"
    ((name, content),) = report(1, front=imported).items()
    silent = content.replace("## Impact\n\nCards issued in the EU are declined at checkout. Other cards and", "")
    page = written(tmp_path, {name: silent, **report(2)})["promises/"]
    assert "1 of 1 reports answer everything" in text(fold(page, "questions"))
    assert "missing or unclear" not in text(page.body)
    assert "1 report was taken over from another system" in text(page.body)


def test_a_report_that_was_published_with_a_question_open_is_named(tmp_path: Path) -> None:
    ((name, content),) = report(1).items()
    unclear = content.replace("The certificate between our gateway and the card network expired at 13:59 UTC.", "")
    page = written(tmp_path, {name: unclear, **report(2)})["promises/"]
    html = fold(page, "questions")
    assert "1 of 2" in text(html)
    assert rows(html) == ["Cards of 2026-10-01 fail why"]
    assert "Answered in full Cards of 2026-10-02 fail" in text(html)
    assert "1 report was published although something in it is missing or unclear" in text(page.body)


def test_the_years_stand_in_a_table_that_a_keyboard_can_scroll(six: dict[str, Page]) -> None:
    html = section(six["promises/"], "years")
    assert re.search(r'<div class="su-scroll" role="region" tabindex="0" aria-label="[^"]+">', html)
    assert "2026 Incidents 6 Back by first time 4 of 6 Updates on time 5 of 6 Steps by date 6 of 6" in text(html)


def test_patterns_say_what_breaks_what_comes_back_and_what_did_not_hold(six: dict[str, Page]) -> None:
    page = six["patterns/"]
    assert (
        "In the 12 months to 20 November 2026 there were 6 incidents. Checkout broke most often, in 6 of them. "
        "1 kind of cause came more than once. 1 incident came back although a step against it had been promised."
    ) in text(page.body)
    assert "Checkout 6 6 incidents 12 h 20 min 12 h 20 min down" in text(section(page, "components"))
    causes = text(section(page, "causes"))
    assert "expired certificate 2 incidents 3 h 2 times at the same place: Checkout." in causes
    assert "4 of 6 incidents name none." in causes
    repeats = text(section(page, "repeats"))
    assert "1 of 1" in repeats
    assert "Cards of 2026-10-06 fail 6 October 2026. Came back after: Cards of 2026-10-05 fail" in repeats
    assert "Renew earlier still open when it came back, due 10 Nov" in repeats


def test_the_now_page_can_show_the_record_in_a_few_lines(tmp_path: Path) -> None:
    template = (
        '{% import "straightup/charts.html" as charts with context %}{{ charts.record_summary(site.ledger, root) }}'
    )
    config = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    tree = {"mkdocs.yml": config, "mine/straightup/now.html": template}
    page = written(tmp_path, {**SIX, **tree})[""]
    assert text(page.body) == (
        "Our promises, last 12 months Each promise "
        "4 of 6 incidents over by the time that we first promised "
        "5 of 6 promised updates on time "
        "6 of 6 promised steps against a repeat done by their date "
        "Each mark is a promise, oldest first. kept late or overdue dropped"
    )
    assert 'href="promises/"' in page.body


def test_our_own_words_are_those_that_we_ask_of_others(six: dict[str, Page]) -> None:
    said = text(six["promises/"].body + six["patterns/"].body)
    assert not re.search(r"\b(soon|shortly|just|only|unfortunately|apolog\w+|sorry|regret|some)\b", said, re.IGNORECASE)


def test_both_pages_are_in_the_built_site(tmp_path: Path) -> None:
    site = project.load(draw(tmp_path, {"mkdocs.yml": CONFIG, **SIX}))
    found = plan.prepare(site, now=NOW, keep_going=False, clock_was_set=True)
    with staged(site.site_dir) as staging:
        assert mkdocs_runner.build(site, found, staging, now=NOW, strict=True).warnings == ()
    files = read_back(site.site_dir)
    for name, title in (("promises", "Our promises"), ("patterns", "Patterns")):
        html = files[f"{name}/index.html"].decode()
        assert f"<title>{title} - Example Shop Status</title>" in html
        assert f'<link rel="canonical" href="https://status.example.com/{name}/">' in html


def rendered(incidents: list[Incident], settings: Settings = DECLARED) -> dict[str, str]:
    """The texts of both pages."""
    site = assemble(incidents, settings, NOW)
    return {page.url: page.body for page in record_pages(templates_of(site))}


@given(st.lists(strategies.incidents(), max_size=4), st.sampled_from(["", "0", "1", "2"]))
@hypothesis_settings(max_examples=examples(12))
def test_whatever_stands_in_the_reports_both_pages_can_be_made(drawn: list[Incident], repeated: str) -> None:
    incidents = [
        replace(each, id=f"{number}", repeat_of=repeated, started=each.started and NOW - timedelta(days=number))
        for number, each in enumerate(drawn)
    ]
    pages = rendered(incidents)
    assert set(pages) == {"promises/", "patterns/"}
    reports = {found for body in pages.values() for found in re.findall(r'href="\.\./incidents/([^"/]*)/"', body)}
    assert reports <= {each.id for each in incidents}


def test_how_it_was_to_be_made_right_has_a_number_and_a_list_of_its_own(tmp_path: Path) -> None:
    right = (
        "## Making it right\n\n- [x] Fees back (owner: Billing, due: 2026-11-05, done: 2026-11-05)\n"
        "- [ ] A free month (owner: Billing, due: 2026-11-15)\n\n## Updates"
    )
    page = written(tmp_path, {name: each.replace("## Updates", right) for name, each in report(3).items()})["promises/"]
    assert "and kept 1 of 2 promises to make it right by their date." in text(page.body)
    found = section(page, "making-it-right")
    assert "1 of 2" in text(found)
    late, kept = rows(found)
    assert late.endswith("A free month 15 Nov overdue")
    assert kept.endswith("Fees back 5 Nov done 5 Nov")


def test_who_noticed_first_is_counted_with_the_list_behind_it(tmp_path: Path) -> None:
    told = {**report(1, front="detected-by: customers\n"), **report(2, front="detected-by: monitoring\n"), **report(3)}
    found = text(fold(written(tmp_path, told)["promises/"], "first-word"))
    assert "Customers told us first in 1 of 2 incidents that say who noticed." in found
    listed = found.partition("Who noticed first")[2]
    assert 0 < listed.index("Our monitoring noticed first.") < listed.index("Customers told us first.")


def test_where_no_report_says_who_noticed_nothing_is_counted(six: dict[str, Page]) -> None:
    assert "who noticed" not in six["promises/"].body


def test_where_nothing_was_promised_to_make_it_right_nothing_is_said_of_it(six: dict[str, Page]) -> None:
    assert "make it right" not in six["promises/"].body


def test_what_authors_write_is_text_and_never_markup() -> None:
    bad = "<img src=x onerror=alert(1)>"
    item = PreventionItem(text=bad, state=PreventionState.DROPPED, because=bad)
    first = Incident(
        id="a",
        title=bad,
        started=NOW - timedelta(days=40),
        resolved=NOW - timedelta(days=39),
        components=((bad, State.MAJOR_OUTAGE),),
        cause_category=bad,
        prevention=(item,),
        remedies=(item,),
    )
    again = replace(first, id="b", started=NOW - timedelta(days=20), resolved=NOW, repeat_of="a")
    lost = replace(first, id="c", repeat_of=bad)
    settings = Settings(components=(Component(id=bad, name=bad),))
    for body in rendered([first, again, lost], settings).values():
        assert "<img" not in body
        assert "&lt;img" in body
