"""What the server and its worker process say to each other.

A worker serves one request after the other, in the order in which they come; ``Cancel`` takes
effect at once. Every request is answered by exactly one final event: ``Analysed``, ``Concluded``,
``Captured``, ``Diagnosed``, ``Cleared``, ``Kept`` or ``Failed``. No message holds a key: the worker
finds those of the endpoints itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import Edit, Span
from pcg_engine.domain.toolchain import CompileCommand, Finding
from pcg_engine.protocol.reports import (
    CaptureReport,
    ExampleReport,
    LoopReport,
    OfferReport,
    ProjectReport,
    ResultReport,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A file as its editor has it, which need not be as it is on disk, and how it is compiled."""

    path: str
    data: bytes
    command: CompileCommand


@dataclass(frozen=True, slots=True)
class Analyze:
    """Say of every loop whether it can be parallelised. Nothing is built or run."""

    id: int
    text: Text


@dataclass(frozen=True, slots=True)
class Assistance:
    """The language model that may be asked: that of the user's ``profile``, if it is at ``host``.

    The user has agreed to code of this file being sent there, or nothing leaves the machine.
    """

    profile: str
    host: str


@dataclass(frozen=True, slots=True)
class InProject:
    """The project at ``root`` has to accept the result.

    The user has agreed to its commands, those with this ``digest``, being run: the worker reads
    them itself, and runs no others.
    """

    root: str
    digest: str


@dataclass(frozen=True, slots=True)
class Parallelize:
    """Propose and verify code for the loop nest that ``settings.loop`` names.

    Without ``assistance`` the rules work alone, whatever the settings say. Without ``project``
    none of the project's own commands is run; with it there is no offer before the project has
    accepted it.
    """

    id: int
    text: Text
    settings: Settings
    assistance: Assistance | None = None
    project: InProject | None = None


@dataclass(frozen=True, slots=True)
class ProgramRun:
    """A run of the user's own program, to which the user has agreed.

    ``build`` is a command line for the shell; the program is built in a copy of the folder ``tree``
    and then run by ``words``, both in ``folder``. Without ``build`` the file alone makes the
    program, and ``words`` are its arguments.
    """

    words: tuple[str, ...]
    folder: str
    build: str = ""
    tree: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """Run the program once, and keep what the function of the loop at ``line`` is given in it.

    What is kept is used by later requests. ``line`` is 1-based; ``seconds`` is how long the program
    may run.
    """

    id: int
    text: Text
    line: int
    program: ProgramRun
    seconds: float


@dataclass(frozen=True, slots=True)
class Diagnose:
    """Say which tools were found, and what a missing one costs."""

    id: int
    compiler: str | None


@dataclass(frozen=True, slots=True)
class ClearCache:
    """Remove what is kept from one run to the next."""

    id: int


@dataclass(frozen=True, slots=True)
class KeepApplied:
    """Keep a version that the user has applied as an example in their own memory.

    ``slow`` and ``fast`` are the text of ``function`` before and after, ``speedup`` is what was
    measured on ``threads`` threads.
    """

    id: int
    function: str
    slow: str
    fast: str
    speedup: float
    threads: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop serving request ``id``; without effect once it has been answered."""

    id: int


Request = Analyze | Parallelize | Capture | Diagnose | ClearCache | KeepApplied
Message = Request | Cancel


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file that a result rests on besides the text itself; ``digest`` is SHA-256, in hex."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class LoopAnalysis:
    """One loop as an editor shows it.

    ``summary`` is the verdict in words. ``function_line`` is the 1-based line of the enclosing
    function's start, so that lines inside it can be carried along when it moves. ``parent`` is
    the id of the directly enclosing loop. ``is_openmp`` tells that a directive applies already.
    """

    report: LoopReport
    summary: str
    function_line: int
    parent: str | None
    is_openmp: bool
    proved: bool


@dataclass(frozen=True, slots=True)
class MisuseAnalysis:
    """A certain fault of the OpenMP directive at ``directive``, which applies to ``loop``.

    ``text`` tells it in words. ``removal`` are the edits that remove the directive, where that is
    what repairs it.
    """

    loop: str
    code: str
    text: str
    directive: Span
    removal: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker's first word."""

    version: str
    process: int


