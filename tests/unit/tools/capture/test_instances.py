"""How a recorder tells the instances of a template apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.domain.ast import TemplateArgument
from pcg_engine.tools.capture.instances import instance_tag
from pcg_engine.tools.capture.instrument import (
    Bounds,
    Instrumented,
    function_entry,
    instrument,
)
from pcg_engine.tools.harness.prepare import NoHarness
from tests.unit.tools.capture.subject import harness

TYPE = TemplateArgument("T", "ns::Mesh", is_type=True)
NUMBER = TemplateArgument("N", "3", is_type=False)
UNNAMED = TemplateArgument("", "0", is_type=False)
FUNCTION = replace(harness().original.function, is_template_instance=True)


def test_arguments_are_named_as_in_the_template_and_as_they_are() -> None:
    found = instance_tag(replace(FUNCTION, template_arguments=(TYPE, NUMBER, UNNAMED)))
    assert found is not None
    assert found.inside == "T, ::pcg_capture::number_tag< (long long)(N) >"
    assert found.outside == "ns::Mesh, ::pcg_capture::number_tag< (long long)(3) >"


def test_members_are_told_by_their_class() -> None:
    found = instance_tag(replace(FUNCTION, record="ns::Grid<ns::Cell<int>, 2>"))
    assert found is not None
    assert (found.inside, found.outside) == ("Grid", "::ns::Grid<ns::Cell<int>, 2>")
    inner = instance_tag(replace(FUNCTION, record="ns::Grid<int>::Row"))
    assert inner is not None
    assert (inner.inside, inner.outside) == ("Row", "::ns::Grid<int>::Row")


@pytest.mark.parametrize(
    "argument",
    [
        TemplateArgument("...", "int", is_type=True),
        TemplateArgument("F", "(lambda at a.cpp:1:2)", is_type=True),
        TemplateArgument("P", "?", is_type=False),
    ],
)
def test_what_cannot_be_named_is_refused(argument: TemplateArgument) -> None:
    assert instance_tag(replace(FUNCTION, template_arguments=(argument,))) is None


def test_only_the_wanted_instance_is_recorded() -> None:
    given = harness()
    function = replace(FUNCTION, template_arguments=(TYPE,))
    given = replace(given, original=replace(given.original, function=function))
    entry = function_entry(given.original)
    assert not isinstance(entry, NoHarness)

    made = instrument(given, entry, "/kept/here", Bounds(calls=5))

    assert isinstance(made, Instrumented)
    condition = b"::pcg_capture::is_wanted< T >());"
    assert b"(pcg_capture_places, pcg_capture_extents, " + condition in made.text
    assert b"static const void* wanted_instance();" in made.before
    assert b"return &instance_tag< ns::Mesh >::place;" in made.after
