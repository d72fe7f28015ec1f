"""What stands in the place of a page of the user's own that cannot be shown."""

from dataclasses import dataclass

from markupsafe import Markup

from straightup.outputs.language.language import Language


@dataclass(frozen=True, slots=True)
class OwnPageNote:
    title: str = ""
    html: str = ""


def own_page_note(language: Language) -> OwnPageNote:
    """It blames nobody, and says what customers want to know: that nothing else is missing because of it."""
    _ = language.gettext
    title = _("This page cannot be shown")
    text = _("It could not be read or made when this site was built. The status pages are not affected.")
    return OwnPageNote(title, Markup("<h1>{}</h1>\n<p>{}</p>").format(title, text))
