"""Finding a site, reading its settings and its files."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from straightup.disk import files, project
from straightup.disk.project import Project
from straightup.model.errors import ConfigurationError
from straightup.model.limits import MAX_BYTES
from straightup.model.source import Source

PLUGIN = "site_name: S\nplugins: [straightup]\n"


def draw(root: Path, **files: str) -> Path:
    """Writes files, named with `__` for a slash, and returns the `mkdocs.yml` among them."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_yml", ".yml").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "mkdocs.yml"


def load(root: Path, **files: str) -> Project:
    return project.load(draw(root, **files))


def names(site: Project) -> list[str]:
    return [path.relative_to(site.incidents).as_posix() for path in files.incident_files(site)]


def only(sources: tuple[Source, ...]) -> Source:
    (source,) = sources
    return source


def test_the_nearest_configuration_upwards_is_found(tmp_path: Path) -> None:
    draw(tmp_path, mkdocs_yml=PLUGIN, inner__mkdocs_yml=PLUGIN, inner__deep__x="")
    assert project.find(tmp_path / "inner" / "deep") == tmp_path / "inner" / "mkdocs.yml"
    (tmp_path / "inner" / "mkdocs.yml").rename(tmp_path / "inner" / "mkdocs.yaml")
    assert project.find(tmp_path / "inner" / "deep") == tmp_path / "inner" / "mkdocs.yaml"
    assert project.find(tmp_path) == tmp_path / "mkdocs.yml"


def test_without_a_configuration_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="`straightup init` makes one"):
        project.find(tmp_path)


@pytest.mark.parametrize(
    "plugins",
    [
        "plugins:\n  - search\n  - straightup:\n      grace: 3d\n",
        "plugins:\n  search: {}\n  straightup:\n    grace: 3d\n    enabled: true\n",
    ],
)
def test_the_options_are_read_from_both_forms_of_plugins(tmp_path: Path, plugins: str) -> None:
    site = load(tmp_path, mkdocs_yml=f"site_name: S\nsite_url: https://s.example\n{plugins}")
    assert (site.settings.grace.days, site.settings.site_url, site.messages) == (3, "https://s.example/", ())


def test_settings_that_are_wrong_come_as_messages(tmp_path: Path) -> None:
    site = load(tmp_path, mkdocs_yml="plugins:\n- straightup: {grcae: 3d}\n")
    assert site.messages == ("There is no setting “grcae”. Did you mean “grace”?",)


def test_nothing_in_the_configuration_is_run(tmp_path: Path) -> None:
    site = load(
        tmp_path,
        mkdocs_yml=PLUGIN
        + "a: !!python/object/apply:os.mkdir [made]\nb: !!python/name:no.such.name\nc: !relative $docs_dir\nd: !x {}\n",
    )
    assert site.settings.site_name == "S"
    assert [path.name for path in tmp_path.iterdir()] == ["mkdocs.yml"]


def test_the_environment_is_read_as_mkdocs_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATUS_NAME", "From outside")
    site = load(tmp_path, mkdocs_yml="site_name: !ENV [STATUS_NAME, S]\nsite_url: !ENV NONE\nplugins: [straightup]\n")
    assert (site.settings.site_name, site.settings.site_url) == ("From outside", "")


def test_inherit_merges_deeply_and_relative_to_the_file(tmp_path: Path) -> None:
    site = load(
        tmp_path,
        mkdocs_yml="INHERIT: base/base.yml\nplugins: {straightup: {reference_prefix: AB}}\n",
        base__base_yml="INHERIT: ../root.yml\nplugins: {straightup: {reference_prefix: ZZ, grace: 3d}}\n",
        root_yml="site_name: Root\n",
    )
    settings = site.settings
    assert (settings.site_name, settings.reference_prefix, settings.grace.days) == ("Root", "AB", 3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("plugins: [search]\n", "Add `- straightup`"),
        ("site_name: S\n", "Add `- straightup`"),
        ("plugins: straightup\n", "`plugins` is no list"),
        ("plugins:\n- straightup: [1]\n", "no mapping of options"),
        ("a: [\n", "mkdocs.yml, line 2: "),
        ("a: b: c\n", "mkdocs.yml, line 1: "),
        ("- a\n", "does not hold a mapping"),
        ("INHERIT: no.yml\n", "there is no such file"),
        ("INHERIT: mkdocs.yml\n", "leads back to this file"),
        ("INHERIT: [a]\n", "not the name of a file"),
        ("a: 2026-99-99\n", "no valid YAML"),
        ("docs_dir: [a]\nplugins: [straightup]\n", "not the name of a folder"),
        ("site_dir: .\nplugins: [straightup]\n", "would replace"),
        ("site_dir: ..\nplugins: [straightup]\n", "would replace"),
        ("[" * 5000, "mkdocs.yml"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_named_with_a_next_step(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, mkdocs_yml=text)
    assert says in str(caught.value)
    assert "mkdocs.yml" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
        "a: &a [b, *a]\n",
        "a: &a {b: *a}\n",
        "[" * 900 + "]" * 900,
    ],
    ids=["merges", "aliases", "a list in itself", "a mapping in itself", "deep"],
)
def test_settings_that_would_fill_the_memory_are_refused_at_once(tmp_path: Path, text: str) -> None:
    begun = time.process_time()
    with pytest.raises(ConfigurationError, match=r"mkdocs\.yml"):
        load(tmp_path, mkdocs_yml=f"{text}plugins: [straightup]\n" if text[0] != "[" else text)
    assert time.process_time() - begun < 1


