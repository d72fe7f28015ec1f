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
from straightup.outputs.pages.record import SHOWN, error_columns, record_pages, word_columns
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


def test_each_number_stands_beside_its_n_its_share_and_its_formula(six: dict[str, Page]) -> None:
    page = six["promises/"]
    for name, number, formula in (
        ("restoration", "4 of 6 66 %", "of all that are over or whose first time has passed"),
        ("updates", "5 of 6 83 %", "of all that were posted or should have been by now"),
        ("prevention", "6 of 6 100 %", "of all that are done, overdue or dropped"),
        ("first-word", "15 min median of 6", "From the start of an incident, as its report gives it"),
        ("questions", "6 of 6 100 %", "over more than 10 days ago"),
    ):
        claim = re.search(r'<div class="su-claim">.*?</div>', section(page, name), re.DOTALL)
        assert claim
        assert number in text(claim[0])
        assert formula in text(claim[0])


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
    for name in ("restoration", "updates", "prevention", "first-word"):
        assert len(rows(section(page, name))) == 6


def test_every_link_of_the_record_leads_to_a_page_of_the_site(six: dict[str, Page]) -> None:
    for url in ("promises/", "patterns/"):
        links = set(re.findall(r'href="\.\./([^"#]*)"', six[url].body))
        assert len(links) >= 7
        assert links <= set(six)


def test_a_picture_shows_the_numbers_of_its_table(six: dict[str, Page]) -> None:
    page = six["promises/"]
    for name, counts in (("restoration", [4, 1, 1]), ("first-word", [6])):
        html = section(page, name)
        drawn = [int(number) for number in re.findall(r'class="su-chart-count"[^>]*>(\d+)<', html)]
        (table,) = re.findall(r'<table class="su-table su-counts">.*?</table>', html, re.DOTALL)
        written_out = [int(number) for number in re.findall(r"<td>(\d+)</td>", table)]
        assert drawn == [number for number in written_out if number] == counts
        blocks = re.findall(r'<rect [^>]*class="su-part[ "]', html)
        assert len(blocks) == sum(counts)
    for name, counts in (("updates", [5, 1]), ("prevention", [6]), ("questions", [6])):
        html = section(page, name)
        (label,) = re.findall(r'<svg class="su-chart[^>]* aria-label="([^"]*)"', html)
        (legend,) = re.findall(r'<ul class="su-legend">.*?</ul>', html, re.DOTALL)
        (table,) = re.findall(r'<table class="su-table su-counts">.*?</table>', html, re.DOTALL)
        for found in (label, text(legend), text(table)):
            assert [int(number) for number in re.findall(r"\b\d+\b", found)] == counts


def test_the_parts_of_a_bar_are_as_wide_as_their_share(six: dict[str, Page]) -> None:
    (bar,) = re.findall(r'<svg class="su-chart.*?</svg>', section(six["promises/"], "updates"), re.DOTALL)
    places = [float(x) for x in re.findall(r'<rect x="([\d.]+)"', bar)]
    assert places == [0, round(280 * 5 / 6, 2)]


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
        used = set(re.findall(r"url\(#([a-z-]+)\)", body))
        assert used <= set(re.findall(r'<pattern id="([a-z-]+)"', body))


def test_every_outcome_that_is_not_kept_has_a_pattern_and_not_only_a_colour(six: dict[str, Page]) -> None:
    html = section(six["promises/"], "restoration")
    assert html.count('fill="url(#su-late)"') == 2
    assert html.count("su-fill-kept") == 4


def test_below_five_the_counts_stand_alone(tmp_path: Path) -> None:
    page = written(tmp_path, {**report(1), **report(3, "15:00")})["promises/"]
    assert "1 of 2 too few to say a share" in text(section(page, "restoration"))
    assert "2 incidents too few to say a median" in text(section(page, "first-word"))
    assert "Median:" not in text(page.body)
    assert not re.search(r"\d %", text(page.body.partition('<details class="su-formula">')[0]))


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
    html = section(written(tmp_path, many)["promises/"], "updates")
    listed = rows(html)
    assert len(listed) == SHOWN
    assert [row.endswith("late by 30 min") for row in listed] == [True, True] + [False] * (SHOWN - 2)
    assert f"{SHOWN + 8} of {SHOWN + 10}" in text(html)
    assert "10 more are counted and not listed here" in text(html)
    assert "What was not kept stands first." in text(html)


