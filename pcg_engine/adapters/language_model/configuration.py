"""Which models the user has configured: ``config.toml`` in PCG's folder, and three variables.

::

    model = "local"                     # the profile that is used where none is named

    [models.local]
    base_url = "http://localhost:11434/v1"
    model = "qwen2.5-coder:14b"

The members of a profile are those of ``Endpoint``. ``PCG_BASE_URL`` makes a profile of its own,
named ``environment``; ``PCG_MODEL`` and ``PCG_KEY_VARIABLE`` change the profile that is used.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pcg_engine.adapters.language_model.profile_table import read_profile, unknown_field
from pcg_engine.adapters.user_folders import configuration_folder
from pcg_engine.domain.endpoint import Endpoint, Price
from pcg_engine.domain.errors import UsageError

FROM_ENVIRONMENT = "environment"
"""The profile that ``PCG_BASE_URL`` makes."""
_KEY_VARIABLE = "PCG_API_KEY"
_VARIABLES = {
    "base_url": "PCG_BASE_URL",
    "model": "PCG_MODEL",
    "key_variable": "PCG_KEY_VARIABLE",
}


@dataclass(frozen=True, slots=True)
class Models:
    """The profiles; ``default`` is the one used where none is named (empty: no model is asked).

    ``problems`` are sentences about what was wrong and is as if left out, one a field.
    """

    endpoints: tuple[Endpoint, ...] = ()
    default: str = ""
    problems: tuple[str, ...] = ()

    def endpoint(self, profile: str = "") -> Endpoint | None:
        """The profile of that name, or the default one; ``None`` if nothing is configured.

        Raises ``UsageError`` if ``profile`` is given and there is none of that name.
        """
        wanted = profile or self.default
        for endpoint in self.endpoints:
            if endpoint.profile == wanted:
                return endpoint
        if not profile:
            return None
        names = ", ".join(endpoint.profile for endpoint in self.endpoints)
        raise UsageError(
            "no-such-profile",
            f"no model profile is named '{profile}'" + (f"; there are: {names}" if names else ""),
            f"write [models.{profile}] with base_url and model into config.toml",
        )


def configuration_file(environment: Mapping[str, str]) -> Path:
    """Where the user's configuration is."""
    return configuration_folder(environment) / "config.toml"


def read_models(environment: Mapping[str, str], path: Path | None = None) -> Models:
    """What the user has configured in ``path`` (default: ``configuration_file``) and the variables.

    Never raises: what is wrong is among the ``problems``.
    """
    path = configuration_file(environment) if path is None else path
    problems: list[str] = []
    models = _from_file(path, problems)
    models = _with_environment(models, environment, problems)
    return dataclasses.replace(models, problems=tuple(problems))


def _from_file(path: Path, problems: list[str]) -> Models:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Models()
    except (OSError, ValueError, RecursionError) as error:
        # Not the text of the error of a bad line: a key may be written there.
        reason = error.strerror if isinstance(error, OSError) else _place(error)
        problems.append(f"{path}: cannot be read ({reason}): no model is configured")
        return Models()
    problems.extend(
        unknown_field(f"{path}: {name}", name, "")
        for name in content
        if name not in ("model", "models")
    )
    tables = content.get("models", {})
    if not isinstance(tables, dict):
        problems.append(f"{path}: models: write each profile as a table [models.NAME]")
        tables = {}
    endpoints: list[Endpoint] = []
    for name, table in cast("dict[str, Any]", tables).items():
        endpoint = read_profile(f"{path}: models.{name}", name, table, problems)
        if endpoint is not None:
            endpoints.append(endpoint)
    names = [endpoint.profile for endpoint in endpoints]
    default = content.get("model", names[0] if len(names) == 1 else "")
    if default not in (*names, ""):
        there = ", ".join(names) or "none"
        problems.append(f"{path}: model: names no profile that can be used (there are: {there})")
        default = ""
    elif not default and names:
        problems.append(f'{path}: no model = "NAME" says which profile to use; none is')
    return Models(tuple(endpoints), default)


def _place(error: Exception) -> str:
    found = re.search(r"at line \d+, column \d+", str(error))
    return f"it is no TOML {found.group()}" if found else "it is no TOML in UTF-8"


def _with_environment(
    models: Models, environment: Mapping[str, str], problems: list[str]
) -> Models:
    given = {
        field: environment[variable]
        for field, variable in _VARIABLES.items()
        if environment.get(variable)
    }
    if not given:
        return models
    used = models.endpoint()
    if "base_url" in given:
        return _with_another_place(models, used, given, environment, problems)
    if used is None:
        names = " and ".join(_VARIABLES[field] for field in given)
        problems.append(f"{names}: there is no profile to change; set PCG_BASE_URL as well")
        return models
    table = {"base_url": used.base_url, "model": used.model, **given}
    read = read_profile("the environment", used.profile, table, problems)
    if read is None:
        return models
    changed = dataclasses.replace(
        used, model=read.model, key_variable=read.key_variable or used.key_variable
    )
    endpoints = tuple(changed if one is used else one for one in models.endpoints)
    return Models(endpoints, models.default)


def _with_another_place(
    models: Models,
    used: Endpoint | None,
    given: Mapping[str, str],
    environment: Mapping[str, str],
    problems: list[str],
) -> Models:
    table = dict(given)
    # The key of the place in the file is not for this one.
    if "key_variable" not in table and environment.get(_KEY_VARIABLE):
        table["key_variable"] = _KEY_VARIABLE
    if used is not None:
        table.setdefault("model", used.model)
    if "model" not in table:
        problems.append("PCG_BASE_URL is set: set PCG_MODEL too, to say which model to ask there")
        return models
    read = read_profile("the environment", FROM_ENVIRONMENT, table, problems)
    if read is None:
        return models
    made = dataclasses.replace(
        read if used is None else used,
        profile=FROM_ENVIRONMENT,
        base_url=read.base_url,
        model=read.model,
        key_variable=read.key_variable,
        price=Price(),
    )
    others = (one for one in models.endpoints if one.profile != FROM_ENVIRONMENT)
    return Models((*others, made), FROM_ENVIRONMENT)
