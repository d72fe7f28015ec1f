"""The pages that were composed before: recalled when a build begins, kept when it has composed the rest."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b

from straightup.checking.remembered import fingerprint
from straightup.disk import memory as disk
from straightup.disk.bytecode import PrivateFiles
from straightup.disk.project import Project
from straightup.model.kept_lines import KeptLines
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.theme import Theme
from straightup.outputs.compiled import keep_in
from straightup.outputs.pages.kept import KeptPages, Reason
from straightup.site.addresses import INCIDENTS

_NAMED = 3
"""Reports that are named for a reason."""


@contextmanager
def keeping(project: Project, theme: Theme, sources: Sequence[Source], *, fresh: bool) -> Iterator[KeptPages | None]:
    """Those of `project`, `theme` and `sources`; with `fresh` none yet. None where templates of the user's own may look
    at more of the site than ours do."""
    keep_in(PrivateFiles())
    if theme.changed:
        yield None
        return
    lines = [] if fresh else disk.recall(project.root, disk.PAGES)
    kept = kept_pages(lines, project.settings, theme, sources)
    yield kept
    if kept.lines.changed:
        disk.remember(project.root, disk.PAGES, kept.lines.lines())


def kept_pages(lines: Iterable[bytes], settings: Settings, theme: Theme, sources: Sequence[Source]) -> KeptPages:
    """The pages in `lines` that may be used with these settings, this theme, and this straightup."""
    texts = (*theme.templates.items(), *(data.decode("utf-8", "replace") for data in theme.languages.values()))
    basis = disk.code() + fingerprint(settings) + fingerprint(texts)
    return KeptPages(KeptLines(lines, basis), _digests(sources))


def explained(kept: KeptPages | None) -> Iterator[str]:
    """What of the reports' pages was composed again, and why; nothing where none could be kept."""
    if kept is None:
        yield "Each page was composed: templates of your own may look at all of the site."
        return
    made = {url: why for url, why in kept.made.items() if url.startswith(INCIDENTS)}
    used = [url for url in kept.used if url.startswith(INCIDENTS)]
    yield f"Pages of reports: {len(used)} as before, {len(made)} composed again."
    for reason in Reason:
        ids = [url.rstrip("/").rpartition("/")[2] for url, why in made.items() if why is reason]
        if ids:
            more = f", and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
            yield f"  {len(ids)}, since {reason}: {', '.join(ids[:_NAMED])}{more}"
    yield (
        f"Pages of months and years that are settled: {len(kept.used) - len(used)} as before,"
        f" {len(kept.made) - len(made)} composed again."
    )


def _digests(sources: Sequence[Source]) -> dict[str, bytes]:
    number = Counter(source.id.casefold() for source in sources)
    return {source.id: blake2b(source.data).digest() for source in sources if number[source.id.casefold()] == 1}
