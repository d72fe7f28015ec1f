"""All outputs together: what is published beside the pages."""

from datetime import UTC, datetime

import pytest

from straightup import outputs
from straightup.model.errors import InternalError
from straightup.model.settings import Settings
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.site.assemble import assemble

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
SITE, WORDS = assemble((), Settings(), NOW), Words(language("en"), NOW)


def test_the_files_of_all_outputs_are_published_together() -> None:
    files = outputs.files_of(SITE, WORDS)
    assert {"feed.xml", "calendar.ics"} <= files.keys()
    for output in outputs.OUTPUTS:
        assert output(SITE, WORDS).items() <= files.items()


def test_two_outputs_at_one_path_are_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "OUTPUTS", (*outputs.OUTPUTS, lambda _site, _words: {"calendar.ics": b""}))
    with pytest.raises(InternalError, match=r"calendar\.ics"):
        outputs.files_of(SITE, WORDS)
