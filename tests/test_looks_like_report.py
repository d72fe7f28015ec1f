"""A file that was meant to be a report is noticed; an ordinary page is left in peace."""

from pathlib import Path

import pytest

from straightup.reading.looks import looks_like_report
from support.commands import CONFIG, straightup
from support.sites import draw


@pytest.mark.parametrize(
    "text",
    [
        "Payment is down\n\n2026-11-20 09:05 UTC: Investigating\n\nWe look into it.\n",
        "title: Payment is down\ncheckout: major-outage\n",
        "# Payment\n\n- checkout = partial-outage\n",
        "## Impact\n\nNobody can pay.\n",
        "### 2026-11-20T09:05Z - investigating\n",
    ],
)
def test_a_moment_with_a_stage_a_state_or_a_known_section_makes_a_report(text: str) -> None:
    assert looks_like_report(text)


@pytest.mark.parametrize(
    "text",
    [
        "# About us\n\nWe run this page since 2026-11-20 09:05 UTC.\n",
        "# How to write\n\n```markdown\n## Impact\n\ncheckout: degraded\n```\n",
        "# States\n\nA component may be degraded: then it is slow.\n",
        "<!-- ## Impact -->\n# Words\n\nInvestigating means that we look.\n",
        "",
    ],
)
def test_an_ordinary_page_is_none(text: str) -> None:
    assert not looks_like_report(text)


@pytest.mark.parametrize("name", ["payment-down.md", "2026-11-20-payment-down.markdown", "notes.txt", "payment"])
def test_what_looks_like_a_report_is_one_that_could_not_be_shown(tmp_path: Path, name: str) -> None:
    text = "Payment is down\n\n2026-11-20 09:05 UTC: Investigating\n\nCheckout is broken, we look into it.\n"
    draw(tmp_path, {"mkdocs.yml": CONFIG, f"incidents/{name}": text})
    at = ("--at", "2026-11-20 09:20 UTC")
    code, out, _ = straightup(tmp_path, "check", *at)
    assert code == 1
    assert f"incidents/{name}:1:1: F03" in out
    assert "Begin the file with a line ---" in out
    code, _, _ = straightup(tmp_path, "build", "--keep-going", *at)
    assert code == 3
    now = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "We could not show a report" in now
    assert "Everything works" not in now


@pytest.mark.parametrize("folder", ["docs_dir: incidents", "docs_dir: pages"])
@pytest.mark.parametrize("name", ["payment-down.md", "2026-11-20-payment-down.markdown", "outage.txt", "sub/payment"])
def test_a_text_that_does_not_say_what_it_is_is_named(tmp_path: Path, folder: str, name: str) -> None:
    config = f"site_name: S\nsite_url: https://s.example/\n{folder}\nplugins: [straightup]\n"
    page = "---\ntitle: How we write\n---\n\nBriefly.\n"
    beside = {"incidents/about.md": page, "incidents/all/index.md": "# S\n", "incidents/CNAME": "s.example\n"}
    text = "Payments are down since this morning.\n"
    draw(tmp_path, {"mkdocs.yml": config, "pages/x.md": page, **beside, f"incidents/{name}": text})
    code, out, err = straightup(tmp_path, "check")
    assert (code, out) == (0, "There are no reports to check.\n")
    assert err.startswith(f"incidents/{name} is no report, so the status does not count what stands there. To make it")
    draw(tmp_path, {f"incidents/a{number}.txt": text for number in range(6)})
    assert " and 2 more are no reports" in straightup(tmp_path, "check")[2]
    draw(tmp_path, {"mkdocs.yml": config + "exclude_docs: '*'\n"})
    assert (straightup(tmp_path, "check")[2] == "") is (folder == "docs_dir: incidents")


def test_a_page_that_says_that_it_is_one_stays_a_page(tmp_path: Path) -> None:
    page = "---\ntitle: How we write\n---\n\n## Impact\n\nSay what customers see.\n"
    draw(tmp_path, {"mkdocs.yml": CONFIG, "incidents/how-we-write.md": page})
    assert straightup(tmp_path, "check", "--at", "2026-11-20 09:20 UTC")[0] == 0
