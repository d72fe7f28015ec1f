"""A mapping that remembers what it was asked, so that an answer that follows from it is known to hold elsewhere."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Asked(Mapping[Key, Value]):
    """`of`, as it is, and each question with its answer since `begin`."""

    def __init__(self, of: Mapping[Key, Value]) -> None:
        self.of = of
        self.begin()

    def begin(self) -> None:
        """Forgets what was asked so far."""
        self.answers: dict[Key, Value | None] = {}
        """By what was asked; None for what is not there."""
        self.all = False
        """Everything in it was asked for."""

    def holds(self, answers: Mapping[Key, Value | None]) -> bool:
        """Whether each question has the same answer here."""
        return all(self.of.get(key) == value for key, value in answers.items())

    def __getitem__(self, key: Key) -> Value:
        self.answers[key] = self.of.get(key)
        return self.of[key]

    def __contains__(self, key: object) -> bool:
        self.answers[key] = self.of.get(key)  # type: ignore[index, arg-type] # what is no key is not there
        return key in self.of

    def __iter__(self) -> Iterator[Key]:
        self.all = True
        return iter(self.of)

    def __len__(self) -> int:
        return len(self.of)
