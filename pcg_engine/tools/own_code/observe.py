"""Runs a candidate with probes in its text, under sanitizers and with OpenMP on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcg_engine.domain.candidate import RULES_ORIGIN
from pcg_engine.domain.source import Span
from pcg_engine.ports import Cancellation, Rejected
from pcg_engine.tools import case_plan, extract, thresholds
from pcg_engine.tools.attempt import attempt, is_spinning
from pcg_engine.tools.expected import expectations, expectations_at
from pcg_engine.tools.experiment import Experiment, Reference
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.build import Program, build, resource
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.run import CallMode
from pcg_engine.tools.harness.variants import Variant
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.own_code.fallbacks import Fallback, fallbacks
from pcg_engine.tools.own_code.lines import own_lines
from pcg_engine.tools.own_code.probes import Probe, ProbedText, Way, put_probes, statements_of
from pcg_engine.tools.size_borders import names_border, size_borders
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.teams import Team, few, memory_teams, team_matrix
from pcg_engine.tools.trial import UNSTABLE, Expectation, Failure

_ARRAY_SECTION = b"reduction"
_ZONE = 64


@dataclass(frozen=True, slots=True)
class OwnCode:
    """What the candidate's own code did.

    ``probes`` tell its conditions, comparisons and bodies apart, ``seen`` has for each of them
    which ways it went on inputs whose results agreed; ``calls`` is how many calls that were.
    ``text`` is the candidate's. ``beyond`` are the first inputs on which each condition held that
    compares something with a size that small inputs do not have.
    """

    text: bytes
    probes: tuple[Probe, ...]
    seen: tuple[Way, ...]
    calls: int
    beyond: tuple[Case, ...] = ()

    def unreached(self) -> tuple[tuple[Probe, Way], ...]:
        """The probes that did not see all they want to see, with what is missing.

        A function that was not entered counts only if one that was names it; its insides do not.
        """
        rows = list(zip(self.probes, self.seen, strict=True))
        entered = [probe for probe, seen in rows if probe.is_entry and seen]
        inside = {probe.function for probe in entered}
        texts = [self.text[probe.span.start : probe.span.end] for probe in entered]

        def counts(probe: Probe) -> bool:
            if not probe.is_entry:
                return probe.function in inside
            name = re.compile(rb"(?<!\w)" + re.escape(probe.name.encode()) + rb"(?!\w)")
            return bool(probe.name) and any(name.search(text) for text in texts)

        return tuple(
            (probe, probe.wanted & ~seen)
            for probe, seen in rows
            if probe.wanted & ~seen and counts(probe)
        )

    def reached_spans(self) -> tuple[Span, ...]:
        """Where the conditions and comparisons are that went both ways."""
        return tuple(
            probe.span
            for probe, seen in zip(self.probes, self.seen, strict=True)
            if not probe.is_code and probe.wanted == Way.FALSE | Way.TRUE == seen
        )


def observe(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> OwnCode | Failure | Obstacle:
    """What the candidate's own code does on inputs whose results are compared.

    Computed once for each candidate. Without code of its own (directives apart) nothing is run.
    """
    return experiment.shared(
        ("own-code", subject.source.data, subject.candidate.reassociates),
        lambda c: _observe(subject, experiment, instruments, c),
        cancellation,
    )


def _observe(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> OwnCode | Failure | Obstacle:
    own = _own_lines(subject)
    if not own:
        return OwnCode(subject.source.data, (), (), 0)
    reference = experiment.reference(cancellation)
    if isinstance(reference, Obstacle):
        return reference
    built = _build(subject, own, experiment, instruments, cancellation)
    if isinstance(built, Obstacle):
        return built
    return _Observation(subject, experiment, reference, built, instruments).run(cancellation)


def _own_lines(subject: Subject) -> frozenset[int]:
    """The candidate's own lines, without those of other changed functions and of directives."""
    before, after = subject.original.source, subject.source
    own = own_lines(before.data, after.data)
    for change in extract.compare(before, after).changed:
        if change.name != subject.original.function.name:
            first = after.location(change.after.span.start).line
            last = after.location(change.after.span.end).line
            own -= frozenset(range(first, last + 1))
    lines = after.data.split(b"\n")
    code = {n for n in own if not lines[n - 1].lstrip().startswith((b"#", b"//"))}
    sections = any(_ARRAY_SECTION in lines[n - 1] and b"[" in lines[n - 1] for n in own)
    borders = size_borders(before.data, after.data)
    is_plain = not (code or sections or borders) and subject.candidate.origin == RULES_ORIGIN
    return frozenset() if is_plain else own


@dataclass(frozen=True, slots=True)
class _Built:
    programs: tuple[Program, ...]
    probed: ProbedText


def _anywhere(variant: Variant) -> Variant:
    """``variant`` with zones, so that arguments lie in either order of addresses.

    The sanitizer's own heap sorts blocks by size; conditions on addresses are to be seen true and
    false.
    """
    return replace(variant, red_zone=_ZONE)