def test_what_an_imported_report_leaves_open_is_not_listed_and_its_number_is_said(tmp_path: Path) -> None:
    imported = "imported: {from: cState, on: 2026-11-01}\n"
    ((name, content),) = report(1, front=imported).items()
    silent = content.replace("## Impact\n\nCards issued in the EU are declined at checkout. Other cards and", "")
    page = written(tmp_path, {name: silent, **report(2)})["promises/"]
    assert "1 of 1 too few to say a share" in text(section(page, "questions"))
    assert "missing or unclear" not in text(page.body)
    assert "1 report was taken over from another system" in text(page.body)


def test_a_report_that_was_published_with_a_question_open_is_named(tmp_path: Path) -> None:
    ((name, content),) = report(1).items()
    unclear = content.replace("The certificate between our gateway and the card network expired at 13:59 UTC.", "")
    html = section(written(tmp_path, {name: unclear, **report(2)})["promises/"], "questions")
    assert "1 of 2" in text(html)
    assert rows(html) == ["Cards of 2026-10-01 fail why"]
    assert "Answered in full Cards of 2026-10-02 fail" in text(html)
    assert "1 report was published although something in it is missing or unclear" in text(html)


def test_the_years_stand_in_a_table_that_a_keyboard_can_scroll(six: dict[str, Page]) -> None:
    html = section(six["promises/"], "years")
    assert re.search(r'<div class="su-scroll" role="region" tabindex="0" aria-label="[^"]+">', html)
    assert "2026 6 4 of 6 5 of 6 6 of 6 15 min 6 of 6" in text(html)


def test_patterns_say_what_breaks_what_comes_back_and_what_did_not_hold(six: dict[str, Page]) -> None:
    page = six["patterns/"]
    assert (
        "In the 12 months to 20 November 2026 there were 6 incidents. Checkout broke most often, in 6 of them. "
        "1 kind of cause came more than once. 1 incident came back although a step against it had been promised."
    ) in text(page.body)
    assert "Checkout 6 incidents 12 h 20 min down" in text(section(page, "components"))
    causes = text(section(page, "causes"))
    assert "expired certificate 2 incidents 3 h together · Checkout 2 times at the same place: Checkout." in causes
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
        "Our promises, last 12 months Each promise, and what became of it "
        "4 of 6 incidents over by the time that we first promised "
        "5 of 6 promised updates on time "
        "6 of 6 promised steps against a repeat done by their date 15 min from the start of an incident to our first "
        "word, median of 6 "
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
    found = text(section(written(tmp_path, told)["promises/"], "first-word"))
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


# The columns of the pictures


def minutes(*numbers: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


def test_an_error_on_an_edge_falls_on_the_side_of_its_words() -> None:
    errors = minutes(-240, -239, -60, -59, -15, -14, 0, 1, 15, 16, 60, 61, 240, 241)
    found = error_columns(errors)
    assert [column.count for column in found] == [1, 2, 2, 2, 2, 2, 2, 1]
    assert [column.kind for column in found] == ["kept"] * 4 + ["late"] * 4


def test_a_first_word_on_an_edge_is_within_it() -> None:
    assert [column.count for column in word_columns(minutes(0, 5, 6, 15, 16, 30, 31, 60, 61))] == [2, 2, 2, 2, 1]


@given(st.lists(st.timedeltas(timedelta(days=-9), timedelta(days=9))))
def test_each_length_is_in_exactly_one_column(lengths: list[timedelta]) -> None:
    errors = error_columns(lengths)
    assert sum(column.count for column in errors) == len(lengths)
    late = sum(length > timedelta() for length in lengths)
    assert sum(column.count for column in errors if column.kind == "late") == late
    positive = [abs(length) for length in lengths]
    assert sum(column.count for column in word_columns(positive)) == len(lengths)
