"""The keys of endpoints: from the environment or the keyring, and never shown."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Mapping
from typing import Protocol, cast

from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable

SERVICE = "pcg"
"""Under which keys lie in the keyring; the user's name there is the profile's."""
_HIDDEN = "[key]"


class Key:
    """A secret that neither ``repr``, ``str``, a format nor a pickle tells."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """The secret itself: for the header of a request, nothing else."""
        return self._secret

    def redact(self, text: str) -> str:
        """``text`` without the secret, should someone have repeated it."""
        return text.replace(self._secret, _HIDDEN)

    def __repr__(self) -> str:
        return f"Key({_HIDDEN})"

    def __reduce__(self) -> str:
        raise TypeError("keys are not written anywhere")


def find_key(
    endpoint: Endpoint,
    environment: Mapping[str, str] = os.environ,
    keyring: Callable[[str, str], str | None] | None = None,
) -> Key | None:
    """The key of ``endpoint``: of the variable that it names, else of the keyring, else none.

    No other variable is looked at, whatever it is called. ``keyring`` looks a service and a user
    up (default: the ``keyring`` package, if it is installed). Raises ``EnvironmentUnavailable``
    (``endpoint-refused``) if the named variable is not set, or holds what cannot be a key.
    """
    if endpoint.key_variable:
        secret = environment.get(endpoint.key_variable, "").strip()
        if not secret:
            raise EnvironmentUnavailable(
                "endpoint-refused",
                f"the variable {endpoint.key_variable}, which should hold the key of the profile "
                f"'{endpoint.profile}', is not set",
                f"set {endpoint.key_variable} to the key that {endpoint.host} gave you",
            )
        return _checked(secret, f"the variable {endpoint.key_variable}", endpoint)
    secret = ((keyring or _from_keyring)(SERVICE, endpoint.profile) or "").strip()
    return _checked(secret, "the keyring", endpoint) if secret else None


def where_to_put_a_key(endpoint: Endpoint) -> str:
    """What a user without a good key should do next."""
    if endpoint.key_variable:
        return f"set {endpoint.key_variable} to a key that {endpoint.host} accepts"
    return (
        f"put the key into a variable and name that as key_variable of the profile "
        f"'{endpoint.profile}', or into the keyring: keyring set {SERVICE} {endpoint.profile}"
    )


def _checked(secret: str, place: str, endpoint: Endpoint) -> Key:
    # It becomes a line of a header, and an HTTP library would repeat a bad one in its message.
    if not secret.isascii() or not secret.isprintable() or " " in secret:
        raise EnvironmentUnavailable(
            "endpoint-refused",
            f"{place} holds something that cannot be the key of the profile '{endpoint.profile}'",
            "a key is one line of letters, digits and signs, without spaces",
        )
    return Key(secret)


class _Keyring(Protocol):
    def get_password(self, service_name: str, username: str) -> str | None: ...


def _from_keyring(service: str, user: str) -> str | None:
    try:
        keyring = cast("_Keyring", importlib.import_module("keyring"))
        errors = importlib.import_module("keyring.errors")
    except ImportError:
        return None
    try:
        return keyring.get_password(service, user)
    except errors.KeyringError:
        # No keyring on this machine, or one that stays locked: as if it held nothing.
        return None
