"""Results of checks, kept by content: an unchanged candidate is not checked twice.

What is timed is never kept: a speedup is measured in the run that shows it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pcg_engine
from pcg_engine.domain.facts import Assumption, Obligation
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import CompilerRole, Store
from pcg_engine.tools.subject import Instruments, Subject

_FORMAT = 1
_DECIDED = frozenset({Outcome.PASSED, Outcome.REFUTED})


@dataclass(frozen=True, slots=True)
class ResultCache:
    """What was found of candidates, in a ``Store``.

    The key covers everything that the results depend on: PCG's own code, the tools, reader, flags,
    the texts of the original, of the candidate and of every header, the loop, what the candidate
    declares and assumes, what was captured for the file, and the kind of sandbox.
    """

    store: Store
    instruments: Instruments

    def recall(self, subject: Subject) -> tuple[CheckResult, ...] | None:
        """The results kept for ``subject`` (they cost no ``seconds`` now), or ``None``."""
        key = self._key(subject)
        kept = None if key is None else self.store.get(key)
        return None if kept is None else _decode(kept)

    def keep(self, subject: Subject, results: tuple[CheckResult, ...]) -> None:
        """Keep ``results`` if they are final: a missing tool or a busy machine may change."""
        if any(result.outcome not in _DECIDED for result in results):
            return
        key = self._key(subject)
        if key is not None:
            self.store.put(key, _encode(results))

    def _key(self, subject: Subject) -> str | None:
        original = subject.original
        tools = self.instruments
        try:
            headers = [
                (name, hashlib.sha256(Path(name).read_bytes()).hexdigest())
                for name in sorted(original.unit.dependencies)
                if name != original.source.path
            ]
        except OSError:
            return None
        parts: list[object] = [
            _FORMAT,
            _own_code(),
            repr(tools.toolchain),
            tools.compiler.identity(CompilerRole.USER),
            tools.compiler.identity(CompilerRole.CLANG),
            tools.reader.identity,
            sorted(tools.sandbox.guarantees),
            tools.threads,
            original.command.flags,
            original.command.directory,
            original.source.path,
            original.source.digest,
            original.function.key,
            [str(facts.loop.id) for facts in original.nests],
            [original.region.start, original.region.end],
            str(subject.candidate.loop_id),
            subject.candidate.origin,
            repr(subject.candidate.assumptions),
            subject.source.digest,
            subject.candidate.reassociates,
            "" if tools.captures is None else tools.captures.identity(original.source.path),
            headers,
            [(one.path, one.flags, one.directory) for one in original.unit.linked],
        ]
        return "checks:" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def _own_code() -> str:
    """Digest of the package: a check that was changed has not judged what was kept before."""
    root = Path(pcg_engine.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _encode(results: tuple[CheckResult, ...]) -> bytes:
    return json.dumps([asdict(result) for result in results]).encode()


def _decode(text: bytes) -> tuple[CheckResult, ...] | None:
    try:
        return tuple(_result(fields) for fields in json.loads(text))
    except (ValueError, KeyError, TypeError):
        return None


def _result(fields: dict[str, Any]) -> CheckResult:
    if fields["speedup"] is not None or fields["scaling"] or fields["stressed"]:
        raise ValueError("timed results are never kept")
    return CheckResult(
        name=CheckName(fields["name"]),
        outcome=Outcome(fields["outcome"]),
        detail=fields["detail"],
        seconds=0.0,
        code=fields["code"],
        proved=fields["proved"],
        obligations=tuple(Obligation(**one) for one in fields["obligations"]),
        assumptions=tuple(Assumption(**one) for one in fields["assumptions"]),
        max_relative_error=fields["max_relative_error"],
        counterexample=fields["counterexample"],
    )
