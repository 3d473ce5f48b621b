"""How the key goes into a request, and how it is kept out of everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nanobanana_desktop.errors import CredentialsError, ErrorCase
from nanobanana_desktop.secret import Secret

KeySource = Callable[[], Secret | None]
"""Asked for every request, so that a key that was removed is not used again."""

_MASK: Final = "••••"
_SHORTEST_MASKED: Final = 4


def usable_key(source: KeySource) -> Secret:
    """The key of the moment.

    Raises CredentialsError: KEY_MISSING, or INVALID_KEY for characters that no header can carry
    (the HTTP library would put the whole header into its error).
    """
    secret = source()
    if not secret:
        raise CredentialsError(ErrorCase.KEY_MISSING, "no key")
    if not all("!" <= character <= "~" for character in secret.reveal()):
        detail = "the key holds characters that no key has"
        raise CredentialsError(ErrorCase.INVALID_KEY, detail)
    return secret


def authorization(secret: Secret) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret.reveal()}"}


def scrubber(secret: Secret) -> Callable[[str], str]:
    """Removes the key from texts: an answer may repeat what it was sent."""

    def scrub(text: str) -> str:
        value = secret.reveal()
        return text.replace(value, _MASK) if len(value) >= _SHORTEST_MASKED else text

    return scrub
