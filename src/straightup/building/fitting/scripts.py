"""The scripts of a page as files that do not keep it waiting."""

import re
from collections.abc import Iterable

from straightup.building.fitting import material
from straightup.building.fitting.markup import Edits, Tag
from straightup.building.fitting.place import MadeFiles
from straightup.building.slots import has_slot

_CLASSIC = {"", "text/javascript", "application/javascript", "application/ecmascript", "text/ecmascript"}
_DIRECTIVE = re.compile(r"""\s*(?:/\*[\s\S]*?\*/\s*|//.*\n\s*)*["']use strict["']""")
_SOURCE = re.compile(r"""\ssrc=("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


def defer_all(tags: Iterable[Tag], made: MadeFiles, edits: Edits) -> None:
    """Scripts in the page become files, neighbours one file; none keeps the page waiting, and their order is kept.

    An error in one of two neighbours that are joined ends both.
    """
    run: list[Tag] = []

    def end_run() -> None:
        if run:
            script = "\n;\n".join(tag.text.strip() for tag in run) + "\n"
            link = f'<script defer src="{made.address_of(script, "page", "js")}"></script>'
            for number, tag in enumerate(run):
                edits.put(tag.start, tag.closed, "" if number else link)
            run.clear()

    for tag in tags:
        if tag.name != "script" or tag.attributes.get("type", "").strip().lower() not in _CLASSIC or tag.bound:
            continue
        if "src" in tag.attributes:
            if made.place.is_foreign(tag.attributes["src"]):
                continue
            if "async" not in tag.attributes:
                end_run()
                _defer(tag, made, edits)
        elif not has_slot(tag.text) and "nomodule" not in tag.attributes:
            # Strictness is said at the top of a file, for all of it.
            strict = _DIRECTIVE.match(tag.text) is not None
            if strict:
                end_run()
            run.append(tag)
            if strict:
                end_run()
    end_run()


def _defer(tag: Tag, made: MadeFiles, edits: Edits) -> None:
    text = edits.text[tag.start : tag.end]
    path = made.place.path_of(tag.attributes["src"])
    if path and material.SCRIPT.fullmatch(path) and (data := made.place.read(path)):
        script, counts = material.mended_script(data.decode("utf-8"))
        if any(counts.values()):
            link = made.address_of(script, "theme", "js")
            text = _SOURCE.sub(lambda _: f' src="{link}"', text, count=1)
    if "defer" not in tag.attributes:
        text = f"{text[:7]} defer{text[7:]}"
    edits.put(tag.start, tag.end, text)
