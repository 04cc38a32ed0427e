"""The functions that a candidate changes and adds, in both files' trees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import reached_functions
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.items import Item
from pcg_engine.tools.extract import ChangedFunction, compare
from pcg_engine.tools.subject import Instruments, Subject


@dataclass(frozen=True, slots=True)
class Pair:
    """One function, or all instances of one template, by key (mangled name) in each file."""

    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class EditedFunctions:
    """What ``edited_functions`` finds.

    ``under_test`` is the tested function in the candidate's trees; ``reached_under_test`` are it
    and those of the file that it calls, transitively; ``reached`` the same from all functions that
    changed or were added. ``pairs`` holds the tested function first. ``names_before`` and
    ``names_after`` are parameters' names by qualified name. The spans are of the original's file.
    """

    name: str
    unit: TranslationUnit
    unit_before: TranslationUnit
    under_test: Function | None
    reached: tuple[Function, ...]
    reached_under_test: tuple[Function, ...]
    changed: tuple[ChangedFunction, ...]
    pairs: tuple[Pair, ...]
    names_before: Mapping[str, Sequence[str]]
    names_after: Mapping[str, Sequence[str]]
    spans_before: tuple[Span, ...]
    called_before: tuple[Span, ...]


def edited_functions(
    subject: Subject, instruments: Instruments, cancellation: Cancellation
) -> EditedFunctions:
    """Read what ``subject`` edits; the tested function is there whether it changed or not."""
    original = subject.original
    comparison = compare(original.source, subject.source)
    name = original.function.name
    names = tuple(dict.fromkeys((name, *(c.before.name for c in comparison.changed))))
    before = original.unit
    if len(names) > 1:
        before = instruments.reader.read(original.source, original.command, names, cancellation)
    unit = instruments.reader.read(
        subject.source, original.command, names, cancellation, openmp=True
    )
    key = original.function.key
    pairs = [Pair(frozenset({key}), frozenset({key}))]
    for change in comparison.changed:
        old = frozenset(f.key for f in _written_at(change.before, before))
        new = frozenset(f.key for f in _written_at(change.after, unit))
        if key in old:
            pairs[0] = Pair(old | {key}, new | {key})
        else:
            pairs.append(Pair(old, new))
    starts = [
        unit.functions[k] for pair in pairs for k in sorted(pair.after) if k in unit.functions
    ]
    old_keys = {k for pair in pairs for k in pair.before}
    old_starts = [before.functions[k] for k in sorted(old_keys) if k in before.functions]
    under_test = unit.functions.get(key)
    return EditedFunctions(
        name,
        unit,
        before,
        under_test,
        tuple(f for f in reached_functions(starts, unit.functions) if f.in_main_file),
        tuple(
            f
            for f in reached_functions([under_test] if under_test else [], unit.functions)
            if f.in_main_file
        ),
        comparison.changed,
        tuple(pairs),
        _parameter_names(before),
        _parameter_names(unit),
        tuple(f.span for f in old_starts if f.in_main_file),
        tuple(
            f.span
            for f in reached_functions(old_starts, before.functions)
            if f.in_main_file and f.key not in old_keys and f.body is not None
        ),
    )


def _written_at(item: Item, unit: TranslationUnit) -> Iterator[Function]:
    """The functions (several for a template) whose body is that of ``item``."""
    for function in unit.functions.values():
        body = function.body
        if function.in_main_file and body is not None and item.span.holds(body.span.start):
            yield function


def _parameter_names(unit: TranslationUnit) -> Mapping[str, Sequence[str]]:
    return {f.name: tuple(p.name for p in f.parameters) for f in unit.functions.values()}
