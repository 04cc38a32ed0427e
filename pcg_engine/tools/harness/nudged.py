"""Inputs that differ in the last digit only: a steady computation makes the same of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.recorded import DamagedRecord, float_runs
from pcg_engine.tools.harness.signature import Signature


def nudged(signature: Signature, case: Case, seed: int) -> Case | None:
    """``case`` with each floating-point number of its arrays one unit in the last place off.

    Up or down, as ``seed`` says. Zeros, infinities and NaN stay as they are, and signs too.
    ``None`` where the input has no such arrays.
    """
    try:
        runs = float_runs(signature, case.encoded)
    except DamagedRecord:
        return None
    if not runs:
        return None
    random = np.random.default_rng(seed)
    encoded = bytearray(case.encoded)
    for layout, start, count in runs:
        values = np.frombuffer(encoded, layout.code, count, start)
        target = np.where(random.integers(0, 2, count) == 1, np.inf, -np.inf).astype(values.dtype)
        with np.errstate(all="ignore"):
            moved = np.nextafter(values, target)
        keeps = (values == 0) | ~np.isfinite(values) | ~np.isfinite(moved) | (moved == 0)
        values[:] = np.where(keeps, values, moved)
    return replace(case, encoded=bytes(encoded))
