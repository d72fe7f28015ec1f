"""A file that was meant to be a report is noticed; an ordinary page is left in peace."""

import pytest

from straightup.reading.looks import looks_like_report


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
