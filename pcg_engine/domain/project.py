"""The user's project as a whole: its commands, and what came of running them with a candidate."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.verdict import Outcome


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The most seconds that one run of a command may take.

    ``bench_total`` is about how long all timed runs together go on.
    """

    build: float = 1800.0
    test: float = 900.0
    bench: float = 300.0
    bench_total: float = 120.0


@dataclass(frozen=True, slots=True)
class BenchMeasure:
    """What of a run of ``bench`` is compared: its wall time, or a number that it prints.

    ``pattern`` is a regular expression, whose first group is the number; its last match counts.
    """

    pattern: str = ""
    higher_is_better: bool = False


@dataclass(frozen=True, slots=True)
class ProjectCommands:
    """The ``[project]`` table of a ``.pcg.toml``, or what was found without one.

    Commands are shell command lines, run in the folder ``root`` (absolute); an empty one is not
    there. ``openmp_build`` builds with OpenMP where PCG is not to edit the build for it.
    ``environment`` is set besides a small usual one; ``readable`` are folders outside of the
    project and the system's own that the commands need; ``left_out`` are paths in ``root`` that are
    not copied. ``origin`` says where all this comes from.
    """

    root: str
    build: str
    test: str = ""
    bench: str = ""
    openmp_build: str = ""
    measure: BenchMeasure = BenchMeasure()
    limits: TimeLimits = TimeLimits()
    environment: tuple[tuple[str, str], ...] = ()
    readable: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    origin: str = ""

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of all that decides what is run, where, and what it gets to see.

        Whoever agreed to these commands agreed to no others.
        """
        decisive = (
            *(self.root, self.build, self.test, self.bench, self.openmp_build),
            *(self.environment, self.readable, self.left_out),
        )
        return hashlib.sha256(json.dumps(decisive).encode("ascii")).hexdigest()


class StepName(StrEnum):
    """What is done in the copies of the project, in this order."""

    COPY = "copy"
    BUILD = "build"
    TEST = "test"
    OPENMP = "openmp"
    CANDIDATE_BUILD = "candidate-build"
    CANDIDATE_TEST = "candidate-test"
    ORIGINAL_TEST = "original-test"
    BENCH = "bench"
    SHARE = "loop-share"
    REACH = "loop-reached"


@dataclass(frozen=True, slots=True)
class ProjectStep:
    """One step that was made; ``detail`` says what is wrong where it did not succeed.

    ``subject`` names the candidate, where there is one.
    """

    name: StepName
    succeeded: bool
    detail: str
    seconds: float
    subject: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationSpeedup:
    """How much faster the whole program is: median of paired ratios with a confidence interval.

    ``original`` and ``candidate`` are medians of what was measured, in the units of ``measure``.
    ``foreign`` is how many processors others used, where that could not be waited for.
    """

    ratio: float
    low: float
    high: float
    confidence: float
    pairs: int
    threads: int
    original: float
    candidate: float
    measure: str
    foreign: float = 0.0


class ShareSource(StrEnum):
    """From what the loops' share of the time is known."""

    TIMED = "timed"
    """Timers around the loops, of the time that the programs of ``bench`` live."""
    SPEEDUPS = "speedups"
    """Both speedups, by Amdahl's law, of what ``bench`` measures."""


@dataclass(frozen=True, slots=True)
class AmdahlBound:
    """The share of the time that the loops take, and the speedup of the whole that this bounds.

    A timed share has the least and the largest of a few runs for its interval, a computed one what
    the intervals of both speedups allow. A bound of ``None`` is none at all: the loops may be the
    whole program.
    """

    source: ShareSource
    share: float
    share_low: float
    share_high: float

    @property
    def bound(self) -> float | None:
        """The speedup that no speedup of the loops exceeds."""
        return amdahl(self.share)

    @property
    def bound_low(self) -> float | None:
        """The same for the lower end of the share."""
        return amdahl(self.share_low)

    @property
    def bound_high(self) -> float | None:
        """The same for its upper end."""
        return amdahl(self.share_high)


def amdahl(share: float) -> float | None:
    """The largest speedup of a program of which ``share`` takes no time any more.

    G. M. Amdahl, “Validity of the single processor approach to achieving large scale computing
    capabilities”, AFIPS 1967. ``None`` if that is no bound.
    """
    return None if share >= 1.0 else 1 / (1 - share)


@dataclass(frozen=True, slots=True)
class BuildChange:
    """An edit of a build file (``path`` relative to the root) that switches OpenMP on."""

    path: str
    diff: str


@dataclass(frozen=True, slots=True)
class ProjectTrial:
    """What came of one text of the file in the project: ``PASSED`` or why not.

    ``application`` is there if ``bench`` was named and could be measured.
    """

    outcome: Outcome
    code: str
    reason: str
    application: ApplicationSpeedup | None = None


@dataclass(frozen=True, slots=True)
class ProjectOnly:
    """A candidate that analysis proves and PCG could not run: no offer, whatever the tests said.

    ``why`` says what kept PCG from running it.
    """

    candidate: Candidate
    function: str
    why: str
    diff: str
    trial: ProjectTrial


@dataclass(frozen=True, slots=True)
class ProjectReport:
    """What the project said of the offers of a file, applied together.

    ``trial`` is ``None`` if there was no offer to be tried. ``openmp`` says how the copy's build
    compiled with OpenMP, ``changes`` which build files were edited for it, ``awakened`` which other
    directives came alive with that. ``bounds`` are as many as there were ways to know the share;
    ``untimed`` says why the loops could not be timed in the program, where that was tried.
    """

    commands: ProjectCommands
    steps: tuple[ProjectStep, ...]
    openmp: str
    changes: tuple[BuildChange, ...]
    awakened: tuple[str, ...]
    trial: ProjectTrial | None = None
    bounds: tuple[AmdahlBound, ...] = ()
    untimed: str = ""
    project_only: tuple[ProjectOnly, ...] = ()
