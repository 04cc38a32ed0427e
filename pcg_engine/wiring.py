"""The single place where adapters are chosen and put together.

Adapters are imported when they are chosen, so that no command waits for what only another needs.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine import __version__
from pcg_engine.adapters.scratch import Scratch
from pcg_engine.adapters.store import SqliteStore, why_unusable
from pcg_engine.adapters.tool_discovery import diagnose, discover
from pcg_engine.adapters.user_folders import cache_folder, data_folder, state_folder
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable, PcgError
from pcg_engine.domain.example import Example, Retrieved
from pcg_engine.domain.header_units import HeaderUnits
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.run import RunBegan
from pcg_engine.domain.settings import ModelSettings, Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand, Finding, Tool, Toolchain
from pcg_engine.ports import FOR_STRANGERS, AstReader, Cancellation, Embedder, Sandbox, Store

if TYPE_CHECKING:
    from pcg_engine.action.assistant import Assistant
    from pcg_engine.action.checks import Laboratory
    from pcg_engine.action.journal import Journal
    from pcg_engine.action.project_site import Project
    from pcg_engine.adapters.cache_contents import CacheContents
    from pcg_engine.adapters.capture_files import CaptureFolders
    from pcg_engine.adapters.header_units.finding import KnownFiles
    from pcg_engine.adapters.language_model.configuration import Models
    from pcg_engine.adapters.language_model.consent import Consents
    from pcg_engine.adapters.project_configuration import FirstTable
    from pcg_engine.memory.embedder_choice import EmbedderChoice
    from pcg_engine.memory.retrieval import Memory

_KEPT_RUNS = 20
_CAPTURES = "captures"


@dataclass(frozen=True, slots=True)
class AnalysisBench:
    """What ``analyze`` needs: a reader, and the machine as far as it is known."""

    reader: AstReader
    machine: MachineModel


@dataclass(frozen=True, slots=True)
class ChosenSandbox:
    """The strongest sandbox that works here, and why a stronger one does not."""

    sandbox: Sandbox
    description: str


def _unheard(_text: str) -> None:
    """For callers whom notes do not concern."""


def scratch() -> Scratch:
    """This process's folder for what must be gone when it ends; whoever takes it removes it."""
    return Scratch()


def analysis_bench(
    command: CompileCommand, note: Callable[[str], None] = _unheard, temporary: Path | None = None
) -> AnalysisBench:
    """A reader for ``command``; raises ``EnvironmentUnavailable`` without clang.

    ``note`` is told what is missing and what that costs. ``temporary`` is for what is not needed
    any more when the process ends.
    """
    environment = os.environ
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="discover") as pool:
        discovering = pool.submit(discover, environment, command.compiler)
        # Asking the tools for their versions takes about as long as loading what comes next.
        from pcg_engine.tools.calibration import recall

        import_module("pcg_engine.adapters.clang_ast.reader")
        import_module("pcg_engine.action.survey")
        toolchain = discovering.result()
    cache = _cache(environment, note, temporary)
    store = SqliteStore(cache / "cache.sqlite")
    reader = _reader(toolchain, cache, store, temporary)
    return AnalysisBench(reader, recall(store, _available_threads()))


