"""Members that lie in memory which other members of their object use too.

Those are the members of unions, and bit-fields: neighbours among them are one memory location
(C++ [intro.memory]), which a write to one of them reads and writes as a whole.
"""

from __future__ import annotations

import re

from pcg_engine.analysis.modification import stripped
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Member,
    OpaqueType,
    PointerType,
    RecordType,
    TranslationUnit,
    Type,
)

_ANONYMOUS = re.compile(r"\((?:anonymous|unnamed) (\w+)[ :)]")
_LIBRARY = "std::"


def shares_storage(member: Member, unit: TranslationUnit) -> bool:
    """Whether another member that does so too may be in the same memory; unknown is yes."""
    holder = stripped(member.base.type)
    match holder.pointee if isinstance(holder, PointerType) else holder:
        case RecordType(name=name):
            record = unit.records.get(name)
            if record is None:
                return not name.startswith(_LIBRARY)
            if record.is_union:
                return True
            return not record.has_distinct_fields and _may_be_bit_field(member.type)
        case OpaqueType(spelling=spelling) if found := _ANONYMOUS.search(spelling):
            return found[1] == "union" or _may_be_bit_field(member.type)
        case OpaqueType():
            return True
        case _:
            return False


def _may_be_bit_field(value_type: Type) -> bool:
    match value_type:
        case ArithmeticType(kind=kind):
            return kind is not ArithmeticKind.FLOATING
        case OpaqueType(spelling=spelling):
            return _ANONYMOUS.search(spelling) is None  # an enumeration, as far as is known
        case _:
            return False
