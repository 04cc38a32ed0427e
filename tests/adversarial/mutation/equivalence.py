"""Why a mutant that was verified is no mistake: it means what the offer means.

Some kinds of change are equivalent by an argument that a program can check; it is given as one
sentence. Others were read by a person, and are listed in ``equivalent.toml`` with the reason.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.source import SourceText
from tests.adversarial.mutation.directives import Directive, find_directives
from tests.adversarial.mutation.mutant import Mutant
from tests.adversarial.mutation.offers import Offer
from tests.adversarial.verifier.bench import COMMAND

REVIEWED = Path(__file__).with_name("equivalent.toml")

_THREADS = re.compile(rb"\bomp_\w+|\b(?:linear|ordered|nowait|threadprivate|atomic|mutex)\b")
_CONSTRUCTS_FOR_LANES = frozenset({"parallel for", "for"})
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Key:
    """Which mutant was reviewed; ``digest`` is that of the part of the text that is mutated."""

    offer: str
    operator: str
    digest: str


def key_of(offer: Offer, mutant: Mutant) -> Key:
    """The key of ``mutant`` in ``equivalent.toml``."""
    digest = hashlib.sha256(b" ".join(offer.part_of(mutant).split())).hexdigest()[:12]
    return Key(offer.name, mutant.operator, digest)


def reviewed(path: Path = REVIEWED) -> dict[Key, str]:
    """The reviewed mutants with their reasons. Raises ``ValueError`` for one without a reason."""
    found: dict[Key, str] = {}
    for entry in tomllib.loads(path.read_text()).get("mutant", []):
        key = Key(entry["offer"], entry["operator"], entry["digest"])
        if not entry["why"].strip() or key in found:
            raise ValueError(f"{path.name}: {key} has no reason, or is there twice")
        found[key] = entry["why"]
    return found


def argument(
    offer: Offer, mutant: Mutant, offers: Sequence[Offer], compilers: Sequence[str]
) -> str | None:
    """Why ``mutant`` is equivalent to ``offer``, if that can be shown mechanically."""
    for other in offers:
        if other.original == offer.original and other.text.split() == mutant.text.split():
            return f"it is the text of another verified offer, {other.name}"
    if _differs_in_schedule(mutant, offer):
        return "a schedule only says who does which iterations, and nothing in the code asks"
    if _adds_lanes(mutant, offer):
        return "iterations that may run in threads at once, without locks, may run in lanes"
    if _shares_out_less(mutant, offer):
        return "without collapse whole iterations of the outer loop are shared out"
    if all(_same_code(compiler, offer.text, mutant.text) for compiler in compilers):
        return "compilers make the same code of both at -O2"
    return None


def _differs_in_schedule(mutant: Mutant, offer: Offer) -> bool:
    before, after = _directives(offer, offer.text), _directives(offer, mutant.text)
    return (
        _THREADS.search(offer.text) is None
        and _without(before, "schedule") == _without(after, "schedule")
        and before != after
        and _code(offer, offer.text) == _code(offer, mutant.text)
    )


def _adds_lanes(mutant: Mutant, offer: Offer) -> bool:
    directives = find_directives(SourceText("", offer.text), offer.span)
    return (
        mutant.operator == "simd added"
        and len(directives) == 1
        and directives[0].name in _CONSTRUCTS_FOR_LANES
        and _THREADS.search(offer.text) is None
    )


def _shares_out_less(mutant: Mutant, offer: Offer) -> bool:
    """Whether only ``collapse`` is gone; its loops declare their counters, which stay private."""
    before, after = _directives(offer, offer.text), _directives(offer, mutant.text)
    loops = re.findall(rb"\bfor\s*\(\s*(\S*)\s*(\S*)", offer.text[offer.span.start :])
    return (
        mutant.operator == "clause dropped"
        and mutant.what.startswith("collapse")
        and len(before) == 1
        and _without(before, "collapse") == _without(after, "collapse")
        and not re.search(r"\b(?:lastprivate|linear|ordered)\b", before[0])
        and all(re.match(rb"\w", second) for _, second in loops[:2])
        and _THREADS.search(offer.text) is None
    )


def _directives(offer: Offer, text: bytes) -> list[str]:
    source = SourceText("", text)
    grown = len(text) - len(offer.text)
    span = type(offer.span)(offer.span.start, offer.span.end + grown)
    return [_words(source, directive) for directive in find_directives(source, span)]


def _words(source: SourceText, directive: Directive) -> str:
    return " ".join(source.slice(directive.span).replace("\\\n", " ").split())


def _without(directives: Sequence[str], clause: str) -> list[str]:
    removed = re.compile(rf" ?\b{clause}\([^)]*\)")
    return [" ".join(removed.sub("", directive).split()) for directive in directives]


def _code(offer: Offer, text: bytes) -> list[bytes]:
    """The text without its directives."""
    source = SourceText("", text)
    grown = len(text) - len(offer.text)
    span = type(offer.span)(offer.span.start, offer.span.end + grown)
    kept, position = b"", 0
    for directive in find_directives(source, span):
        kept += text[position : directive.span.start]
        position = directive.span.end
    return (kept + text[position:]).split()


def _same_code(compiler: str, before: bytes, after: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        texts = [_assembly(compiler, text, Path(folder)) for text in (before, after)]
    return texts[0] is not None and texts[0] == texts[1]


def _assembly(compiler: str, text: bytes, folder: Path) -> bytes | None:
    """What ``compiler`` makes of ``text``, without line numbers; ``None`` if it refuses."""
    (folder / "unit.cpp").write_bytes(text)
    line = [compiler, *COMMAND.flags, "-O2", "-fopenmp", "-w", "-S", "-o", "-", "unit.cpp"]
    done = subprocess.run(line, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)
    return done.stdout if done.returncode == 0 else None
