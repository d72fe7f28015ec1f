"""Chats and everything else that apprise knows, which comes with `straightup[notify]` and is loaded only here."""

from dataclasses import dataclass
from typing import Any

from straightup.model.errors import ConfigurationError
from straightup.notifying.message import DeliveryError, Message


@dataclass(frozen=True, slots=True)
class Chat:
    """One address of apprise's. It does not say whether a repetition is one, so what it gets it gets at least once."""

    sender: Any

    @classmethod
    def of(cls, address: str, name: str) -> "Chat":
        """ConfigurationError without apprise, or for an address that it does not know; `name` stands for that."""
        try:
            from apprise import Apprise
        except ImportError as error:
            raise ConfigurationError(
                f"{name} is told by way of apprise, which is not installed here. Install “straightup[notify]”."
            ) from error
        # One for each address: of several it does not say which of them failed.
        sender = Apprise()
        if not sender.add(address):
            raise ConfigurationError(
                f"The address in {name} is none that can be told. Chats: https://github.com/caronc/apprise/wiki. "
                "E-mail: smtps://USER:PASSWORD@HOST:465/?from=…&to=…. Webhooks: webhook+https://HOST/PATH#whsec_SECRET."
            )
        return cls(sender)

    def send(self, message: Message) -> None:
        taken = self.sender.notify(title=message.title, body=f"{message.text}\n\n{message.url}", body_format="text")
        if not taken:
            raise DeliveryError("it was not taken; apprise says no more")
