"""What a site has beside its reports: pages, pictures and other files of the user's own."""

from dataclasses import dataclass

from straightup.model.findings import Finding, Misread, Span

_PAGE_ENDINGS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


def is_page(path: str) -> bool:
    """Whether a file of that name is a page in Markdown, as MkDocs sees it."""
    return path.endswith(_PAGE_ENDINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """One file below the docs folder that is no report, as it was on the disk."""

    path: str
    """Below the docs folder, with forward slashes."""
    shown: str
    """The same as it is to be shown: relative to the working folder where it is below that."""
    size: int = 0
    """Bytes."""
    text: str | None = None
    """Of a page that can be read."""
    fault: Finding | None = None
    """Why it is not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFolder:
    """Everything beside the reports, and how pages among it are written and published."""

    files: tuple[OwnFile, ...] = ()
    page_folders: bool = True
    """A page is a folder with an `index.html`."""
    extensions: tuple[str, ...] = ()
    """Of Markdown."""


def unpublishable(message: str, help_text: str) -> Finding:
    """Why a file cannot be published as it is there."""
    return Finding(Misread.UNPUBLISHABLE_FILE, Span.at(1), message, help_text)


def unusable(message: str, help_text: str, line: int = 1) -> Finding:
    """Why a note stands in the place of a page."""
    return Finding(Misread.UNUSABLE_PAGE, Span.at(line), message, help_text)


def taken(message: str, help_text: str) -> Finding:
    """Why a file gives way to another one at its address."""
    return Finding(Misread.ADDRESS_TAKEN, Span.at(1), message, help_text)
