"""Which of the versions of a function in an answer is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.tools.reply.outcome import NoCode
from pcg_engine.tools.reply.versions import Code, Version, same_names, same_types


@dataclass(frozen=True, slots=True)
class Chosen:
    """The version that is taken; it is in the code at ``position``."""

    version: Version
    position: int


def choose(codes: Sequence[Code], original: Code, target: Version) -> Chosen | NoCode:
    """The last complete version of ``target`` that differs from it.

    Last, since models think first and answer last, and the original is often repeated. Versions
    with the parameters of ``target`` go before those with other types.
    """
    name = target.item.names[-1]
    complete = [
        Chosen(version, position)
        for position, code in enumerate(codes)
        for version in code.versions_of(target)
        if version.is_complete and not _is_overload(version, original, target)
    ]
    wanted = target.parameters
    exact = [one for one in complete if same_types(one.version.parameters, wanted)]
    # A type can be written in several ways: the names tell as much.
    named = [one for one in complete if same_names(one.version.parameters, wanted)]
    versions = exact or named
    changed = [one for one in versions if one.version.code != target.code]
    if changed:
        return changed[-1]
    renamed = _renamed(codes, original, target)
    if renamed is not None:
        return NoCode(
            "renamed",
            f"the answer defines `{renamed}` instead of `{name}`: keep the function's name",
        )
    if versions:
        return NoCode("unchanged", f"`{name}` in the answer is what it was: nothing is changed")
    if complete:
        head = " ".join(target.item.head.split())
        return NoCode("signature", f"the parameters are others: the signature must stay `{head}`")
    if any(not one.is_complete for code in codes for one in code.versions_of(target)):
        return incomplete(target)
    return NoCode(
        "no-code",
        f"there is no complete definition of `{name}` in the answer: give all of it, in one fenced "
        "block",
    )


def incomplete(target: Version) -> NoCode:
    """The function begins in the answer, and has no end."""
    return NoCode(
        "cut-off",
        f"`{target.item.names[-1]}` has no end in the answer: give all of it, without prose",
    )


def _is_overload(version: Version, original: Code, target: Version) -> bool:
    """Whether the file has another function of that name with the parameters of ``version``."""
    own, wanted = version.parameters, target.parameters
    return not same_types(own, wanted) and any(
        same_types(own, one.parameters) for one in original.versions_of(target)
    )


def _renamed(codes: Sequence[Code], original: Code, target: Version) -> str | None:
    known = {item.names[-1:] for item in original.items}
    wanted = target.parameters
    for code in reversed(codes):
        for version in reversed(code.functions):
            own = version.parameters
            is_alike = bool(own) and same_types(own, wanted) and same_names(own, wanted)
            if is_alike and version.item.names[-1:] not in known:
                return version.item.names[-1]
    return None
