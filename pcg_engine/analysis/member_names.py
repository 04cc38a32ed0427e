"""How a function may name members that its text does not name: those that an accessor reads."""

from __future__ import annotations

from pcg_engine.analysis.scope import FunctionContext
from pcg_engine.domain.ast import Call, Expression, Member, Name, Return, This
from pcg_engine.domain.inherited_fields import class_of, declared_field
from pcg_engine.domain.traversal import all_expressions


def member_name(expression: Expression, context: FunctionContext) -> str:
    """C++ for a member of a variable or of ``*this``; empty if the function may not name it."""
    match expression:
        case Member(base=This(), field=field):
            holder = "this->"
        case Member(base=Name(variable=variable), field=field, arrow=False):
            name = context.text_of(variable)
            holder = f"{name}." if name else ""
        case _:
            return ""
    if not holder:
        return ""
    if _is_open(expression, context):
        return f"{holder}{field}"
    accessor = _accessor(expression, context)
    return f"{holder}{accessor}()" if accessor else ""


def _accessor(member: Member, context: FunctionContext) -> str:
    """A member function that returns the member, and that the function itself calls."""
    unit = context.unit
    written = unit.functions.get(context.function.key)
    if written is None or written.body is None:
        return ""
    holder = class_of(member.base.type)
    for call in all_expressions(written.body):
        if not isinstance(call, Call) or call.arguments or call.is_virtual:
            continue
        callee = unit.functions.get(call.callee_key or "")
        if callee is None or callee.record != holder or callee.body is None or callee.elsewhere:
            continue
        match callee.body.statements:
            case (Return(value=Member(base=This(), field=field)),) if field == member.field:
                return callee.name.rpartition("::")[2]
            case _:
                pass
    return ""


def _is_open(member: Member, context: FunctionContext) -> bool:
    """Whether the member is public, or the function is one of the class that declares it."""
    holder = class_of(member.base.type)
    found = declared_field(holder or "", member.field, context.unit.records)
    return found is not None and (found[1].is_public or found[0] == context.function.record)
