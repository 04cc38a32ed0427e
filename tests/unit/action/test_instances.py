"""What instances of a template say of a loop together, and what is written for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pcg_engine.action.instances import Reading, propose_for_all, shared_facts, together
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Function,
    Linkage,
    Storage,
    TemplateArgument,
    Variable,
    VoidType,
)
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import (
    Assumption,
    LoopFacts,
    Parallelizability,
    Reason,
    Role,
    VariableFact,
)
from pcg_engine.domain.source import Edit, SourceText, Span
from tests.builders import candidate, facts

SOURCE = SourceText("f.cpp", b"template <class T> void f(T* x) { for (;;) x[0] += 3; }" + b" " * 40)
GUARD = Assumption("no-overlap", "`x` and `y` do not overlap", "x != y")
OTHER = Assumption("finite", "`x` is finite", None)


def _function(type_: str, *more: str) -> Function:
    arguments = [TemplateArgument("T", type_, is_type=True)]
    arguments += [TemplateArgument("N", one, is_type=False) for one in more]
    return Function(
        key=f"f {type_} {more}",
        name="f",
        return_type=VoidType(),
        parameters=(),
        body=None,
        linkage=Linkage.EXTERNAL,
        span=Span(0, 52),
        in_main_file=True,
        is_template_instance=True,
        template_arguments=tuple(arguments),
    )


def _reading(function: Function, said: LoopFacts | None = None) -> Reading:
    return Reading(function, replace(said or facts(), function_key=function.key))


def _sum(*, reassociates: bool) -> VariableFact:
    real = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True)
    variable = Variable("s", "s", real, Storage.LOCAL, Span(0, 0))
    return VariableFact(variable, Role.REDUCTION, "+", reassociates=reassociates)


def test_a_single_instance_is_what_it_is() -> None:
    reading = _reading(_function("float"))
    assert together([reading]) is reading.facts


def test_clauses_and_conditions_are_those_of_all() -> None:
    first = replace(facts(), assumptions=(GUARD,), collapse=2, proved=True)
    second = replace(
        facts(Parallelizability.PARALLEL_WITH), with_=("reduction(+:s)",), assumptions=(OTHER,)
    )
    readings = [_reading(_function("float"), first), _reading(_function("int"), second)]

    found = together(readings)

    assert found.parallelizability is Parallelizability.PARALLEL_WITH
    assert found.with_ == ("reduction(+:s)",)
    assert found.assumptions == (GUARD, OTHER)
    assert (found.collapse, found.proved) == (0, False)
    assert found.instances == tuple(one.facts for one in readings)
    assert found.function_key == "f float ()"


def test_what_is_asked_of_one_instance_is_tested_in_none() -> None:
    asked, other = replace(GUARD, guard=None), replace(GUARD, guard="x + n <= y")
    every = [replace(facts(), assumptions=own) for own in ((GUARD, OTHER), (asked,), (other,))]
    readings = [_reading(_function(str(n)), one) for n, one in enumerate(every)]

    found = together(readings)

    assert found.assumptions == (OTHER, asked)
    assert shared_facts(every[0], every).assumptions == (OTHER, asked)


def test_the_weakest_decides_and_is_named() -> None:
    reason = Reason("unknown-call", "PCG does not know what `g` does")
    open_ = replace(facts(Parallelizability.UNKNOWN), reasons=(reason,))
    readings = [_reading(_function("float")), _reading(_function("Mesh"), open_)]

    found = together(readings)

    assert found.parallelizability is Parallelizability.UNKNOWN
    assert [one.message for one in found.reasons] == [
        "in the instance `f<Mesh>`: PCG does not know what `g` does"
    ]
    assert found.reasons[0].code == "unknown-call"


def test_what_all_say_needs_no_name_and_many_names_are_counted() -> None:
    same = Reason("carried", "carried")
    rest = Reason("io", "prints")
    said = replace(facts(Parallelizability.SEQUENTIAL), reasons=(same, rest))
    lone = replace(facts(Parallelizability.SEQUENTIAL), reasons=(same,))
    types = ("A", "B", "C")
    readings = [_reading(_function(t), said) for t in types] + [_reading(_function("D"), lone)]

    assert [one.message for one in together(readings).reasons] == [
        "carried",
        "in the instance `f<A>` and `f<B>` and 1 more: prints",
    ]


def _proposed(readings: Sequence[Reading], *texts: str) -> tuple[Candidate, ...]:
    """What comes of a rule that writes the n-th text for the n-th instance."""
    by_key = {one.function.key: text for one, text in zip(readings, texts, strict=True)}

    def propose(nest: LoopFacts, function: Function) -> tuple[Candidate, ...]:
        edit = Edit(Span(34, 34), by_key[function.key])
        made = replace(candidate(), edits=(edit,), loop_id=nest.loop.id)
        reassociates = any(v.reassociates for v in nest.variables)
        unguarded = tuple(a for a in nest.assumptions if a.guard is None)
        return (replace(made, reassociates=reassociates, assumptions=unguarded),)

    functions = [one.function for one in readings]
    return propose_for_all(together(readings), functions, SOURCE, propose)


def test_one_text_of_all_instances_is_one_candidate_with_what_holds_of_any() -> None:
    whole = replace(facts(), variables=(_sum(reassociates=False),), assumptions=(OTHER,))
    real = replace(facts(), variables=(_sum(reassociates=True),))
    readings = [_reading(_function("int"), whole), _reading(_function("double"), real)]

    (found,) = _proposed(readings, "#pragma omp parallel for\n", "#pragma omp parallel for\n")

    assert found.reassociates
    assert found.assumptions == (OTHER,)


def test_nothing_is_written_for_a_loop_of_which_an_instance_says_less() -> None:
    less = facts(Parallelizability.SEQUENTIAL)
    readings = [_reading(_function("int")), _reading(_function("double"), less)]

    assert [c.edits[0].text for c in _proposed(readings, "// one\n", "// other\n")] == [
        "// other\n"
    ]


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("#pragma omp parallel for if((float)n > 2)\n", True),
        ("auto all = x;\n", True),
        ("float all = x;\n", False),
        ("#pragma omp parallel for reduction(+:a[0:8])\n", False),
        ("x[0] += 2;\n", True),
    ],
)
def test_arguments_of_one_instance_are_not_written_into_the_template(
    text: str, is_kept: bool
) -> None:
    found = _proposed([_reading(_function("float", "8"))], text)
    assert bool(found) is is_kept


def test_a_text_with_a_type_is_kept_where_all_instances_write_it() -> None:
    readings = [_reading(_function("int")), _reading(_function("double"))]
    assert len(_proposed(readings, "int part;\n", "int part;\n")) == 1
    assert not _proposed(readings, "int part;\n", "double part;\n")


def test_a_text_that_does_not_follow_for_another_instance_is_left_out() -> None:
    readings = [_reading(_function("A")), _reading(_function("B"))]
    unguarded, guarded = "x[0] += 2;\n", "if (x != y) x[0] += 2;\n"
    assert not _proposed(readings, unguarded, guarded)


def test_an_instance_that_does_not_have_the_loop_need_not_have_the_text() -> None:
    absent = Reason("not-compiled", "it is in an inactive branch")
    less = replace(facts(Parallelizability.UNKNOWN), reasons=(absent,))
    known = replace(facts(Parallelizability.SEQUENTIAL), reasons=(Reason("carried", "carried"),))
    readings = [_reading(_function("A"), known), _reading(_function("B"), less)]
    assert [c.edits[0].text for c in _proposed_by_first(readings, "x[0] += 2;\n")] == [
        "x[0] += 2;\n"
    ]


def _proposed_by_first(readings: Sequence[Reading], text: str) -> tuple[Candidate, ...]:
    def propose(nest: LoopFacts, function: Function) -> tuple[Candidate, ...]:
        if function != readings[0].function:
            return ()
        edit = Edit(Span(34, 34), text)
        return (replace(candidate(), edits=(edit,), loop_id=nest.loop.id),)

    functions = [one.function for one in readings]
    return propose_for_all(together(readings), functions, SOURCE, propose)
