"""The language models that the user has configured, as the configuration is now."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.language_model.configuration import (
    Models,
    configuration_file,
    read_models,
)
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import UsageError

UNCONFIGURED = (
    "no language model is configured: write a profile into config.toml, or set PCG_BASE_URL and "
    "PCG_MODEL (docs/models.md)"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The endpoint of a profile; where there is none, ``problem`` says why and what to do."""

    endpoint: Endpoint | None
    problem: str = ""


class ConfiguredModels:
    """Reads the configuration anew when its file has changed: not for the event loop."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._file = configuration_file(environment)
        self._stamp: tuple[int, int] | None = None
        self._models: Models | None = None

    def choose(self, profile: str) -> Chosen:
        """The profile of that name, or the default one."""
        models = self._read()
        told = "; ".join(models.problems)
        try:
            endpoint = models.endpoint(profile)
        except UsageError as error:
            return Chosen(None, "; ".join(filter(None, (error.sentence, told))))
        if endpoint is None:
            return Chosen(None, told or UNCONFIGURED)
        return Chosen(endpoint)

    def _read(self) -> Models:
        stamp = _stamp(self._file)
        if self._models is None or stamp != self._stamp:
            self._models = read_models(self._environment)
            self._stamp = stamp
        return self._models


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
