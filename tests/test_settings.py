"""The settings of a site, as they stand in `mkdocs.yml`."""

from datetime import date, timedelta
from typing import Any

import pytest

from straightup.model.contact import Contact
from straightup.model.settings import Settings, from_mapping, meant_component
from straightup.model.states import Component, State


def good(options: dict[str, Any], mkdocs: dict[str, Any] | None = None) -> Settings:
    settings, messages = from_mapping(options, mkdocs)
    assert messages == []
    return settings


def bad(options: dict[str, Any], mkdocs: dict[str, Any] | None = None) -> list[str]:
    """The messages about options that leave the settings as they are by default."""
    settings, messages = from_mapping(options, mkdocs)
    assert settings == Settings()
    return messages


def test_a_site_without_settings_has_those_of_the_format() -> None:
    settings = good({})
    assert settings == Settings()
    assert (settings.grace, settings.path, settings.feed_authority) == (timedelta(days=10), None, "")


def test_every_setting_is_read() -> None:
    settings = good(
        {
            "components": [{"id": "checkout", "name": "Checkout"}],
            "incidents_dir": " reports ",
            "path": "/status/",
            "contact": {"label": "Help", "url": "https://example.com/help"},
            "reference_prefix": "EX",
            "grace": "2 weeks",
            "update_every": {"major-outage": "30 min", "degraded": "2 h"},
            "since": date(2026, 11, 3),
            "stale_after": "90 min",
            "jargon": ["node", 42],
            "internal": ["*.corp"],
            "feed_authority": "status.example.com,2026-11-03",
        },
        {"site_name": "Example", "site_url": "https://status.example.com", "repo_url": "https://example.org/r"},
    )
    assert settings == Settings(
        site_name="Example",
        site_url="https://status.example.com/",
        repo_url="https://example.org/r",
        components=(Component(id="checkout", name="Checkout"),),
        incidents_dir="reports",
        path="status/",
        contact=Contact(label="Help", url="https://example.com/help"),
        reference_prefix="EX",
        grace=timedelta(days=14),
        update_every={State.MAJOR_OUTAGE: timedelta(minutes=30), State.DEGRADED: timedelta(hours=2)},
        since=date(2026, 11, 3),
        stale_after=timedelta(minutes=90),
        jargon=("node", "42"),
        internal=("*.corp",),
        feed_authority="status.example.com,2026-11-03",
    )


def test_a_setting_without_a_value_is_as_good_as_none() -> None:
    assert good({"grace": None, "contact": None}) == Settings()


def test_an_unknown_setting_guesses_what_was_meant() -> None:
    assert bad({"graze": "10d"}) == ["There is no setting “graze”. Did you mean “grace”?"]
    known = (
        "components, retired, incidents_dir, path, contact, reference_prefix, grace, notice, update_every, since, "
        "stale_after, language, jargon, internal, feed_authority, hub, notify"
    )
    assert bad({"zzz": 1}) == [f"There is no setting “zzz”. The settings are {known}."]


