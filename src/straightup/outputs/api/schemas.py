"""What each document holds, as JSON Schema, and where all of them are, as OpenAPI 3.1; published with the site."""

from typing import Any, Final

from straightup import __version__
from straightup.outputs.api.own.report import REPORT
from straightup.outputs.api.own.site import INDEX, PROMISES, REPORTS, UPTIME
from straightup.outputs.api.shapes import DIALECT, Schema
from straightup.outputs.api.statuspage_shapes import DOCUMENTS
from straightup.outputs.api.values import document
from straightup.outputs.language.words import Words
from straightup.site import addresses
from straightup.site.view import Site

OURS: Final[dict[str, tuple[str, Schema]]] = {
    "index": ("How the service works now, and where the other documents are.", INDEX),
    "reports": ("Every report in brief.", REPORTS),
    "report": ("One report with its answers, its updates, and what became of its promises.", REPORT),
    "promises": ("What was promised in the last 365 days, and what became of it.", PROMISES),
    "uptime": ("Each component's days.", UPTIME),
}
"""Our own documents: what each is, and its schema."""


def name_of(document: str) -> str:
    """What the schema of one of Statuspage's documents is called."""
    return f"statuspage-{document.replace('/', '-')}"


def schemas(site: Site, words: Words) -> dict[str, bytes]:
    """The schemas and the description, by their paths. They are the same for each site but for its address."""
    del words  # programs read it
    base = addresses.base_of(site.settings)
    found = {name: {"title": about, **schema} for name, (about, schema) in OURS.items()}
    found |= {
        name_of(name): {"title": f"Statuspage's API, version 2: {name}.", **schema}
        for name, schema in DOCUMENTS.items()
    }
    files = {
        f"{addresses.SCHEMAS}{name}.json": document(
            {"$schema": DIALECT, "$id": f"{base}{addresses.SCHEMAS}{name}.json", **schema}
        )
        for name, schema in found.items()
    }
    return files | {addresses.OPENAPI: document(_openapi(site, base))}


def _openapi(site: Site, base: str) -> dict[str, Any]:
    paths = {f"/{addresses.OWN_API}{name}.json": _get(OURS[name][0], name) for name in addresses.OWN_DOCUMENTS}
    paths[f"/{addresses.data_of('{id}')}"] = {
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "description": "The name of the report's file, as the other documents have it.",
                "schema": {"type": "string"},
            }
        ],
        **_get(OURS["report"][0], "report"),
    }
    paths |= {
        f"/{addresses.API}{name}.json": _get(f"Statuspage's API, version 2: {name}.", name_of(name))
        for name in addresses.API_DOCUMENTS
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": site.settings.site_name,
            "version": __version__,
            "summary": "How the service works, what was wrong, and what became of each promise.",
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": paths,
    }


def _get(about: str, schema: str) -> dict[str, Any]:
    # A relative reference is taken from where this description is: `api/`.
    content = {"application/json": {"schema": {"$ref": f"straightup/v1/schemas/{schema}.json"}}}
    missing = {"description": "There is no such document."}
    return {"get": {"summary": about, "responses": {"200": {"description": about, "content": content}, "404": missing}}}
