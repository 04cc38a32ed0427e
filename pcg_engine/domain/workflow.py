"""What a language model is asked for (paper: the Planning component)."""

from __future__ import annotations

from enum import StrEnum


class Workflow(StrEnum):
    """A way of asking.

    ``parallel``: OpenMP; ``serial``: a faster serial version; ``any``: whatever is fastest, OpenMP
    being an option; ``multi-stage``: serial first, then OpenMP on the result of that.
    """

    PARALLEL = "parallel"
    SERIAL = "serial"
    ANY = "any"
    MULTI_STAGE = "multi-stage"
