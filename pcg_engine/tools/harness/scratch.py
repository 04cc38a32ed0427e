"""Scratch folders and limits of the harness's sandboxed runs."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pcg_engine.ports import Limits
from pcg_engine.tools.harness.variants import Variant
from pcg_engine.tools.subject import Instruments

BASE_ENVIRONMENT = {
    "LC_ALL": "C",
    # Idle OpenMP threads sleep: spinning ones would slow whatever runs beside them.
    "OMP_WAIT_POLICY": "passive",
}


@contextmanager
def scratch_folder(instruments: Instruments) -> Generator[Path]:
    """A fresh folder under the workspace, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="run-", dir=instruments.workspace) as folder:
        path = Path(folder)
        # The sandbox may drop to another user, who has to write here.
        path.chmod(0o777)
        yield path


def limits_for(variant: Variant, limits: Limits) -> Limits:
    """``limits`` as the variant can bear them."""
    if variant.address_space_limit:
        return limits
    return replace(limits, address_space=False)
