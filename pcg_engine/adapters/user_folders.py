"""The user's folders, by the XDG base directory specification."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def configuration_folder(environment: Mapping[str, str]) -> Path:
    """PCG's folder for what the user writes."""
    return _below(environment, "XDG_CONFIG_HOME", (".config",))


def cache_folder(environment: Mapping[str, str]) -> Path:
    """PCG's folder for what can be computed again."""
    return _below(environment, "XDG_CACHE_HOME", (".cache",))


def data_folder(environment: Mapping[str, str]) -> Path:
    """PCG's folder for what the user wants kept."""
    return _below(environment, "XDG_DATA_HOME", (".local", "share"))


def state_folder(environment: Mapping[str, str]) -> Path:
    """PCG's folder for what should last."""
    return _below(environment, "XDG_STATE_HOME", (".local", "state"))


def _below(environment: Mapping[str, str], variable: str, usual: tuple[str, ...]) -> Path:
    base = environment.get(variable, "")
    # The specification says that a relative path must be ignored.
    if base.startswith("/"):
        return Path(base) / "pcg"
    try:
        return Path.home().joinpath(*usual) / "pcg"
    except RuntimeError:
        # A user without a home folder, as in containers.
        return Path("/nonexistent/pcg")
