"""What is run of an original: its function, or its loop nest alone where that cannot be called."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pcg_engine.action.survey import survey_function
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.next_steps import USE_OWN_RUN
from pcg_engine.domain.verdict import CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools.capture.specs import find_capture, find_nest_capture
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.prepare import Harness, NoHarness, prepare
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.outlining.live_ins import NotOutlined
from pcg_engine.tools.outlining.outline import Outline, outline
from pcg_engine.tools.subject import Instruments, Original, Subject


@dataclass(frozen=True, slots=True)
class Driven:
    """An experiment, and how a candidate for the original becomes a subject of it.

    ``outline`` is set where the nest alone is run; ``left_out`` are functions that the driven one
    calls on no input (see ``Harness``).
    """

    experiment: Experiment
    outline: Outline | None = None
    left_out: tuple[str, ...] = ()

    def subject(self, subject: Subject) -> Subject | Obstacle:
        """``subject`` as the experiment knows it."""
        if self.outline is None:
            return self._without_left_out(subject)
        edits = self.outline.moved_edits(subject.candidate.edits)
        if edits is None:
            return inconclusive(
                "edit-outside-nest",
                f"`{subject.original.function.name}` cannot be called by PCG, and this candidate "
                "changes more of it than the loop nest, which could be run alone",
            )
        original = self.experiment.original
        candidate = replace(subject.candidate, edits=edits)
        return Subject(original, candidate, apply_edits(original.source, edits))

    def _without_left_out(self, subject: Subject) -> Subject | Obstacle:
        """``subject``, unless it changes what is around code that is not run."""
        names = self.left_out
        edits = subject.candidate.edits
        if names and edits:
            data = subject.original.source.data
            changed = data[min(e.span.start for e in edits) : max(e.span.end for e in edits)]
            text = changed.decode("utf-8", "replace") + "".join(edit.text for edit in edits)
            named = next((n for n in names if re.search(rf"\b{n.rpartition('::')[2]}\b", text)), "")
            if named:
                return inconclusive(
                    "edit-outside-nest",
                    f"`{named}` changes variables of another file, which PCG can neither set nor "
                    "compare, and this candidate changes more than the loop nest, which does not "
                    "call it",
                )
        return subject

    def told(self, result: CheckResult) -> CheckResult:
        """``result`` for the original.

        What the nest is given when run alone may be what its function never gives it: what fails
        then stays open.
        """
        if self.left_out and result.outcome is Outcome.PASSED:
            without = " and ".join(f"`{name}`" for name in self.left_out)
            return replace(result, detail=f"{result.detail} (where it does not call {without})")
        if self.outline is None:
            return result
        alone = "the loop nest alone, taken out of its function"
        if result.outcome is Outcome.REFUTED and result.code != "not-faster":
            return replace(
                result,
                outcome=Outcome.INCONCLUSIVE,
                detail=f"run as {alone}, it fails: {result.detail}; whether the function can bring "
                f"that about is not known: {USE_OWN_RUN}",
            )
        return replace(result, detail=f"{result.detail} ({alone})")


def drive(
    original: Original, instruments: Instruments, machine: MachineModel, cancellation: Cancellation
) -> Driven:
    """How candidates for ``original`` are run.

    The function is called where PCG can make its arguments; else, if it can make what the loop nest
    uses, the nest is taken out. The nest of a member function is taken out first: what its object
    may hold is not known, unless it was captured; and so is that of a function that is given
    pointers to objects, or objects with base classes. Where neither is possible the experiment says
    why. Raises ``UsageError`` if a capture that the user named does not fit.
    """
    usual = prepare(original)
    captured = find_capture(usual, instruments) if isinstance(usual, Harness) else None
    is_member = original.function.is_member
    is_called = isinstance(usual, Harness) and (
        not (is_member or usual.guesses_objects) or captured is not None
    )
    left_out = usual.left_out if isinstance(usual, Harness) else ()
    if is_called or not _is_one_nest(original):
        return Driven(Experiment(original, instruments, usual), left_out=left_out)

    found = taken_out(original, instruments, machine, cancellation)
    if isinstance(found, TakenOut):
        known = find_nest_capture(found.harness, original, instruments)
        return Driven(
            Experiment(found.harness.original, instruments, found.harness, known), found.outline
        )
    if isinstance(usual, Harness):
        return Driven(Experiment(original, instruments, usual), left_out=left_out)
    reason = f"{usual.reason} (nor can the loop nest be run alone: {found})"
    return Driven(Experiment(original, instruments, NoHarness(usual.code, reason)))


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A loop nest in a function of its own, and how that is driven."""

    outline: Outline
    harness: Harness


def taken_out(
    original: Original, instruments: Instruments, machine: MachineModel, cancellation: Cancellation
) -> TakenOut | str:
    """The one nest of ``original`` in a function of its own, or why that cannot be."""
    nest = original.nests[0].loop.span
    tree = parse(original.source)
    problem = ""
    for keeps_constants in (False, True):
        made = outline(
            tree, original.function, nest, original.unit, keeps_constants=keeps_constants
        )
        if isinstance(made, NotOutlined):
            return problem or made.reason
        found = survey_function(
            made.source, original.command, made.name, instruments.reader, machine, cancellation
        )
        if isinstance(found, str):
            # Types may depend on constants, which parameters are not.
            problem = problem or found
            continue
        alone = replace(found, inputs=replace(found.inputs, distinct=made.distinct))
        prepared = prepare(alone)
        return prepared.reason if isinstance(prepared, NoHarness) else TakenOut(made, prepared)
    return problem


def _is_one_nest(original: Original) -> bool:
    return len(original.nests) == 1 and original.nests[0].loop.span.contains(original.region)
