"""What functions ask of their arguments before they begin."""

from __future__ import annotations

from pcg_engine.domain.ast import Function
from pcg_engine.tools.harness.required import required
from pcg_engine.tools.harness.sizes import Shape
from pcg_engine.tools.harness.stated import Property, Relation, Stated, Sum
from tests.trees import recorded


def function(name: str) -> Function:
    _, unit = recorded("arguments")
    (found,) = (f for f in unit.functions.values() if f.name == name)
    return found


def one(name: str) -> Sum:
    return Sum(((name,),))


def test_asserts_and_early_exits_say_what_holds_afterwards() -> None:
    """But not that a size is positive, which inputs are and are not often enough."""
    assert required(function("checked")) == Stated(
        (
            Relation(one("n"), "==", one("x.size()")),
            Relation(one("x.size()"), "==", one("y.size()")),
            Relation(one("lower"), "<", one("upper")),
        ),
        (
            ("n", Property.POWER_OF_TWO),
            ("keys", Property.SORTED),
            ("m", Property.POWER_OF_TWO),
            ("d", Property.NONZERO),
        ),
    )


def test_other_conditions_say_nothing() -> None:
    assert required(function("unchecked")) == Stated()


def test_all_of_it_holds_at_once() -> None:
    """A power of two stays one; what is equal to it follows."""
    asked = required(function("checked"))
    shape = Shape({"n": 13, "m": 5, "lower": 7, "upper": 7}, {"x": 9, "y": 4, "keys": 3, "d": 3})
    assert asked.pinned(shape) == {"n": 8, "m": 4, "x": 8, "y": 8, "upper": 8}
