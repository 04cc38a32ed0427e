"""Facts and results as plain values: what ``--json`` prints and what the worker sends.

Field names are those of the JSON contract; lines and columns are 1-based, columns in bytes.
``reporting`` makes these values; whoever only reads them loads nothing else of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.confirmation import needs_confirmation
from pcg_engine.domain.source import Location

LINKED = "that file is read, built and tested with this one"
"""What becomes of an assumption that a function is what another file defines."""


@dataclass(frozen=True, slots=True)
class ReasonReport:
    """Why a loop is sequential or unknown; ``locations`` are the references of a dependence."""

    code: str
    message: str
    locations: tuple[Location, ...]
    distance: int | None


@dataclass(frozen=True, slots=True)
class AssumptionReport:
    """What a verdict rests on; ``guard`` is the C++ condition that checks it, if any."""

    code: str
    message: str
    guard: str | None

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person has to confirm it before the offer is applied."""
        return needs_confirmation(self.code, self.guard)


@dataclass(frozen=True, slots=True)
class EstimateReport:
    """An estimated speedup with its range."""

    speedup: float
    low: float
    high: float
    threads: int


@dataclass(frozen=True, slots=True)
class LoopReport:
    """LOOP of the contract (``with_`` is its ``with``)."""

    id: str
    line: int
    end_line: int
    function: str
    kind: str
    parallelizability: str
    with_: tuple[str, ...]
    reasons: tuple[ReasonReport, ...]
    assumptions: tuple[AssumptionReport, ...]
    hotness: float
    estimate: EstimateReport | None


@dataclass(frozen=True, slots=True)
class RepairReport:
    """How a wrong directive is made right: by ``directive``, or (``None``) by removing it."""

    directive: str | None


@dataclass(frozen=True, slots=True)
class MisuseReport:
    """MISUSE of the contract: a certain fault of an existing OpenMP directive.

    ``line`` and ``column`` are those of the directive, ``loop_id`` is that of its loop. Without a
    ``repair`` only a rewritten loop can be right.
    """

    code: str
    catalog: str | None
    message: str
    line: int
    column: int
    loop_id: str
    repair: RepairReport | None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One check of a candidate."""

    name: str
    outcome: str
    code: str
    detail: str
    counterexample: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class AttemptReport:
    """One candidate and what became of it; ``speedup`` is measured.

    ``variant`` tells a rule's parameters where they are not its usual ones.
    """

    origin: str
    workflow: str
    verdict: str
    reason_code: str
    reason: str
    speedup: float | None
    checks: tuple[CheckReport, ...]
    variant: str = ""


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """A pair from memory; ``source`` says whose it is, ``similarity`` to what, from -1 to 1."""

    title: str
    category: str
    source: str
    speedup: float
    similarity: float


@dataclass(frozen=True, slots=True)
class OfferReport:
    """OFFER of the contract: ``text`` is the function after the edit.

    ``variant`` tells a rule's parameters where they are not its usual ones.
    """

    origin: str
    workflow: str
    evidence: str
    speedup: float | None
    low: float | None
    high: float | None
    threads: int | None
    max_relative_error: float
    checks: tuple[CheckReport, ...]
    assumptions: tuple[AssumptionReport, ...]
    diff: str
    text: str
    variant: str = ""


@dataclass(frozen=True, slots=True)
class ResultReport:
    """RESULT of the contract: what trying a loop nest, or judging a function, came to."""

    loop_id: str | None
    line: int
    function: str
    verdict: str
    reason_code: str
    reason: str
    offer: OfferReport | None
    candidates: tuple[AttemptReport, ...]


@dataclass(frozen=True, slots=True)
class ApplicationReport:
    """How much faster the project's benchmark is; ``busy_processors`` were used by others."""

    speedup: float
    low: float
    high: float
    confidence: float
    pairs: int
    threads: int
    original: float
    candidate: float
    measure: str
    busy_processors: float


@dataclass(frozen=True, slots=True)
class AmdahlReport:
    """The loops' share of the time and the bound that follows.

    ``source`` is ``timed`` or ``speedups``; a bound of ``None`` is none at all.
    """

    source: str
    share: float
    share_low: float
    share_high: float
    bound: float | None
    bound_low: float | None
    bound_high: float | None


@dataclass(frozen=True, slots=True)
class BuildChangeReport:
    """An edit of a build file that OpenMP needs."""

    path: str
    diff: str


@dataclass(frozen=True, slots=True)
class ProjectStepReport:
    """One step in a copy of the project."""

    name: str
    subject: str
    succeeded: bool
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ProjectOnlyReport:
    """A candidate that is no offer: proved, and tested by the project's own tests only."""

    function: str
    origin: str
    workflow: str
    why: str
    verdict: str
    reason_code: str
    reason: str
    application: ApplicationReport | None
    diff: str


@dataclass(frozen=True, slots=True)
class ProjectReport:
    """PROJECT of the contract: what the user's own build, tests and benchmark said of the offers.

    ``verdict`` is ``accepted``, ``refuted``, ``inconclusive``, ``unavailable``, or ``None`` where
    there was no offer.
    """

    root: str
    origin: str
    build: str
    test: str
    bench: str
    openmp: str
    verdict: str | None
    reason_code: str
    reason: str
    application: ApplicationReport | None
    amdahl: tuple[AmdahlReport, ...]
    untimed: str
    changes: tuple[BuildChangeReport, ...]
    awakened: tuple[str, ...]
    steps: tuple[ProjectStepReport, ...]
    project_only: tuple[ProjectOnlyReport, ...]


@dataclass(frozen=True, slots=True)
class CapturedCallReport:
    """A recorded call that was replayed: ``description`` says what it was given."""

    number: int
    seconds: float
    bytes: int
    description: str


@dataclass(frozen=True, slots=True)
class DroppedCallReport:
    """A recorded call that cannot be used, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class CaptureReport:
    """What one function was given in a run of the user's program.

    ``command`` is what was run, for people; of ``total_calls`` those in ``calls`` are kept in
    ``folder``. ``refused`` calls could not be recorded, the first of them for ``refusal``. Unless
    ``is_whole`` the program did not end normally (``note``), and there may have been more calls.
    """

    function: str
    line: int
    command: str
    folder: str
    total_calls: int
    total_seconds: float
    is_whole: bool
    calls: tuple[CapturedCallReport, ...]
    dropped: tuple[DroppedCallReport, ...]
    refused: int
    refusal: str
    note: str