@contextmanager
def laboratory(
    command: CompileCommand,
    settings: Settings,
    note: Callable[[str], None],
    shared: Scratch | None = None,
    cancellation: Cancellation | None = None,
    *,
    captured: Sequence[Path] | None = (),
) -> Generator[Laboratory]:
    """Everything that verification needs, for one request.

    ``note`` is told what is missing and what that costs. Builds and inputs are put into ``shared``,
    which its owner removes, or else into a folder that goes with the laboratory. What was captured
    earlier is taken from the folders ``captured`` and from the cache; with ``None``, nothing is.
    Raises ``EnvironmentUnavailable`` if there is no compiler at all or no room for builds,
    ``UsageError`` if one of ``captured`` is no capture.
    """
    if shared is None:
        own = Scratch()
        try:
            with laboratory(command, settings, note, own, cancellation, captured=captured) as made:
                yield made
        finally:
            own.remove()
        return
    from pcg_engine.action.checks import Laboratory
    from pcg_engine.action.result_cache import ResultCache
    from pcg_engine.adapters.capture_files import CaptureFolders
    from pcg_engine.adapters.clock import SystemClock
    from pcg_engine.adapters.compiler import GnuStyleCompiler
    from pcg_engine.adapters.kept_builds import KeptBuilds
    from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
    from pcg_engine.tools.calibration import calibrate
    from pcg_engine.tools.subject import Instruments

    cancellation = cancellation or Cancellation()
    environment = os.environ
    toolchain = discover(environment, command.compiler)
    clang = _clang(toolchain)
    if toolchain.user_compiler is None:
        raise EnvironmentUnavailable(
            "no-compiler",
            f"the compiler `{command.compiler}` cannot be run",
            "install g++, or set CXX to the path of your compiler",
        )
    cancellation.check()
    workspace = shared.path
    shared.require_room()
    cache = _cache(environment, note, workspace)
    store = SqliteStore(cache / "cache.sqlite")
    chosen = choose_sandbox(toolchain, cache, workspace)
    cancellation.check()
    for finding in diagnose(toolchain, chosen.sandbox.guarantees, chosen.description):
        if not finding.found:
            note(f"no {finding.name}: {finding.cost_if_missing}; {finding.remedy}")
    instruments = Instruments(
        compiler=GnuStyleCompiler(
            toolchain.user_compiler,
            clang,
            workspace / "artifacts",
            chosen.sandbox,
            kept=KeptBuilds(cache / "builds"),
        ),
        sandbox=chosen.sandbox,
        reader=_reader(toolchain, cache, store, workspace, chosen.sandbox),
        toolchain=toolchain,
        clock=SystemClock(),
        workspace=workspace,
        threads=settings.threads,
        captures=None if captured is None else CaptureFolders(cache / _CAPTURES, captured),
    )
    machine = calibrate(instruments, store, cancellation)
    timing = ExclusiveTiming(cache / "benchmark.lock")
    yield Laboratory(instruments, machine, timing, ResultCache(store, instruments))


def header_units(
    source: SourceText,
    command: CompileCommand,
    temporary: Path,
    note: Callable[[str], None] = _unheard,
    cancellation: Cancellation | None = None,
    known: KnownFiles | None = None,
    also: Sequence[str] = (),
) -> HeaderUnits | None:
    """The translation units through which a header is compiled; ``None`` for any other file.

    Also ``None`` where the database lists no unit that includes it: then ``note`` is told that it
    is taken for a file of its own. Raises what running the compiler raises.
    ``known`` is what was read already, for other headers. Which of the header's functions with
    loops, and which of the names ``also``, units use behind it is told of each unit.
    """
    if not command.units:
        return None
    from pcg_engine.adapters.header_units import finding
    from pcg_engine.syntax.loops import find_loops
    from pcg_engine.syntax.parse import parse

    functions = (loop.function for loop in find_loops(parse(source)))
    looping = (f.name.rpartition("::")[2] for f in functions if f is not None)
    names = dict.fromkeys((*looping, *also))
    folder = _cache(os.environ, note, temporary) / "units"
    finder = finding.HeaderUnitFinder(folder, temporary, known or finding.KnownFiles())
    found = finder.find(source, command, tuple(names), cancellation or Cancellation())
    if found is None:
        note(
            f"no unit of {command.units} could be found that includes {source.path}: it is "
            "taken for a file of its own"
        )
    return found


def project_of(file: Path) -> Project:
    """The project that ``file`` is in, as its ``.pcg.toml`` says, else as its build files do.

    Raises ``UsageError`` if there is none, or what is written there cannot be used.
    """
    from pcg_engine.action.project_site import Project
    from pcg_engine.adapters.project_configuration import find_project
    from pcg_engine.adapters.tree_copy import DiskTreeCopier

    return Project(find_project(file), DiskTreeCopier())


