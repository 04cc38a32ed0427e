"""Which instance of a template a call belongs to: how the template's text says it, and the glue's.

Every instance runs the recorder's entry, which has to know whether it is the one that is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.ast import Function
from pcg_engine.tools.harness.prepare import is_nameable

DECLARATIONS = """\
namespace pcg_capture {
template <class... arguments> struct instance_tag { static char place; };
template <class... arguments> char instance_tag<arguments...>::place = 0;
template <long long number> struct number_tag;
static const void* wanted_instance();
template <class... arguments> inline bool is_wanted() {
  return &instance_tag<arguments...>::place == wanted_instance();
}
}
"""
"""What comes before the text of a file with a template that is captured."""


@dataclass(frozen=True, slots=True)
class InstanceTag:
    """The arguments of one instance: as the template names them, and as they are there."""

    inside: str
    outside: str

    @property
    def condition(self) -> str:
        """Whether this is the instance, as an expression in the function."""
        return f"::pcg_capture::is_wanted< {self.inside} >()"

    @property
    def definition(self) -> str:
        """The function that tells which instance that is, for behind the text."""
        place = f"&instance_tag< {self.outside} >::place"
        return f"static const void* wanted_instance() {{ return {place}; }}"


def instance_tag(function: Function) -> InstanceTag | None:
    """The tag of ``function``, an instance of a template; ``None`` if it cannot be written."""
    inside: list[str] = []
    outside: list[str] = []
    record = function.record or ""
    if "<" in record:
        if not is_nameable(record):
            return None
        # The class's own name in its members.
        inside.append(_own_name(record))
        outside.append(f"::{record}")
    for one in function.template_arguments:
        if one.parameter == "":
            continue  # without a name: it follows from the others
        if one.parameter == "..." or not is_nameable(one.text):
            return None
        inside.append(one.parameter if one.is_type else _number(one.parameter))
        outside.append(one.text if one.is_type else _number(one.text))
    return InstanceTag(", ".join(inside), ", ".join(outside)) if inside else None


def _number(text: str) -> str:
    return f"::pcg_capture::number_tag< (long long)({text}) >"


def _own_name(record: str) -> str:
    """The last part of a class's name, without its arguments."""
    depth, start, end = 0, 0, len(record)
    for position, character in enumerate(record):
        if character == "<":
            end = position if depth == 0 else end
            depth += 1
        elif character == ">":
            depth -= 1
        elif depth == 0 and record.startswith("::", position):
            start, end = position + 2, len(record)
    return record[start:end]
