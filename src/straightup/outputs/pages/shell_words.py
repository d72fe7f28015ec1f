"""What the header and the footer around all pages say in the words of straightup, beside the theme's own."""

from straightup.outputs.language.language import Language


def shell_words(language: Language) -> dict[str, str]:
    """By what they are for: to `find` a report, the list of all `pages`, and above an `exercise`."""
    _ = language.gettext
    return {
        "find": _("Find a report"),
        "pages": _("All pages"),
        "exercise": _("Exercise. Nothing on this page is so: it is made for practice."),
    }