def _build(
    subject: Subject,
    own: frozenset[int],
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> _Built | Obstacle:
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    command = subject.original.command
    wanted: tuple[Variant, ...] = (_anywhere(variants.address_sanitizer_openmp(command)),)
    if b"_OPENMP" in subject.source.data:
        wanted = (*wanted, _anywhere(variants.address_sanitizer(command)))
    known = statements_of(subject.original.source)
    spared = fallbacks(subject.original.source, subject.source)
    why = ""
    for values in (True, False):
        probed = put_probes(subject.source, own, known, values=values)
        probed = replace(probed, probes=tuple(_asked(probe, spared) for probe in probed.probes))
        declared = prelude(len(probed.probes), is_c=subject.source.is_c)
        programs: list[Program] = []
        for variant in wanted:
            program = build(
                harness, probed.text, variant, instruments, cancellation, prelude=declared
            )
            if isinstance(program, Rejected):
                errors = [d.message for d in program.diagnostics if "error" in d.severity]
                why = (*errors, program.code)[0]
                break
            programs.append(program)
        else:
            if values or any(not probe.is_entry for probe in probed.probes):
                return _Built(tuple(programs), probed)
    return inconclusive(
        "own-code-not-observed",
        f"PCG cannot see which of the candidate's own branches run: with probes in it, it does "
        f"not compile ({why})",
    )


def prelude(probes: int, *, is_c: bool) -> bytes:
    """What declares so many probes, before the text that has them."""
    probes = max(1, probes)  # an array of no elements is not allowed
    if is_c:
        return b"enum { pcg_own_probes = %d };\n" % probes + resource("probes.h")
    number = b"namespace pcg_own { enum : unsigned { probes = %d }; }\n" % probes
    return number + resource("probes.hpp")


def _asked(probe: Probe, spared: Sequence[Fallback]) -> Probe:
    """``probe`` without the way that leads to the original's own text, and without that text."""
    for one in spared:
        if one.otherwise.contains(probe.span):
            return replace(probe, wanted=Way.NEITHER)
        if one.condition.contains(probe.span):
            return replace(probe, wanted=probe.wanted & Way.TRUE)
    return probe


class _Observation:
    def __init__(
        self,
        subject: Subject,
        experiment: Experiment,
        reference: Reference,
        built: _Built,
        instruments: Instruments,
    ) -> None:
        self._subject = subject
        self._experiment = experiment
        self._reference = reference
        self._built = built
        self._instruments = instruments
        self._seen = [Way.NEITHER] * len(built.probed.probes)
        self._calls = 0
        self._beyond: dict[int, Case] = {}

    def run(self, cancellation: Cancellation) -> OwnCode | Failure | Obstacle:
        """All inputs with a usual team; other teams and more inputs only while something lacks."""
        usual = expectations(self._subject, self._experiment, self._reference, cancellation)
        if isinstance(usual, Obstacle):
            return usual
        own = thresholds.own_inputs(self._subject, self._experiment, cancellation)
        if isinstance(own, Obstacle):
            return own
        usual += own.expectations
        for team in memory_teams():
            failure = self._try(team, few(usual, team) if team.few else usual, cancellation)
            if failure is not None:
                return failure
        for team in team_matrix(self._instruments.threads, concurrent=False):
            if not self._lacks():
                return self._found()
            if team.mode is CallMode.REPEATED:
                continue
            failure = self._try(team, few(usual, team) if team.few else usual, cancellation)
            if failure is not None:
                return failure
        return self._search(cancellation)

    def _search(self, cancellation: Cancellation) -> OwnCode | Failure | Obstacle:
        harness = self._experiment.harness(cancellation)
        if isinstance(harness, Obstacle):
            return harness
        for round_, specs in enumerate(case_plan.searching_specs(harness)):
            if not self._lacks():
                break
            valid = self._experiment.valid_cases(specs, cancellation)
            if isinstance(valid, Obstacle):
                return valid
            wanted = expectations_at(self._subject, valid.cases, self._experiment, cancellation)
            if isinstance(wanted, Obstacle):
                return wanted
            for team in memory_teams():
                failure = self._try(team, wanted, cancellation)
                if failure is not None and round_ > 0:
                    return failure
        return self._found()

    def _found(self) -> OwnCode:
        return OwnCode(
            self._subject.source.data,
            self._built.probed.probes,
            tuple(self._seen),
            self._calls,
            tuple(dict.fromkeys(self._beyond.values())),
        )

    def _lacks(self) -> bool:
        return bool(self._found().unreached())

    def _try(
        self, team: Team, wanted: Sequence[Expectation], cancellation: Cancellation
    ) -> Failure | None:
        if not wanted:
            return None
        for program in self._built.programs:
            failure = self._try_program(program, team, wanted, cancellation)
            if failure is not None:
                return failure
        return None

    def _try_program(
        self,
        program: Program,
        team: Team,
        wanted: Sequence[Expectation],
        cancellation: Cancellation,
    ) -> Failure | None:
        # Where calls change each other's results, each gets a process of its own.
        stateless = self._reference.fresh == self._reference.repeated
        result = attempt(
            program,
            wanted,
            team.mode if stateless else CallMode.ISOLATED,
            team.environment,
            f"{team.words}, under AddressSanitizer",
            # The sanitizer's price.
            2 * self._reference.seconds + 1,
            self._instruments,
            cancellation,
            spinning=is_spinning(self._subject.source.data),
        )
        if isinstance(result, Failure) and result.code == UNSTABLE:
            return None  # equivalence reports what rounding leaves open
        if isinstance(result, Failure):
            return result
        self._calls += len(wanted)
        size = max(1, len(self._seen))
        for at in range(0, len(result.extra_output) - size + 1, size):
            record = result.extra_output[at : at + size]
            self._seen = [seen | Way(byte) for seen, byte in zip(self._seen, record, strict=False)]
            self._note_beyond(wanted[min(at // size, len(wanted) - 1)].case)
        return None

    def _note_beyond(self, case: Case) -> None:
        """``case`` was the last one to be called: what is seen now for the first time, it did."""
        for number, probe in enumerate(self._built.probed.probes):
            if Way.TRUE in self._seen[number] and names_border(probe.text) and not probe.is_code:
                self._beyond.setdefault(number, case)
