"""What Jinja has made of a template is made once in a process, and never used where it would be something else."""

import pytest
from jinja2 import DictLoader, Environment, Template
from jinja2.ext import Extension
from jinja2.sandbox import SandboxedEnvironment

from straightup.outputs import compiled


def environment(text: str, **options: object) -> Environment:
    return Environment(loader=DictLoader({"a.html": text}), **options)  # type: ignore[arg-type]


def taken(made: Environment) -> tuple[Template, bool]:
    """The template, and whether nothing had to be compiled for it."""
    compiled.keep(made)
    compilations = []
    original = made.compile

    def compile_and_count(*given: object) -> object:
        compilations.append(given)
        return original(*given)  # type: ignore[call-overload]

    made.compile = compile_and_count  # type: ignore[method-assign, assignment]
    return made.get_template("a.html"), not compilations


@pytest.fixture(autouse=True)
def _nothing_from_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code of another test, nor of another run."""
    monkeypatch.setattr(compiled, "_place", [])
    monkeypatch.setattr(compiled, "_kept", {})


class Place:
    """Where code outlives a process."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def find(self, name: str) -> bytes | None:
        return self.files.get(name)

    def keep(self, name: str, data: bytes) -> None:
        self.files[name] = data


def test_code_outlives_the_process_where_there_is_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    text, place = "{{ 2 + 3 }} later", Place()
    compiled.keep_in(place)
    assert taken(environment(text))[1] is False
    (name,) = place.files
    monkeypatch.setattr(compiled, "_kept", {})
    again, was_there = taken(environment(text))
    assert (again.render(), was_there) == ("5 later", True)
    # Another text, and another setting, are other code.
    monkeypatch.setattr(compiled, "_kept", {})
    assert taken(environment(f"{text}!"))[1] is False
    assert taken(environment(text, autoescape=True))[1] is False
    assert len(place.files) == 3
    assert name in place.files


def test_the_same_text_is_compiled_once() -> None:
    text = "{{ 1 + 1 }} of the same"
    first, was_there = taken(environment(text))
    assert (first.render(), was_there) == ("2 of the same", False)
    second, was_there = taken(environment(text))
    assert (second.render(), was_there) == ("2 of the same", True)


def test_another_text_or_another_setting_is_compiled_for_itself() -> None:
    text = "{{ '<' }} in a setting\n"
    assert taken(environment(text))[0].render() == "< in a setting"
    assert taken(environment(f"{text}more"))[0].render() == "< in a setting\nmore"
    assert taken(environment(text, autoescape=True))[0].render() == "&lt; in a setting"
    assert taken(environment(text, keep_trailing_newline=True))[0].render() == "< in a setting\n"


class Louder(Extension):
    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return source.upper()


def test_nothing_is_kept_where_a_users_own_code_may_be_part_of_it() -> None:
    text = "{{ 'x'|mine }} and {{ 'y' }}"
    for answer in ("one", "two"):
        made = environment(text)
        made.filters["mine"] = lambda _, answer=answer: answer
        assert taken(made)[0].render() == f"{answer} and y"
    assert taken(environment("quiet", extensions=[Louder]))[0].render() == "QUIET"
    assert taken(environment("quiet"))[0].render() == "quiet"
    assert taken(environment("quiet", finalize=str.title))[1] is False
    sandbox = SandboxedEnvironment(loader=DictLoader({"a.html": "quiet"}))
    compiled.keep(sandbox)
    assert sandbox.bytecode_cache is None


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_MOST", 3)
    for number in range(9):
        assert taken(environment(f"bounded {number}"))[0].render() == f"bounded {number}"
    kept = environment("")
    compiled.keep(kept)
    assert len(vars(kept.bytecode_cache)["_code"]) <= 3