CONTACT = "{label: …, url: …, hours: …, language: …} with at least the url, or an address"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("incidents_dir", True, "a text"),
        ("incidents_dir", ["a"], "a text"),
        ("since", "last year", "a day such as 2026-11-03"),
        ("since", 2026, "a day such as 2026-11-03"),
        ("grace", "soon", "a length of time such as 10d or 30 min"),
        ("grace", "0 min", "a length of time such as 10d or 30 min"),
        ("grace", "9999 weeks", "a length of time such as 10d or 30 min"),
        ("jargon", "node", "a list"),
        ("path", "../status", "a folder of the site such as status/"),
        ("path", "a//b", "a folder of the site such as status/"),
        ("reference_prefix", "EX-", "one to eight letters or digits such as EX"),
        ("feed_authority", "status.example.com", "DOMAIN,YEAR such as status.example.com,2026"),
        ("contact", "javascript:alert(1)", "an address that begins with https:// or mailto:"),
        ("contact", {"label": "Help"}, CONTACT),
        ("contact", {"url": "https://a.example", "mail": "x"}, CONTACT),
        ("contact", 7, CONTACT),
        ("contact", {"url": "https://a.example", "language": "my own"}, "the codes of languages such as en or pt-BR"),
        ("update_every", "1 h", "component states with lengths of time"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_was_expected(key: str, value: object, expected: str) -> None:
    assert bad({key: value}) == [f"The setting “{key}” cannot be used: expected {expected}."]


def test_a_state_that_does_not_exist_is_named_with_those_that_do() -> None:
    (message,) = bad({"update_every": {"down": "1 h"}})
    assert message == (
        "The setting “update_every” cannot be used: “down” is no component state; "
        "they are operational, maintenance, degraded, partial-outage, major-outage."
    )


@pytest.mark.parametrize(
    ("value", "label", "url"),
    [
        ("help@example.com", "help@example.com", "mailto:help@example.com"),
        ("mailto:help@example.com", "mailto:help@example.com", "mailto:help@example.com"),
        ("https://example.com/@help", "https://example.com/@help", "https://example.com/@help"),
        ({"url": "tel:+49301234"}, "tel:+49301234", "tel:+49301234"),
    ],
)
def test_a_contact_may_be_an_address_alone(value: object, label: str, url: str) -> None:
    assert good({"contact": value}).contact == Contact(label=label, url=url)


def test_a_contact_says_when_and_in_which_languages_it_answers() -> None:
    given = {"url": "tel:+1", "hours": "Mon–Fri 9–17 UTC", "language": ["en", "de"]}
    assert good({"contact": given}).contact == Contact(
        label="tel:+1", url="tel:+1", hours="Mon–Fri 9–17 UTC", languages=("en", "de")
    )
    assert good({"contact": {"url": "tel:+1", "language": "en"}}).contact == Contact(
        label="tel:+1", url="tel:+1", languages=("en",)
    )


def test_a_contact_of_a_component_goes_before_that_of_the_site_where_nothing_else_is_concerned() -> None:
    pay, site = Contact(label="pay@example.com", url="mailto:pay@example.com"), Contact(label="tel:+1", url="tel:+1")
    own = [{"id": each, "contact": "pay@example.com"} for each in ("checkout", "cards")]
    found = good({"contact": "tel:+1", "components": [*own, {"id": "search"}]})
    asked: tuple[list[str], ...] = (
        [],
        ["checkout"],
        ["checkout", "cards"],
        ["checkout", "search"],
        ["search"],
        ["checkout", "unknown"],
    )
    assert [found.contact_for(each) for each in asked] == [site, pay, pay, site, site, site]
    assert good({"components": own}).contact_for(["search"]) is None
    _, messages = from_mapping({"components": [{"id": "search", "contact": 7}]})
    assert messages == [f"The setting “contact” cannot be used: expected {CONTACT}."]


def test_the_pages_may_stand_at_the_root() -> None:
    assert good({"path": "/"}).path == ""
    assert good({"path": "a/b"}).path == "a/b/"


def test_the_feed_takes_its_name_from_the_host_and_says_so() -> None:
    settings = good({}, {"site_url": "https://status.example.com:8000/a/"})
    assert (settings.feed_authority, settings.feed_authority_is_derived) == ("status.example.com,2026", True)
    own = good({"feed_authority": "example.com,2020"}, {"site_url": "https://status.example.com/"})
    assert (own.feed_authority, own.feed_authority_is_derived) == ("example.com,2020", False)


@pytest.mark.parametrize("url", ["status.example.com", "ftp://status.example.com/", "https://", "/status/"])
def test_a_site_url_without_https_is_refused(url: str) -> None:
    settings, messages = from_mapping({}, {"site_url": url})
    assert (settings.site_url, settings.feed_authority) == ("", "")
    assert messages == ["The setting “site_url” cannot be used: expected an address with https://."]


# Components


def test_a_component_may_be_a_word_or_a_mapping() -> None:
    components = good({
        "components": [
            "search",
            {"id": "ci.jenkins-io", "name": None},
            {"id": "web", "name": "Web", "group": "Shop", "description": "All of it", "link": "https://example.com"},
        ]
    }).components  # fmt: skip
    assert components == (
        Component(id="search", name="search"),
        Component(id="ci.jenkins-io", name="ci.jenkins-io"),
        Component(id="web", name="Web", group="Shop", description="All of it", link="https://example.com"),
    )


def test_a_component_is_found_by_its_id() -> None:
    settings = good({"components": ["search"]})
    assert settings.component("search") == Component(id="search", name="search")
    assert settings.component("Search") is None


@pytest.mark.parametrize(
    ("components", "messages"),
    [
        ("search", ["The setting “components” cannot be used: expected a list of {id: …, name: …}."]),
        ([7], ["Component 1 cannot be used: expected {id: …, name: …}."]),
        (
            [{"name": "Search"}],
            ["Component 1 has no id. An id is made of small letters, digits and single hyphens or dots."],
        ),
        (
            ["Web Shop"],
            ["Component 1 has the id “Web Shop”. An id is made of small letters, digits and single hyphens or dots."],
        ),
        (
            [{"id": True}],
            [
                "The setting “id” cannot be used: expected a text.",
                "Component 1 has no id. An id is made of small letters, digits and single hyphens or dots.",
            ],
        ),
    ],
)
def test_a_component_that_cannot_be_used_is_left_out(components: object, messages: list[str]) -> None:
    assert bad({"components": components}) == messages


def test_one_bad_key_of_a_component_costs_that_key_alone() -> None:
    settings, messages = from_mapping(
        {"components": [{"id": "web", "nmae": "Web", "zzz": 1, "link": "javascript:x"}, "web"]}
    )
    assert settings.components == (Component(id="web", name="web"),)
    assert messages == [
        "Component 1 has the unknown key “nmae”. Did you mean “name”?",
        "Component 1 has the unknown key “zzz”. The keys are id, name, group, description, link, contact, was.",
        "The setting “link” cannot be used: expected an address that begins with https:// or mailto:.",
        "Component 2 repeats the id “web”. Give it one of its own.",
    ]


def test_what_is_retired_is_named_as_a_component_is_and_in_one_list_only() -> None:
    settings = good({"components": ["checkout"], "retired": [{"id": "fax", "name": "Orders by fax"}]})
    assert [each.id for each in settings.declared] == ["checkout", "fax"]
    assert settings.component("fax") == Component(id="fax", name="Orders by fax")
    assert meant_component("Orders by fax", settings) == "fax"
    _, messages = from_mapping({"components": ["fax"], "retired": ["fax"]})
    assert messages == ["“fax” is a component and retired. Take it out of one of the lists."]
    assert bad({"retired": "fax"}) == ["The setting “retired” cannot be used: expected a list of {id: …, name: …}."]
