"""A header is surveyed in every translation unit at hand, and worked on through one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pcg_engine.action.choice import chosen_nests
from pcg_engine.action.survey import OtherUnit, Survey, Through, survey
from pcg_engine.domain.facts import LoopFacts, Parallelizability, Reason, flatten
from pcg_engine.domain.header_units import (
    BEFORE_NAME,
    REST_NAME,
    HeaderUnits,
    UnitContext,
    UnitNotSeen,
    header_part,
)
from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.ports import AstReader, Cancellation

_INDEPENDENT = (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)


@dataclass(frozen=True, slots=True)
class UnitSurvey:
    """The header's text as one unit compiles it, surveyed."""

    context: UnitContext
    survey: Survey


@dataclass(frozen=True, slots=True)
class HeaderSurveys:
    """The surveys of one header in all units that clang can read, in the units' order.

    ``unread`` is a survey with errors, where there is no unit that clang can read.
    """

    units: HeaderUnits
    seen: tuple[UnitSurvey, ...]
    not_seen: tuple[UnitNotSeen, ...]
    templates: frozenset[Span]
    unread: Survey | None = None

    def chosen(self, settings: Settings | None) -> Survey:
        """Through the unit that builds and uses most of the loops that ``settings`` choose."""

        def worth(one: UnitSurvey, through: Through) -> tuple[int, int]:
            return _worth(one, settings, through)

        return self._through(worth)

    def of_function(self, body: Span) -> Survey:
        """Through a unit that builds the function with this body, one that uses it if any does."""

        def worth(one: UnitSurvey, through: Through) -> tuple[int, int]:
            function = one.survey.unit.function_at(body.start, body.end)
            if function is None or not through.builds(function):
                return (0, 0)
            return (function.name.rpartition("::")[2] in one.context.uses, 1)

        return self._through(worth)

    def _through(self, worth: Callable[[UnitSurvey, Through], tuple[int, int]]) -> Survey:
        if not self.seen:
            assert self.unread is not None
            return self.unread
        through = Through("", (), self.units, self.not_seen, self.templates)
        first = max(self.seen, key=lambda one: worth(one, through))
        others = tuple(OtherUnit(o.context.unit, o.survey) for o in self.seen if o is not first)
        through = replace(through, unit=first.context.unit, others=others)
        nests = tuple(_in_all(nest, first.survey, through) for nest in first.survey.nests)
        return replace(first.survey, nests=nests, through=through)


def survey_header(
    units: HeaderUnits,
    settings: Settings | None,
    reader: AstReader,
    machine: MachineModel,
    cancellation: Cancellation,
) -> Survey:
    """What the header's loops are, seen through the unit that builds and uses most of them.

    ``settings`` choose the loops that count; ``None`` means all. A loop that another unit says less
    of is what that one says: ``unknown`` or ``sequential``, with the unit's name. Units that clang
    cannot read are not looked at; if that is every one of them, the first is the result, with its
    errors.
    """
    return survey_units(units, reader, machine, cancellation).chosen(settings)


def survey_units(
    units: HeaderUnits,
    reader: AstReader,
    machine: MachineModel,
    cancellation: Cancellation,
    also: Sequence[str] = (),
) -> HeaderSurveys:
    """The header in every unit at hand; the functions named in ``also`` are read, loops or none."""
    seen: list[UnitSurvey] = []
    not_seen = list(units.not_seen)
    unread: Survey | None = None
    for context in units.contexts:
        cancellation.check()
        found = survey(units.source, context.command, reader, machine, cancellation, also)
        if found.errors:
            unread = unread or found
            reason = f"clang cannot read it: {found.errors[0].message}"
            not_seen.append(UnitNotSeen(context.unit, reason))
        else:
            seen.append(UnitSurvey(context, found))
    templates = frozenset(
        f.span
        for one in seen
        for f in one.survey.unit.functions.values()
        if f.is_template_instance and f.in_main_file
    )
    return HeaderSurveys(units, tuple(seen), tuple(not_seen), templates, unread)


def header_result(result: FileResult, found: Survey) -> FileResult:
    """``result`` of a header's survey as one of the header alone: the text ends with it."""
    text = result.output_text
    if found.through is None or text is None:
        return result
    own = header_part(SourceText(result.file, text))
    return replace(result, output_text=None if own is None else own.data)


def seen_through(through: Through) -> str:
    """“through a.cpp, and held against b.cpp; c.cpp was not looked at (the limit is 4 units)”."""
    told = f"through {through.unit}"
    if through.others:
        told += f", and held against {', '.join(other.unit for other in through.others)}"
    for one in through.not_seen:
        told += f"; {one.unit} was not looked at ({one.reason})"
    return told


def read_files(found: Survey) -> tuple[str, ...]:
    """All files that results for ``found`` rest on; the parts of units follow from the units."""
    own = found.unit.dependencies
    if found.through is None:
        return own
    others = (f for one in found.through.others for f in one.survey.unit.dependencies)
    files = dict.fromkeys((*own, *others, *found.through.units.files))
    return tuple(f for f in files if not f.endswith((BEFORE_NAME, REST_NAME)))


def _worth(one: UnitSurvey, settings: Settings | None, through: Through) -> tuple[int, int]:
    """How many of the loops that count are used there, and how many are built."""
    found = one.survey
    nests = found.nests if settings is None else chosen_nests(found, settings)
    built = [nest for nest in nests if through.builds(found.function_of(nest))]
    return sum(_name(nest) in one.context.uses for nest in built), len(built)


def _name(nest: LoopFacts) -> str:
    function = nest.loop.function
    return "" if function is None else function.name.rpartition("::")[2]


def _in_all(nest: LoopFacts, found: Survey, through: Through) -> LoopFacts:
    """``nest`` with what other units say against it."""
    if not through.builds(found.function_of(nest)):
        return _built_elsewhere(nest, through)
    for other in through.others:
        said = {f.loop.id: f for f in flatten(other.survey.nests)}
        if through.builds(other.survey.function_of(said.get(nest.loop.id, nest))):
            nest = _weakened(nest, said, other.unit)
    return nest


def _weakened(facts: LoopFacts, said: Mapping[LoopId, LoopFacts], unit: str) -> LoopFacts:
    children = tuple(_weakened(child, said, unit) for child in facts.children)
    facts = replace(facts, children=children)
    other = said.get(facts.loop.id)
    if (
        other is None
        or facts.parallelizability not in _INDEPENDENT
        or other.parallelizability in _INDEPENDENT
    ):
        return facts
    reasons = tuple(replace(r, message=f"in {unit}: {r.message}") for r in other.reasons)
    return replace(
        facts, parallelizability=other.parallelizability, with_=(), collapse=0, reasons=reasons
    )


def _built_elsewhere(nest: LoopFacts, through: Through) -> LoopFacts:
    """A loop that the unit does not build, with the unit that does, if there is one."""
    for other in through.others:
        said = next((n for n in other.survey.nests if n.loop.id == nest.loop.id), None)
        if said is not None and through.builds(other.survey.function_of(said)):
            name = nest.loop.id.function
            reason = Reason(
                "other-unit",
                f"{through.unit} does not build this function, {other.unit} does: choose it alone "
                f"(--function {name}) to go through that one",
            )
            return replace(
                nest,
                function_key=None,
                instances=(),
                parallelizability=Parallelizability.UNKNOWN,
                with_=(),
                collapse=0,
                reasons=(reason,),
            )
    return nest
