"""The other files of the user's program that a driven function calls into, built with it."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.ast import Function, LinkedUnit, TranslationUnit
from pcg_engine.domain.traversal import reached_functions
from pcg_engine.domain.unit_flags import flags_like
from pcg_engine.ports import Cancellation, CompileRequest, OutputKind, Rejected
from pcg_engine.tools.harness.variants import Variant
from pcg_engine.tools.subject import Instruments, Original


def linked_units(unit: TranslationUnit, function: Function) -> tuple[LinkedUnit, ...]:
    """The other files that define what ``function`` leads to."""
    if not unit.linked:
        return ()
    files = {one.elsewhere for one in reached_functions((function,), unit.functions)}
    return tuple(one for one in unit.linked if one.path in files)


def linked_objects(
    original: Original,
    variant: Variant,
    shared_flags: Sequence[str],
    instruments: Instruments,
    cancellation: Cancellation,
) -> tuple[str, ...] | Rejected:
    """The object files of those, built as ``variant`` has it: sanitizers, recording and all.

    Each keeps its own header folders, macros and language standard. Equal builds are made once by
    the compiler port.
    """
    objects: list[str] = []
    for unit in linked_units(original.unit, original.function):
        flags = flags_like(variant.flags, original.command.flags, unit.flags)
        built = instruments.compiler.compile(
            CompileRequest(
                text=unit.text.encode("utf-8", "surrogateescape"),
                origin=unit.path,
                role=variant.role,
                flags=(*flags, *shared_flags),
                output=OutputKind.OBJECT,
                directory=unit.directory,
            ),
            cancellation,
        )
        if isinstance(built, Rejected):
            return built
        objects.append(str(built.path))
    return tuple(objects)
