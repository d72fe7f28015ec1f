"""What could not be read, in a customer's words."""

from straightup.outputs.language.language import N_, Language
from straightup.site.view import Report, Site

MOST_NAMES = 5
"""Of reports that could not be shown, before the rest is counted."""
_KEYS = {
    "title": N_("what it is called"),
    "components": N_("what it concerns"),
    "started": N_("when it began"),
    "resolved": N_("when it was over"),
    "starts": N_("when the work begins"),
    "ends": N_("when the work ends"),
    "kind": N_("what sort of report it is"),
    "outcome": N_("whether it was a false alarm"),
    "detected-by": N_("who noticed it first"),
    "links": N_("its links"),
    "author": N_("who wrote it"),
}
_FIELDS = {
    "ETA": N_("a time by which service is restored"),
    "Next update": N_("when we write next"),
    "Components": N_("how something works"),
    "Edited": N_("what was corrected, and when"),
    "Began": N_("since when it is broken again"),
    "Restored": N_("since when service is back"),
    "Window": N_("to when the work was moved"),
}
_FIELD_NAMES = {
    "ETA": N_("Restored by"),
    "Next update": N_("Next update"),
    "Components": N_("Components"),
    "Edited": N_("Corrected"),
    "Began": N_("Broken again since"),
    "Restored": N_("Restored"),
    "Window": N_("Moved to"),
}


def not_readable(name: str, spoken: Language) -> str:
    """`Next update: not readable`, of an update's field; `name` is the format's."""
    shown = spoken.gettext(_FIELD_NAMES[name]) if name in _FIELD_NAMES else name
    return spoken.gettext("%(name)s: not readable", name=shown)


def parts_of(report: Report, site: Site, spoken: Language) -> list[str]:
    """What could not be read of `report`: of what was said about it all, of components, of updates."""
    said = spoken.gettext
    # A key that customers have no word for is named as it is written.
    found = [said(_KEYS[key]) if key in _KEYS else f"“{key}”" for key in report.incident.unread]
    found += [spoken.gettext("how %(name)s works", name=site.name(name)) for name in report.incident.unread_states]
    headings = sum(bool(update.heading) for update in report.told)
    if headings:
        found.append(
            spoken.ngettext(
                "the time or the step of %(num)s update", "the time or the step of %(num)s updates", headings
            )
        )
    fields = (name for update in report.told for name in update.unread)
    return list(dict.fromkeys([*found, *(said(_FIELDS[name]) if name in _FIELDS else f"“{name}”" for name in fields)]))


def titles_of_left_out(site: Site, spoken: Language) -> str:
    """The reports that could not be shown: by their titles, or where they have none by their ids."""
    return spoken.some([spoken.apart(each.title.rstrip(".") or each.id) for each in site.left_out], MOST_NAMES)
