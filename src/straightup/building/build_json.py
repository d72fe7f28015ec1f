"""`build.json`, which says of a published site which build it is of, and what is not in it."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from straightup import __version__
from straightup.building.unpublished import NotPublished
from straightup.disk.site_folder import SiteFolder
from straightup.site import addresses


def write_build_json(
    site: SiteFolder, now: datetime | None, left_out: Iterable[NotPublished], *, exercise: bool = False
) -> None:
    """Writes it into a site that is complete. It repeats no author's words, and no path of the machine."""
    moment = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if now else None
    said = {
        "straightup": __version__,
        "built": moment,
        "digest": f"sha256:{site.digest()}",
        "left_out": [_said(each) for each in left_out],
        **({"exercise": True} if exercise else {}),
    }
    site.write(addresses.BUILD, f"{json.dumps(said, indent=2, ensure_ascii=False)}\n".encode())


def _said(each: NotPublished) -> dict[str, object]:
    # Bytes that are no text, as people are shown them.
    path = each.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return {"report": each.report, "path": path, "code": each.code, "name": each.name}
