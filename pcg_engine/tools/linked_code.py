"""What the functions that a candidate edits lead to, against the original's: function by function.

A file may print, read the clock and keep data for good reasons of its own. A candidate for one of
its functions may use what *that function* used, and the allowed functions, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.tools.allowed_functions import is_allowed_call
from pcg_engine.tools.edited_functions import Pair
from pcg_engine.tools.object_graph import (
    belongs_to,
    initialises_streams_only,
    other_code_differs,
)
from pcg_engine.tools.object_listing import ObjectListings
from pcg_engine.tools.symbols import Finding, starts_a_team


@dataclass(frozen=True, slots=True)
class LinkedCode:
    """What comparing the object files came to.

    ``other_code`` names functions that were not edited and refer to other things than before.
    ``is_emitted`` tells whether the tested function is in the object file as written at all,
    ``is_used`` whether it can be in one that is optimised, ``starts_team`` whether something that
    it leads to starts a team of threads.
    """

    findings: tuple[Finding, ...]
    other_code: tuple[str, ...]
    is_emitted: bool
    is_used: bool
    starts_team: bool


def compare_objects(listings: ObjectListings, pairs: Sequence[Pair]) -> LinkedCode:
    """Compare what ``pairs`` lead to, and all data and load-time code of the files.

    The first pair is the function under test. Codes: ``load-time-code``, ``new-state`` (data that
    only the candidate has, or that the original function did not use), ``global-changed``,
    ``forbidden-call``.
    """
    before, after = listings.written_before, listings.written_after
    edited = frozenset(key for pair in pairs for key in pair.before | pair.after)
    tested = pairs[0].after
    return LinkedCode(
        (
            *_load_time_code(listings),
            *_new_data(listings),
            *_changed_data(listings, edited),
            *_reached(listings, pairs),
        ),
        tuple(sorted(map(listings.readable, other_code_differs(before, after, edited)))),
        bool(after.reach(tested).functions),
        after.is_used(tested),
        any(starts_a_team(name) for name in after.reach(tested).undefined),
    )


def _load_time_code(listings: ObjectListings) -> Iterator[Finding]:
    before, after = listings.written_before, listings.written_after
    known = before.load_time_code()
    for part in after.load_time_code():
        if part not in known:
            what = f"`{listings.readable(part[0])}`" if part[0] != "listed" else "something new"
            message = f"the candidate has code that runs when the program is loaded: {what}"
            yield Finding("load-time-code", message)
    for name in sorted(after.indirect_functions() - before.indirect_functions()):
        message = f"`{listings.readable(name)}` is chosen by code that runs at load"
        yield Finding("load-time-code", message)


def _new_data(listings: ObjectListings) -> Iterator[Finding]:
    new = (listings.written_after.state() - listings.written_before.state()) | (
        listings.built_after.state() - listings.built_before.state()
    )
    for name in sorted(new):
        if not initialises_streams_only(name):
            message = f"the candidate keeps data between calls: `{listings.readable(name)}`"
            yield Finding("new-state", message)


def _changed_data(listings: ObjectListings, edited: frozenset[str]) -> Iterator[Finding]:
    after = listings.written_after.data()
    for name, datum in sorted(listings.written_before.data().items()):
        now = after.get(name)
        if now is None or now == datum or belongs_to(name, edited):
            continue
        if now.is_thread_local and not datum.is_thread_local:
            message = f"`{listings.readable(name)}` became data of each thread"
            yield Finding("new-state", message)
        else:
            message = f"the initial value, or the type, of `{listings.readable(name)}` changed"
            yield Finding("global-changed", message)


def _reached(listings: ObjectListings, pairs: Sequence[Pair]) -> Iterator[Finding]:
    for pair in pairs:
        before = listings.written_before.reach(pair.before)
        after = listings.written_after.reach(pair.after)
        if not before.functions and before == after:
            continue
        for name in sorted(after.undefined - before.undefined):
            readable = listings.readable(name)
            if not is_allowed_call(readable):
                message = f"the candidate's function newly uses `{readable}`"
                yield Finding("forbidden-call", message)
        for name in sorted(after.state - before.state):
            message = (
                f"the candidate's function uses `{listings.readable(name)}`, data outside it "
                "that the original function did not use"
            )
            yield Finding("new-state", message)
