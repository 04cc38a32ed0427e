"""What a caller could notice of a function and of types without a symbol telling it (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pcg_engine.domain.ast import Function, Record
from pcg_engine.tools.extract import ChangedFunction
from pcg_engine.tools.symbols import Finding


def compare_declarations(
    original: Function,
    candidate: Function,
    records_before: Mapping[str, Record],
    records_after: Mapping[str, Record],
) -> tuple[Finding, ...]:
    """Result, ``noexcept``, attributes, layouts.

    Codes: ``signature-changed``, ``record-changed``. Names of parameters may change.
    """
    found = [
        Finding("signature-changed", f"the {what} of `{original.name}` changed")
        for what, before, after in (
            ("result type", original.return_type, candidate.return_type),
            (
                "parameter types",
                [p.type for p in original.parameters],
                [p.type for p in candidate.parameters],
            ),
            ("linkage", original.linkage, candidate.linkage),
            ("noexcept", original.is_noexcept, candidate.is_noexcept),
            ("constexpr", original.is_constexpr, candidate.is_constexpr),
            ("attributes", sorted(original.attributes), sorted(candidate.attributes)),
            (
                "membership in a class",
                (original.record, original.is_member, original.is_static_member),
                (candidate.record, candidate.is_member, candidate.is_static_member),
            ),
        )
        if before != after
    ]
    found += [
        Finding("record-changed", f"the layout of `{name}` changed")
        for name in sorted(records_before.keys() & records_after.keys())
        # That the candidate has a function of its own that makes such objects changes none of them.
        if replace(records_before[name], factories=()) != replace(records_after[name], factories=())
    ]
    return tuple(found)


def compare_headers(
    changed: Sequence[ChangedFunction],
    names_before: Mapping[str, Sequence[str]],
    names_after: Mapping[str, Sequence[str]],
) -> tuple[Finding, ...]:
    """Everything before the body, as written: specifiers, attributes, default arguments.

    The names of a function's parameters, which the mappings give by its qualified name, may
    change. Code: ``signature-changed``.
    """
    found: list[Finding] = []
    for function in changed:
        before, after = function.before.head, function.after.head
        if before == after:
            continue
        old = names_before.get(function.before.name, ())
        new = names_after.get(function.after.name, ())
        if len(old) == len(new) and _renamed(before, old) == _renamed(after, new):
            continue
        message = f"the declaration changed from `{_shown(before)}` to `{_shown(after)}`"
        found.append(Finding("signature-changed", message))
    return tuple(found)


def _renamed(head: str, names: Sequence[str]) -> list[str]:
    """The tokens of ``head`` with a number instead of each parameter's name."""
    numbers = {name: f"#{index}" for index, name in enumerate(names) if name}
    return [numbers.get(token, token) for token in head.split(" ")]


def _shown(head: str) -> str:
    return head if len(head) <= 100 else f"{head[:100]}…"