def test_anchors_in_the_settings_are_read_as_before(tmp_path: Path) -> None:
    text = "x: &x {id: a, name: A}\nplugins:\n- straightup:\n    components: [*x, {<<: *x, id: b}]\n"
    found = load(tmp_path, mkdocs_yml=text).settings.components
    assert [(each.id, each.name) for each in found] == [("a", "A"), ("b", "A")]


def test_the_incidents_are_beside_the_configuration_unless_a_setting_or_the_docs_folder_says_otherwise(
    tmp_path: Path,
) -> None:
    assert load(tmp_path, mkdocs_yml=PLUGIN).incidents == tmp_path / "incidents"
    site = load(tmp_path, mkdocs_yml=PLUGIN + "docs_dir: a/incidents\n")
    assert site.incidents == site.docs_dir == tmp_path / "a" / "incidents"
    site = load(tmp_path, mkdocs_yml="docs_dir: a/incidents\nplugins:\n- straightup: {incidents_dir: reports}\n")
    assert site.incidents == tmp_path / "reports"


def test_the_pages_are_mounted_at_the_root_unless_a_documentation_site_has_it(tmp_path: Path) -> None:
    assert load(tmp_path, mkdocs_yml=PLUGIN).mount == ""
    assert load(tmp_path, mkdocs_yml=PLUGIN, docs__other_md="").mount == ""
    assert load(tmp_path, mkdocs_yml=PLUGIN, docs__index_md="").mount == "status/"
    assert load(tmp_path, mkdocs_yml="plugins:\n- straightup: {path: ''}\n").mount == ""
    assert load(tmp_path, mkdocs_yml="plugins:\n- straightup: {path: /a/b}\n").mount == "a/b/"
    site = load(tmp_path, mkdocs_yml=PLUGIN + "docs_dir: incidents\n", incidents__index_md="")
    assert site.mount == ""
    assert site.settings.path == ""


def test_incident_files_are_found_by_their_names_in_order(tmp_path: Path) -> None:
    site = load(
        tmp_path,
        mkdocs_yml=PLUGIN,
        incidents__2025__2025_01="",
        incidents__README_md="",
        incidents__about_md="",
    )
    for name in ("b/2026-02-02-x.md", "2026-01-01-y.MD", "2026-01-01-é.md", "2026-1-1-no.md", ".2026-01-01-h.md"):
        path = site.incidents / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    hidden = site.incidents / ".hidden"
    hidden.mkdir()
    (hidden / "2026-01-01-x.md").write_text("", encoding="utf-8")
    (site.incidents / "link").symlink_to(site.incidents / "b", target_is_directory=True)
    (site.incidents / "circle").symlink_to(site.incidents, target_is_directory=True)
    # Linked folders are named, so that they are reported; what is in them is not read.
    assert names(site) == ["2026-01-01-y.MD", "2026-01-01-é.md", "b/2026-02-02-x.md", "circle", "link"]


def test_a_report_with_a_wrong_name_is_found_by_its_keys(tmp_path: Path) -> None:
    site = load(tmp_path, mkdocs_yml=PLUGIN, incidents__about_md="---\ntitle: About us\n---\n\nstarted: never\n")
    report = "---\ntitle: Payments are down\ncomponents: {checkout: major-outage}\nstarted: 2026-11-22 01:00 UTC\n---\n"
    for name in ("Payments-Down.md", "20261122-payments.md", "payments.markdown"):
        (site.incidents / name).write_text(report, encoding="utf-8")
    assert names(site) == ["20261122-payments.md", "Payments-Down.md", "payments.markdown"]


def test_a_site_without_incidents_has_none_but_a_mistyped_folder_is_refused(tmp_path: Path) -> None:
    assert names(load(tmp_path, mkdocs_yml=PLUGIN)) == []
    site = load(tmp_path, mkdocs_yml="plugins:\n- straightup: {incidents_dir: incdents}\n")
    with pytest.raises(ConfigurationError, match="incdents is not a folder"):
        files.incident_files(site)


