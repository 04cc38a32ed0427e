"""What is timed: programs at the user's flags, and the input they are timed on, found once."""

from __future__ import annotations

from pcg_engine.ports import Cancellation, Rejected
from pcg_engine.tools.benchmark.sizing import Pinned, Sized, choose_case, longer_case
from pcg_engine.tools.experiment import Experiment, not_built
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.cases import Style
from pcg_engine.tools.harness.variants import Variant
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.subject import Instruments, Subject

# Multiples of four give balanced shapes (see ``harness.sizes``): what a long run works on.
SEARCH_SEED, CONFIRM_SEED = 8, 12


def timed_build(
    subject: Subject, experiment: Experiment, instruments: Instruments, cancellation: Cancellation
) -> Program | Obstacle:
    """The candidate of ``subject`` at the user's flags and at least ``-O2``, with OpenMP."""
    variant = variants.user_release(subject.original.command, True)
    return build_text(subject.source.data, variant, experiment, instruments, cancellation)


def timed_original(
    experiment: Experiment, instruments: Instruments, cancellation: Cancellation
) -> Program | Obstacle:
    """The original, built as ``timed_build`` does but without OpenMP."""
    original = experiment.original
    variant = variants.user_release(original.command, False)
    return build_text(original.source.data, variant, experiment, instruments, cancellation)


def build_text(
    text: bytes,
    variant: Variant,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Program | Obstacle:
    """``text`` with its driver."""
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    built = build(harness, text, variant, instruments, cancellation)
    return not_built(built, "the timed program") if isinstance(built, Rejected) else built


def timed_case(
    experiment: Experiment,
    seed: int,
    instruments: Instruments,
    cancellation: Cancellation,
    pinned: Pinned = (),
    style: Style = Style.RANDOM,
) -> Sized | Obstacle:
    """The input for ``seed`` in ``style``: see ``choose_case``. Looked for once for all."""

    def choose(token: Cancellation) -> Sized | Obstacle:
        original = timed_original(experiment, instruments, token)
        if isinstance(original, Obstacle):
            return original
        return choose_case(experiment, original, seed, instruments, token, pinned, style)

    return experiment.shared(("timed-case", seed, pinned, style), choose, cancellation)


def longer_timed_case(
    experiment: Experiment, usual: Sized, instruments: Instruments, cancellation: Cancellation
) -> Sized | None:
    """An input longer than ``usual``: see ``longer_case``. Looked for once for all candidates."""

    def choose(token: Cancellation) -> Sized | None:
        original = timed_original(experiment, instruments, token)
        if isinstance(original, Obstacle):
            return None
        return longer_case(experiment, usual, original, instruments, token)

    return experiment.shared(("longer-case", usual.case.spec), choose, cancellation)
