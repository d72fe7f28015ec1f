"""What a build says when it publishes nothing."""

from straightup.checking.reports import Inspection
from straightup.model.errors import StraightupError
from straightup.model.findings import BESIDE


class RefusedError(StraightupError):
    """There are errors that time alone did not bring about, so nothing is published."""

    exit_code = 1

    def __init__(self, inspection: Inspection) -> None:
        self.diagnostics = inspection.diagnostics
        self.checked = len(inspection.readings)
        bad = [found for found in self.diagnostics if found.stops_publishing]
        count = len({found.path for found in bad})
        noun = "file" if any(found.name in BESIDE for found in bad) else "report"
        files = f"1 {noun} has errors" if count == 1 else f"{count} {noun}s have errors"
        super().__init__(f"{files}, so the site stays as it was. Mend them, or publish the rest with --keep-going.")
