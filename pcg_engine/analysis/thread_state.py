"""State of one thread that a computation goes by or leaves its marks in, unseen by its statements.

The threads of a parallel region have a floating-point environment each (rounding, traps and flags;
C [fenv.h]), and an ``errno`` each. A program that sets or reads the one of its own thread sees
another result once other threads compute for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Call,
    Construct,
    Expression,
    Statement,
)
from pcg_engine.domain.facts import Reason
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import all_expressions

_ENVIRONMENT = (
    "feclearexcept fedisableexcept feenableexcept fegetenv fegetexcept fegetexceptflag fegetmode "
    "feholdexcept feraiseexcept fesetenv fesetexcept fesetexceptflag fesetmode fesetround "
    "fetestexcept fetestexceptflag feupdateenv _mm_getcsr _mm_setcsr __builtin_ia32_ldmxcsr "
    "__builtin_ia32_stmxcsr _controlfp _controlfp_s _control87 _clearfp _statusfp"
).split()
"""Functions that set the calling thread's floating-point environment, or read its flags."""

_ERROR_NUMBER = ("__errno_location", "__error", "_errno", "___errno", "__errno")
"""What the macro ``errno`` calls, in one C library or another."""

_IN_TEXT = re.compile(rb"\b(?:" + "|".join(_ENVIRONMENT).encode() + rb"|_MM_SET_\w+|FENV_ACCESS)\b")


def thread_state(
    statement: Statement, around: Statement | None, effects: EffectAnalysis, source: SourceText
) -> Iterator[Reason]:
    """Why ``statement`` must stay in its thread, by what ``around``, its function, and others do.

    The floating-point environment lives on where a function returns, so it matters whatever
    function of the file sets it; ``errno`` is taken to be looked at where it was left.
    """
    where = (source.location(statement.span.start),)
    calls = computes = False
    for expression in all_expressions(statement):
        calls |= isinstance(expression, Call | Construct)
        computes |= _is_floating(expression)
    if not (calls or computes):
        return
    named = _IN_TEXT.search(source.data)
    environment = named[0].decode() if named else _called(_ENVIRONMENT, around, effects)
    if environment:
        yield Reason(
            "thread-state",
            f"the file uses `{environment}`, and each thread has its own floating-point "
            "environment: others do not round by this one's, nor does it see their flags",
            where,
        )
    if calls and _called(_ERROR_NUMBER, around, effects):
        yield Reason(
            "thread-state",
            "the function looks at `errno`, and each thread has its own: what a call in another "
            "one sets is not seen; look at the results instead",
            where,
        )


def _is_floating(expression: Expression) -> bool:
    kind = expression.type
    return isinstance(kind, ArithmeticType) and kind.kind is ArithmeticKind.FLOATING


def _called(names: Collection[str], around: Statement | None, effects: EffectAnalysis) -> str:
    """One of ``names`` that is called in ``around``, or by what is called there."""
    for expression in () if around is None else all_expressions(around):
        if not isinstance(expression, Call):
            continue
        reached = effects.of_call(expression).unknown_calls
        for name in (expression.callee or "", *reached):
            plain = canonical_name(name).removeprefix("std::")
            if plain in names:
                return plain
    return ""
