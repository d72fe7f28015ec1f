"""Statuspage's API as its clients take it, as JSON Schemas: what they read, of which type, and where they take no more.

Source: the code of twelve clients, among them arez (PyPI), statuspage.io and @statuspage/status-widget (npm),
atc0005/check-statuspage, mcarvin8/statuspage-prometheus-exporter and sammbetts/backstage-plugin-service-health.
"""

from typing import Final

from straightup.outputs.api.shapes import WORDS, Schema, exactly, maybe, some
from straightup.site import addresses

TIME: Final = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
ID: Final = {"type": "string", "pattern": "^[a-z0-9]{12}$"}
_COMPONENT = {
    "id": ID,
    "name": WORDS,
    "status": {"enum": ["operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"]},
    "created_at": TIME,
    "updated_at": TIME,
    "position": {"type": "integer"},
    "description": maybe(WORDS),
    "showcase": {"type": "boolean"},
    "start_date": maybe({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}),
    "group_id": maybe(ID),
    "page_id": ID,
    "group": {"type": "boolean"},
    "only_show_if_degraded": {"type": "boolean"},
}
COMPONENT = {
    "anyOf": [
        exactly(**{**_COMPONENT, "group": {"const": False}}),
        exactly(**{**_COMPONENT, "group": {"const": True}}, components=some(ID, 1)),
    ]
}
UPDATE = exactly(
    id=ID,
    status={
        "enum": [
            *("investigating", "identified", "monitoring", "resolved"),
            *("scheduled", "in_progress", "verifying", "completed"),
        ]
    },
    body=WORDS,
    incident_id=ID,
    created_at=TIME,
    updated_at=TIME,
    display_at=TIME,
    affected_components=some(exactly(code=ID, name=WORDS, old_status=WORDS, new_status=WORDS)),
    deliver_notifications={"type": "boolean"},
    custom_tweet={"type": "null"},
    tweet_id={"type": "null"},
)
_REPORT = {
    "id": ID,
    "name": WORDS,
    "created_at": TIME,
    "updated_at": TIME,
    "monitoring_at": maybe(TIME),
    "resolved_at": maybe(TIME),
    "shortlink": {"type": "string", "pattern": "^https?://"},
    "started_at": TIME,
    "page_id": ID,
    "incident_updates": some(UPDATE, 1),
    "components": some(COMPONENT, 1),
    "reminder_intervals": {"type": "null"},
}
IMPACT = {"enum": ["none", "minor", "major", "critical"]}
UNRESOLVED = exactly(**_REPORT, impact=IMPACT, status={"enum": ["investigating", "identified", "monitoring"]})
INCIDENT = exactly(**_REPORT, impact=IMPACT, status={"enum": ["investigating", "identified", "monitoring", "resolved"]})
MAINTENANCE = exactly(
    **_REPORT,
    impact={"const": "maintenance"},
    status={"enum": ["scheduled", "in_progress", "verifying", "completed"]},
    scheduled_for=TIME,
    scheduled_until=TIME,
)
PAGE = exactly(id=ID, name=WORDS, url={"type": "string", "pattern": "^https?://"}, time_zone=WORDS, updated_at=TIME)
STATUS = exactly(
    indicator={"enum": ["none", "minor", "major", "critical", "maintenance"]},
    description={
        "enum": [
            "All Systems Operational",
            "Partially Degraded Service",
            "Minor Service Outage",
            "Partial System Outage",
            "Major Service Outage",
            "Service Under Maintenance",
        ]
    },
)
_IN_ORDER: Final[tuple[Schema, ...]] = (
    exactly(
        page=PAGE,
        status=STATUS,
        components=some(COMPONENT),
        incidents=some(UNRESOLVED),
        scheduled_maintenances=some(MAINTENANCE),
    ),
    exactly(page=PAGE, status=STATUS),
    exactly(page=PAGE, components=some(COMPONENT)),
    exactly(page=PAGE, incidents=some(INCIDENT)),
    exactly(page=PAGE, incidents=some(UNRESOLVED)),
    exactly(page=PAGE, scheduled_maintenances=some(MAINTENANCE)),
    exactly(page=PAGE, scheduled_maintenances=some(MAINTENANCE)),
    exactly(page=PAGE, scheduled_maintenances=some(MAINTENANCE)),
)
DOCUMENTS: Final = dict(zip(addresses.API_DOCUMENTS, _IN_ORDER, strict=True))
"""The schema of each document, by its name."""
