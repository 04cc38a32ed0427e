"""Calls of algorithms become the loops that they stand for, and edits find their way back."""

from __future__ import annotations

from pcg_engine.analysis.algorithms.loop_form import LoopForm, loop_form
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.trees import recorded


def _form(name: str) -> LoopForm:
    source, unit = recorded(name)
    tree = parse(source)
    return loop_form(unit, find_loops(tree), tree, source)


def test_every_call_is_written_or_refused() -> None:
    form = _form("algorithms")
    calls = {x.span.start for x in find_loops(parse(form.original)) if x.algorithm is not None}
    written = {offset for one in form.rewritings for offset in one.loops}
    assert written | set(form.refused) == calls
    assert not form.refused


def test_sorting_is_no_loop() -> None:
    form = _form("sorts")
    assert form.rewritings == ()
    assert {reason.code for reason in form.refused.values()} == {"algorithm-sort"}


def test_a_call_stands_where_its_loop_stands() -> None:
    form = _form("algorithms")
    for one, span in form.placed():
        for call, within in one.loops.items():
            assert form.source.data[form.offset(call) :].startswith(b"for (")
            assert form.offset(call) == span.start + within
            assert form.original_offset(form.offset(call)) == call


def test_what_stands_outside_of_calls_is_where_it_was() -> None:
    form = _form("algorithms")
    for name in (b"double bent(", b"void one_row(", b"void row_averages("):
        there, here = form.source.data.index(name), form.original.data.index(name)
        assert form.offset(here) == there
        assert form.original_offset(there) == here


def test_an_edit_of_a_loop_replaces_its_call_and_no_other() -> None:
    form = _form("algorithms")
    source = form.source
    start = source.data.index(b"for (", source.data.index(b"void waves("))
    line = source.line_start(start)
    edits = form.original_edits(
        (Edit(Span(line, line), "    #pragma omp parallel for\n"),), Span(start, start + 4)
    )
    edited = apply_edits(form.original, edits).data
    assert (
        b"    #pragma omp parallel for\n    for (std::size_t k = 0; k < in.size(); ++k) {" in edited
    )
    assert edited.count(b"for (") == form.original.data.count(b"for (") + 1
    assert edited.count(b"std::transform(") == form.original.data.count(b"std::transform(") - 1


def test_edits_elsewhere_leave_calls_alone() -> None:
    form = _form("algorithms")
    at = form.source.data.index(b"double bent(")
    edits = form.original_edits((Edit(Span(at, at), "static "),), Span(at, at))
    wanted = form.original.data.replace(b"double bent(", b"static double bent(")
    assert apply_edits(form.original, edits).data == wanted


def test_a_form_without_some_rewritings_keeps_their_calls() -> None:
    form = _form("algorithms")
    first, *others = form.rewritings
    reason = next(iter(_form("sorts").refused.values()))
    kept = form.without([first], reason)
    assert list(kept.rewritings) == others
    assert all(kept.refused[offset] == reason for offset in first.loops)


def test_a_text_without_calls_stays_what_it_is() -> None:
    source = SourceText("none.cpp", recorded("loops")[0].data)
    tree = parse(source)
    assert loop_form(recorded("loops")[1], find_loops(tree), tree, source).source == source
