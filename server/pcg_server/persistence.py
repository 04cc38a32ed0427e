"""Offers outlive the server: they come back when their file is opened again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine import __version__
from pcg_engine.adapters.store import SqliteStore
from pcg_engine.protocol.messages import Verification
from pcg_engine.protocol.reports import AttemptReport
from pcg_server.inquiry import Inquiry
from pcg_server.job import Anchor, Job
from pcg_server.jobs import Applied, Stale, Verified

if TYPE_CHECKING:
    from cattrs import Converter

_BYTES = 64 << 20
_OFFERS_KEPT = 100
"""Of one file; the oldest go."""


@dataclass(frozen=True, slots=True)
class StoredOffer:
    """What is kept of a job."""

    anchor: Anchor
    verification: Verification
    attempts: tuple[AttemptReport, ...]
    inquiry: Inquiry = Inquiry()


@dataclass(frozen=True, slots=True)
class _File:
    version: str
    offers: tuple[StoredOffer, ...]


class OfferStore:
    """The offers of each file, in SQLite; files not opened for long are forgotten first."""

    def __init__(self, folder: Path) -> None:
        self._store = SqliteStore(folder / "offers.sqlite", _BYTES)

    def save(self, uri: str, jobs: Iterable[Job]) -> None:
        """Keep the offers of ``jobs``, and what was kept for loops that have no job now."""
        offers = tuple(
            StoredOffer(job.anchor, job.state.verification, job.attempts, job.inquiry)
            for job in jobs
            if isinstance(job.state, Verified | Stale | Applied)
            and job.state.verification is not None
        )
        renewed = {offer.anchor.loop for offer in offers}
        others = tuple(one for one in self.load(uri) if one.anchor.loop not in renewed)
        kept = (*others, *offers)[-_OFFERS_KEPT:]
        content = _converter().unstructure(_File(__version__, kept))
        self._store.put(_key(uri), json.dumps(content).encode("ascii"))

    def load(self, uri: str) -> tuple[StoredOffer, ...]:
        """The offers of the file, whether or not they fit its text; none of another version."""
        data = self._store.get(_key(uri))
        if data is None:
            return ()
        try:
            content = _converter().structure(json.loads(data), _File)
        # cattrs raises groups of whatever the fields' constructors raise.
        except Exception:  # noqa: BLE001
            return ()
        return content.offers if content.version == __version__ else ()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _key(uri: str) -> str:
    return f"offers {uri}"


@cache
def _converter() -> Converter:
    from cattrs.preconf.json import make_converter

    return make_converter()