def test_files_are_read_as_they_are_and_shown_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = load(tmp_path, mkdocs_yml=PLUGIN)
    file = site.incidents / "sub" / "2026-01-01-x.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xff\r\n")
    monkeypatch.chdir(tmp_path)
    assert files.project_sources(site) == (
        Source("incidents/sub/2026-01-01-x.md", "2026-01-01-x", b"\xff\r\n", below="sub/2026-01-01-x.md"),
    )
    monkeypatch.chdir(file.parent)
    assert only(files.project_sources(site)).path == "2026-01-01-x.md"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert only(files.project_sources(site)).path == file.as_posix()


def test_named_files_are_read_whatever_they_are_called_and_each_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(tmp_path, incidents__note_md="n", incidents__x="")
    (tmp_path / "incidents" / "2026-01-01-x.md").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    given = [Path("incidents/note.md"), Path("incidents"), Path("incidents/../incidents/2026-01-01-x.md")]
    assert [source.path for source in files.sources(given)] == ["incidents/note.md", "incidents/2026-01-01-x.md"]
    with pytest.raises(ConfigurationError, match="no file or folder nothing"):
        files.sources([Path("nothing.md")])


def test_what_is_no_regular_file_is_reported_and_never_read(tmp_path: Path) -> None:
    site = load(tmp_path, mkdocs_yml=PLUGIN)
    site.incidents.mkdir()
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    (site.incidents / "2026-01-01-link.md").symlink_to(secret)
    (site.incidents / "2026-01-02-dangling.md").symlink_to(tmp_path / "nothing")
    (site.incidents / "2026-01-03-folder.md").mkdir()
    os.mkfifo(site.incidents / "2026-01-04-pipe.md")
    (site.incidents / "2026-01-05-device.md").symlink_to("/dev/zero")
    found = files.project_sources(site)
    assert [source.data for source in found] == [b""] * 5
    faults = [source.fault for source in found if source.fault]
    assert [fault.rule for fault in faults] == ["not-a-regular-file"] * 5
    assert [fault.message.split(" and")[0] for fault in faults] == [
        "This is a link to another file,",
        "This is a link to another file,",
        "This is a folder with the name of an incident file.",
        "This is not a regular file but a pipe, a socket or a device.",
        "This is a link to another file,",
    ]
    assert files.sources([site.incidents / "2026-01-03-folder.md"])[0].fault == faults[2]


def test_a_file_may_have_256_kib_and_not_a_byte_more(tmp_path: Path) -> None:
    site = load(tmp_path, mkdocs_yml=PLUGIN)
    site.incidents.mkdir()
    file = site.incidents / "2026-01-01-x.md"
    file.write_bytes(b"x" * MAX_BYTES)
    assert len(only(files.project_sources(site)).data) == MAX_BYTES
    os.truncate(file, 2**30)
    source = only(files.project_sources(site))
    assert source.data == b""
    assert source.fault is not None
    assert (source.fault.rule, source.fault.message) == (
        "too-large",
        "The file is larger than 256 KiB, so it was not read.",
    )


def test_a_file_that_cannot_be_read_costs_that_file_alone(tmp_path: Path) -> None:
    fault = files._read(tmp_path / "gone").fault
    assert fault is not None
    assert fault.message == "This cannot be read: No such file or directory."


def test_no_build_takes_the_place_of_its_own_sources_not_even_through_a_link(tmp_path: Path) -> None:
    site = load(tmp_path, mkdocs_yml=PLUGIN, incidents__about_md="")
    (tmp_path / "site").symlink_to(site.incidents)
    for target in (tmp_path, tmp_path.parent, site.incidents, tmp_path / "site"):
        with pytest.raises(ConfigurationError, match="would replace"):
            project.refuse_target(target, (site.root, site.docs_dir, site.incidents))
    project.refuse_target(tmp_path / "elsewhere", (site.root, site.docs_dir, site.incidents))


@pytest.mark.process
def test_finding_a_project_does_not_wait_for_mkdocs() -> None:
    code = "import sys, straightup.disk.project; sys.exit('mkdocs' in sys.modules or 'jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["docs", "incidents", "above/docs"])
def test_a_folder_of_the_site_that_is_a_link_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    (outside / "docs").mkdir(parents=True)
    (outside / "x.txt").write_text("not for the public", encoding="utf-8")
    config = draw(tmp_path / "site", mkdocs_yml=f"{PLUGIN}docs_dir: {name.replace('incidents', 'docs')}\n")
    link = tmp_path / "site" / name.partition("/")[0]
    link.symlink_to(outside)
    with pytest.raises(ConfigurationError, match="is a link that leads out of"):
        project.load(config)
    link.unlink()
    # What the settings name is meant, wherever it is, and a link within the site stays in it.
    config.write_text(f"{PLUGIN}docs_dir: ../outside\n", encoding="utf-8")
    (tmp_path / "site" / "real").mkdir()
    (tmp_path / "site" / "incidents").symlink_to("real")
    assert project.load(config).docs_dir == outside
