"""Statuspage's API as its clients take it, as JSON Schemas: what they read, of which type, and where they take no more.

Source: the code of twelve clients, among them arez (PyPI), statuspage.io and @statuspage/status-widget (npm),
atc0005/check-statuspage, mcarvin8/statuspage-prometheus-exporter and sammbetts/backstage-plugin-service-health.
"""

from typing import Any

TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
ID = {"type": "string", "pattern": "^[a-z0-9]{12}$"}
TEXT = {"type": "string", "minLength": 1}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def exactly(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def some(schema: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": schema, "minItems": least}


_COMPONENT = {
    "id": ID,
    "name": TEXT,
    "status": {"enum": ["operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"]},
    "created_at": TIME,
    "updated_at": TIME,
    "position": {"type": "integer"},
    "description": maybe(TEXT),
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
    body=TEXT,
    incident_id=ID,
    created_at=TIME,
    updated_at=TIME,
    display_at=TIME,
    affected_components=some(exactly(code=ID, name=TEXT, old_status=TEXT, new_status=TEXT)),
    deliver_notifications={"type": "boolean"},
    custom_tweet={"type": "null"},
    tweet_id={"type": "null"},
)
_REPORT = {
    "id": ID,
    "name": TEXT,
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
PAGE = exactly(id=ID, name=TEXT, url={"type": "string", "pattern": "^https?://"}, time_zone=TEXT, updated_at=TIME)
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
DOCUMENTS = {
    "summary": exactly(
        page=PAGE,
        status=STATUS,
        components=some(COMPONENT),
        incidents=some(UNRESOLVED),
        scheduled_maintenances=some(MAINTENANCE),
    ),
    "status": exactly(page=PAGE, status=STATUS),
    "components": exactly(page=PAGE, components=some(COMPONENT)),
    "incidents": exactly(page=PAGE, incidents=some(INCIDENT)),
    "incidents/unresolved": exactly(page=PAGE, incidents=some(UNRESOLVED)),
    "scheduled-maintenances": exactly(page=PAGE, scheduled_maintenances=some(MAINTENANCE)),
    "scheduled-maintenances/upcoming": exactly(page=PAGE, scheduled_maintenances=some(MAINTENANCE)),
    "scheduled-maintenances/active": exactly(page=PAGE, scheduled_maintenances=some(MAINTENANCE)),
}