def first_project_table(root: Path) -> FirstTable:
    """A ``[project]`` table for ``root``; raises ``UsageError`` if there is one, or no build."""
    from pcg_engine.adapters.project_configuration import first_table

    return first_table(root)


def kept_captures(note: Callable[[str], None], temporary: Path) -> CaptureFolders:
    """What was captured on this machine, in the cache."""
    from pcg_engine.adapters.capture_files import CaptureFolders

    return CaptureFolders(_cache(os.environ, note, temporary) / _CAPTURES)


def cache_contents() -> CacheContents:
    """What is in the user's cache."""
    from pcg_engine.adapters.cache_contents import CacheContents

    return CacheContents(cache_folder(os.environ))


def known_examples() -> tuple[Example, ...]:
    """The seed corpus, then the user's own examples; each pair once."""
    from pcg_engine.adapters.example_files import OwnExamples, seed_examples
    from pcg_engine.memory.examples import distinct, parse_lines

    own = OwnExamples(own_memory_folder()).read()
    return distinct(
        one for text in (seed_examples(), *own) for one in parse_lines(text.text, text.name)
    )


def own_memory_folder() -> Path:
    """Where the user's own examples are."""
    return data_folder(os.environ) / "memory"


def remember(example: Example) -> bool:
    """Keep ``example`` in the user's own memory; false if it was there already."""
    from pcg_engine.adapters.example_files import OwnExamples
    from pcg_engine.memory.examples import to_line

    return OwnExamples(own_memory_folder()).add(example.id, to_line(example))


@dataclass(frozen=True, slots=True)
class AppliedOffer:
    """A version that the user took over: the function's text before and after, what it gained."""

    function: str
    slow: str
    fast: str
    speedup: float
    threads: int


def keep_applied(applied: AppliedOffer) -> bool:
    """Keep ``applied`` as an example of the user's own; false if it was there already.

    Raises ``PcgError`` where that is not possible.
    """
    from pcg_engine.memory.embedder_choice import BUILT_IN
    from pcg_engine.memory.examples import OWN_SOURCE, Origin, example

    machine = f"{platform.machine()}, {applied.threads} threads"
    origin = Origin(OWN_SOURCE, "", machine, f"pcg {__version__}")
    category = open_memory(BUILT_IN).category_of(applied.slow)
    return remember(
        example(applied.slow, applied.fast, category, applied.function, origin, applied.speedup)
    )


def open_memory(
    choice: EmbedderChoice,
    note: Callable[[str], None] = _unheard,
    temporary: Path | None = None,
) -> Memory:
    """All examples with an index of them, which is made if the kept one is not of these examples.

    Raises ``EnvironmentUnavailable`` if the embedder cannot be had.
    """
    from pcg_engine.adapters.faiss_index import IndexKey, open_index
    from pcg_engine.memory.examples import content_digest
    from pcg_engine.memory.retrieval import Memory

    examples = known_examples()
    embedder = _embedder(choice)
    key = IndexKey(embedder.identity, embedder.dimensions, content_digest(examples))
    folder = _cache(os.environ, note, temporary) / "memory"
    opened = open_index(folder, key, lambda: embedder.embed([one.slow for one in examples]))
    if opened.problem:
        note(f"the index of examples is not kept: {folder}: {opened.problem}")
    return Memory(examples, embedder, opened.index)


def _embedder(choice: EmbedderChoice) -> Embedder:
    from pcg_engine.memory.embedder_choice import EmbedderKind
    from pcg_engine.memory.hybrid import HybridEmbedder, Part
    from pcg_engine.memory.structural import StructuralEmbedder

    if choice.kind is EmbedderKind.STRUCTURAL:
        return StructuralEmbedder()
    from pcg_engine.adapters.sentence_transformers import SentenceTransformerEmbedder

    semantic = SentenceTransformerEmbedder(choice.model)
    if choice.kind is EmbedderKind.SEMANTIC:
        return semantic
    # Shares that benchmarks/retrieval.py found to be good.
    return HybridEmbedder((Part(StructuralEmbedder(), 0.75), Part(semantic, 0.25)))


