"""Makes inputs of every size, shape and style that a signature and its facts allow."""

from __future__ import annotations

from pcg_engine.tools.harness.cases import (
    AliasPartition,
    AliasShape,
    Case,
    CaseSpec,
    Style,
)
from pcg_engine.tools.harness.prepare import Harness

__all__ = ["AliasPartition", "AliasShape", "Case", "CaseSpec", "Style", "make_case"]


def make_case(harness: Harness, spec: CaseSpec) -> Case | None:
    """The input that ``spec`` asks for; ``None`` if the signature does not permit it.

    Deterministic. ``spec.size`` drives every size-like parameter and container; sizes that are
    multiplied with each other get roots of it, and different ones, so that no two dimensions are
    equal by accident.
    """
    raise AssertionError((harness, spec))
