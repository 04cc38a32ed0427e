"""What is written down of a run, so that it can be gone through again exactly."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RunBegan:
    """What was asked for; ``digest`` is that of the file, ``endpoint`` holds no key."""

    version: str
    file: str
    digest: str
    settings: Settings
    endpoint: Endpoint | None


@dataclass(frozen=True, slots=True)
class ActionTaken:
    """What the policy chose: ``edit``, ``evaluate``, ``reset``, or ``stop`` for a ``reason``."""

    nest: str
    action: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    """What became of a candidate, named by the digest of its edits.

    ``challenged`` if it was found on inputs that the model named, ``confirmed`` if it was the
    second measurement, of what is then shown.
    """

    nest: str
    candidate: str
    verdict: Verdict
    confirmed: bool = False
    challenged: bool = False


@dataclass(frozen=True, slots=True)
class OrderFound:
    """In what order candidates are verified, named as in ``VerdictGiven``; ratios of trials.

    ``worst`` are those on hostile inputs; empty in runs that were recorded before there were any.
    """

    nest: str
    candidates: tuple[str, ...]
    ratios: tuple[float | None, ...]
    worst: tuple[float | None, ...] = ()


RunEntry = RunBegan | ActionTaken | VerdictGiven | OrderFound
