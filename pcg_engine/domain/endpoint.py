"""Which language model is asked, where, and what that costs."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class ModelSize(StrEnum):
    """Large models are told what went wrong; small ones are asked again (paper: the Tools)."""

    LARGE = "large"
    SMALL = "small"


class Structure(StrEnum):
    """How an answer of a given shape is asked for.

    ``auto`` tries a JSON schema, and does without once the endpoint has refused it.
    """

    AUTO = "auto"
    SCHEMA = "schema"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Price:
    """Money for a million tokens, in the currency of whoever sells them."""

    prompt: float = 0.0
    completion: float = 0.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One profile of the user's configuration.

    ``key_variable`` names the environment variable that holds the key; without it the key is looked
    up in the keyring under the service ``pcg`` and the profile's name. ``requests_per_minute`` 0
    means no limit. ``timeout`` is in seconds, for the first and between two pieces of an answer;
    ``context_tokens`` bounds question and answer together.
    """

    profile: str
    base_url: str
    model: str
    key_variable: str = ""
    size: ModelSize = ModelSize.LARGE
    structure: Structure = Structure.AUTO
    temperature: float | None = None
    max_tokens: int = 8192
    context_tokens: int = 32_768
    timeout: float = 120.0
    requests_per_minute: int = 0
    concurrency: int = 4
    price: Price = Price()

    @property
    def host(self) -> str:
        """The host (and port, if one is given) that code is sent to."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    @property
    def is_local(self) -> bool:
        """Whether it is this machine, so that nothing leaves it."""
        name = urlsplit(self.base_url).hostname or ""
        if name == "localhost":
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False