def models(note: Callable[[str], None] = _unheard) -> Models:
    """The language models that the user configured; ``note`` is told what is wrong with that."""
    from pcg_engine.adapters.language_model.configuration import read_models

    found = read_models(os.environ)
    for problem in found.problems:
        note(problem)
    return found


def consents() -> Consents:
    """Which projects' code may be sent where."""
    from pcg_engine.adapters.language_model.consent import Consents, consents_file

    return Consents(consents_file(os.environ))


@dataclass(frozen=True, slots=True)
class Asking:
    """How a model is asked.

    ``offline`` uses kept answers only. ``record`` and ``replay`` are files of questions and
    answers, one to be written, one to be used in place of the model.
    """

    offline: bool = False
    record: Path | None = None
    replay: Path | None = None


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run that is being written down, or not: by whom, and how its model is asked for that."""

    journal: Journal
    asking: Asking


@contextmanager
def kept_run(
    source: SourceText,
    settings: Settings,
    endpoint: Endpoint,
    note: Callable[[str], None],
    place: Path | None = None,
    *,
    offline: bool = False,
) -> Generator[KeptRun]:
    """Write a run with a model into the folder ``place``, or else among the last few.

    Raises ``EnvironmentUnavailable`` if ``place`` is given and cannot be written to.
    """
    from pcg_engine.action.journal import NoJournal, Recording
    from pcg_engine.adapters.run_files import REPLIES, RunWriter, new_run_folder

    try:
        folder = place or new_run_folder(state_folder(os.environ) / "runs", _KEPT_RUNS)
        writer = RunWriter(folder)
    except EnvironmentUnavailable as error:
        if place is not None:
            raise
        note(f"this run is not kept: {error.message}")
        yield KeptRun(NoJournal(), Asking(offline))
        return
    try:
        writer.write(RunBegan(__version__, source.path, source.digest, settings, endpoint))
        yield KeptRun(Recording(writer.write), Asking(offline, record=folder / REPLIES))
    finally:
        writer.close()


@contextmanager
def assistant(
    endpoint: Endpoint,
    settings: ModelSettings,
    asking: Asking,
    note: Callable[[str], None] = _unheard,
    temporary: Path | None = None,
) -> Generator[Assistant]:
    """The model behind ``endpoint``, for one request. Nothing is sent before the first question.

    Whoever calls this has made sure that the user agrees to that.
    """
    from pcg_engine.action.assistant import Assistant
    from pcg_engine.action.spending import Spending
    from pcg_engine.adapters.language_model.client import ChatModel
    from pcg_engine.adapters.language_model.kept_replies import KeptReplies
    from pcg_engine.adapters.language_model.recording import RecordedModel, ReplayedModel

    spending = Spending(endpoint.price, settings.most_tokens, settings.most_money)
    recall = _recall(settings, endpoint, note, temporary)
    if asking.replay is not None:
        yield Assistant(ReplayedModel(asking.replay), endpoint, spending, recall)
        return
    store = SqliteStore(_cache(os.environ, note, temporary) / "replies.sqlite")
    client = ChatModel(endpoint)
    try:
        model = KeptReplies(client, store, endpoint, offline=asking.offline)
        if asking.record is None:
            yield Assistant(model, endpoint, spending, recall)
            return
        recorded = RecordedModel(model, asking.record)
        try:
            yield Assistant(recorded, endpoint, spending, recall)
        finally:
            recorded.close()
    finally:
        client.close()


def _recall(
    settings: ModelSettings,
    endpoint: Endpoint,
    note: Callable[[str], None],
    temporary: Path | None,
) -> Callable[[str], tuple[Retrieved, ...]]:
    """Retrieval from memory, which is opened when it is first asked.

    The user's own examples are code of other projects, which nobody has agreed to send: a model on
    another machine is not shown them.
    """
    from pcg_engine.memory.embedder_choice import BUILT_IN
    from pcg_engine.memory.examples import OWN_SOURCE
    from pcg_engine.memory.retrieval import Retrieval

    if not settings.examples:
        return lambda _code: ()

    @cache
    def memory() -> Memory | None:
        try:
            return open_memory(BUILT_IN, note, temporary)
        except PcgError as error:
            note(f"no examples are shown to the model: {error.sentence}")
            return None

    def recall(code: str) -> tuple[Retrieved, ...]:
        opened = memory()
        if opened is None:
            return ()
        kept_here = () if endpoint.is_local else opened.examples
        own = frozenset(one.id for one in kept_here if one.source == OWN_SOURCE)
        how = Retrieval(settings.examples, settings.self_match, left_out=own)
        return opened.retrieve(code, how)

    return recall


def choose_sandbox(
    toolchain: Toolchain, cache: Path, temporary: Path | None = None
) -> ChosenSandbox:
    """Bubblewrap where running it works, else resource limits alone.

    The launcher is kept in ``cache``; a trial is made in ``temporary``.
    """
    from pcg_engine.adapters import bubblewrap
    from pcg_engine.adapters.launcher import build_launcher
    from pcg_engine.adapters.limited_sandbox import LimitedSandbox

    compiler = toolchain.user_compiler or toolchain.clang
    if compiler is None:
        raise EnvironmentUnavailable(
            "no-compiler", "no C++ compiler was found", "install g++, or set CXX"
        )
    launcher = build_launcher(compiler, cache / "launcher")
    if toolchain.bubblewrap is None:
        return ChosenSandbox(LimitedSandbox(launcher), "bubblewrap is not installed")
    probed = bubblewrap.probe(toolchain.bubblewrap, launcher, temporary)
    if isinstance(probed, bubblewrap.Unusable):
        return ChosenSandbox(LimitedSandbox(launcher), probed.reason)
    if probed.guarantees >= FOR_STRANGERS:
        return ChosenSandbox(probed, f"works; all {len(FOR_STRANGERS)} protections hold")
    return ChosenSandbox(probed, "works, but this kernel cannot filter system calls")


def findings(
    compiler: str | None, note: Callable[[str], None], temporary: Path
) -> tuple[Finding, ...]:
    """What ``doctor`` says of this machine."""
    toolchain = discover(os.environ, compiler)
    if toolchain.user_compiler is None and toolchain.clang is None:
        return diagnose(toolchain, frozenset(), "not probed: there is no compiler")
    chosen = choose_sandbox(toolchain, _cache(os.environ, note, temporary), temporary)
    return diagnose(toolchain, chosen.sandbox.guarantees, chosen.description)


def _cache(
    environment: Mapping[str, str], note: Callable[[str], None], temporary: Path | None
) -> Path:
    """The folder that is kept from one run to the next; where that cannot be, one that is not."""
    folder = cache_folder(environment)
    reason = why_unusable(folder)
    if reason is None or temporary is None:
        return folder
    note(
        f"nothing is kept for later runs, which makes them slower: {folder}: {reason}; "
        "set XDG_CACHE_HOME to a folder that can be written to"
    )
    instead = temporary / "cache"
    instead.mkdir(exist_ok=True)
    return instead


def _reader(
    toolchain: Toolchain,
    cache: Path,
    store: Store,
    temporary: Path | None,
    sandbox: Sandbox | None = None,
) -> AstReader:
    """A reader whose precompiled headers are kept in ``cache``."""
    from pcg_engine.adapters.clang_ast.reader import ClangAstReader
    from pcg_engine.adapters.linked_units import LinkingReader

    clang = _clang(toolchain)
    scratch = cache / "reader"
    return LinkingReader(
        ClangAstReader(clang.path, clang.version, scratch, store, sandbox, temporary)
    )


def _clang(toolchain: Toolchain) -> Tool:
    if toolchain.clang is None:
        raise EnvironmentUnavailable(
            "no-clang",
            "clang++ 16 or newer is needed to read the code and was not found",
            "run scripts/system-tools, or install clang-19",
        )
    return toolchain.clang


def _available_threads() -> int:
    return len(os.sched_getaffinity(0))
