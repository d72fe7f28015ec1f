"""Which kind of target an address is."""

from straightup.model.errors import ConfigurationError
from straightup.notifying.mail import Mail
from straightup.notifying.message import Target
from straightup.notifying.others import Chat
from straightup.notifying.web import Hub, Webhook


def target_of(address: str, name: str, feeds: tuple[str, ...]) -> Target:
    """What `address`, which stands in the environment variable `name`, leads to; `feeds` are those of the site.

    ConfigurationError where it leads nowhere; it says nothing of the address but its kind.
    """
    address = address.strip()
    try:
        if address.startswith(("smtp://", "smtps://")):
            return Mail.of(address)
        if address.startswith(("webhook+http://", "webhook+https://")):
            return Webhook.of(address)
        if address.startswith(("websub+http://", "websub+https://")):
            return Hub.of(address, feeds)
    except ConfigurationError as error:
        raise ConfigurationError(f"The address in {name} cannot be used. {error}") from None
    return Chat.of(address, name)