@dataclass(frozen=True, slots=True)
class Noted:
    """A sentence about the machine: something is missing, and what that costs."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Analysed:
    """All loops of the file, outer before inner; ``errors`` are the compiler's, as sentences."""

    id: int
    loops: tuple[LoopAnalysis, ...]
    errors: tuple[str, ...]
    misuses: tuple[MisuseAnalysis, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """So many candidates will be judged for the loop."""

    id: int
    candidates: int


@dataclass(frozen=True, slots=True)
class Checking:
    """A check begins: ``number`` of ``total`` of this candidate, the ``candidate``-th."""

    id: int
    workflow: str
    candidate: int
    check: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate's checks have ended; ``speedup`` is that of one that was verified."""

    id: int
    origin: str
    workflow: str
    verdict: str
    reason: str
    speedup: float | None = None


@dataclass(frozen=True, slots=True)
class Recalled:
    """Examples that the model is shown, the most similar first."""

    id: int
    examples: tuple[ExampleReport, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question goes to ``model`` at ``host``: the ``turn``-th of a conversation, from 1.

    ``prompt`` names what is asked for, and in which version.
    """

    id: int
    model: str
    host: str
    prompt: str
    turn: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Its answer came; a ``cached`` one cost nothing. ``money`` is in the endpoint's currency."""

    id: int
    model: str
    prompt: str
    tokens: int
    money: float
    seconds: float
    cached: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The model is not asked any more for this loop: it failed, or may cost no more."""

    id: int
    model: str
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class StepBegun:
    """Something is done in a copy of the user's project: ``command`` is what is run, if anything.

    ``step`` is a ``StepName``.
    """

    id: int
    step: str
    command: str


@dataclass(frozen=True, slots=True)
class StepEnded:
    """It ended; ``detail`` says what is wrong where it did not succeed."""

    id: int
    step: str
    succeeded: bool
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Verification:
    """An offer with what is needed to apply it later.

    ``edits`` are those of the text that was sent; ``files`` are the user's other files that were
    read, as they were. ``project`` is what the user's project said of it, where it was asked.
    """

    offer: OfferReport
    edits: tuple[Edit, ...]
    files: tuple[FileStamp, ...]
    project: ProjectReport | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A first or better offer; the work goes on while the budget lasts."""

    id: int
    verification: Verification


@dataclass(frozen=True, slots=True)
class Concluded:
    """The loop nest was tried; ``verification`` belongs to the offer of ``result``, if any.

    ``project`` is what the user's project said, where it was asked, also without an offer.
    """

    id: int
    result: ResultReport
    verification: Verification | None
    project: ProjectReport | None = None


@dataclass(frozen=True, slots=True)
class CaptureStage:
    """How far a capture is, in words."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Captured:
    """What was captured is kept, and used from now on."""

    id: int
    report: CaptureReport


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """What ``pcg doctor`` tells."""

    id: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Cleared:
    """The cache is empty."""

    id: int
    folder: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The example is in the user's memory; without ``is_new`` it was there already."""

    id: int
    is_new: bool


class FailureKind(StrEnum):
    """Whose failure it was."""

    USAGE = "usage"
    ENVIRONMENT = "environment"
    CANCELLED = "cancelled"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Failed:
    """The request could not be served; ``hint`` says what to do next."""

    id: int
    kind: FailureKind
    code: str
    message: str
    hint: str


Event = (
    Ready
    | Noted
    | Analysed
    | Proposed
    | Checking
    | Judged
    | Recalled
    | Asked
    | Answered
    | Unanswered
    | StepBegun
    | StepEnded
    | Offered
    | Concluded
    | CaptureStage
    | Captured
    | Diagnosed
    | Cleared
    | Kept
    | Failed
)
Final = Analysed | Concluded | Captured | Diagnosed | Cleared | Kept | Failed
