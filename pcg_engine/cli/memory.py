"""``pcg memory``: build the index of examples, add to them, search them, count them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.contract import SCHEMA, print_json
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.inputs import read_source
from pcg_engine.cli.memory_arguments import MemoryArguments
from pcg_engine.cli.session import Session
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.example import Example, Retrieved
from pcg_engine.memory.embedder_choice import EmbedderChoice, EmbedderKind
from pcg_engine.wiring import known_examples, open_memory, own_memory_folder, remember


def run(arguments: Arguments, session: Session) -> int:
    """Do what ``arguments.memory`` says; only ``add`` changes what is kept."""
    asked = arguments.memory
    if asked is None:
        raise UsageError("usage", "an action is needed", "pcg memory build|add|search|stats")
    match asked.action:
        case "build":
            result = _build(asked, session)
        case "add":
            result = _add(arguments, asked)
        case "search":
            result = _search(arguments, asked, session)
        case _:
            result = _stats(asked, session)
    if arguments.json:
        print_json({"schema": SCHEMA, **result})
    else:
        _print(asked.action, result)
    return ExitCode.DONE


def _build(asked: MemoryArguments, session: Session) -> dict[str, Any]:
    memory = open_memory(_choice(asked), session.note, session.scratch.path)
    return {"examples": len(memory.index), "embedder": memory.embedder.identity}


def _add(arguments: Arguments, asked: MemoryArguments) -> dict[str, Any]:
    from pcg_engine.memory.examples import OWN_SOURCE, Origin, example

    if asked.fast is None:
        raise UsageError("usage", "two files are needed", "pcg memory add SLOW FAST")
    slow, fast = read_source(arguments.paths[0]), read_source(asked.fast)
    # Nothing is verified here and nothing measured: `verified_by` and `machine` stay empty.
    made = example(
        slow.data.decode("utf-8", "replace"),
        fast.data.decode("utf-8", "replace"),
        asked.category,
        asked.title,
        Origin(source=OWN_SOURCE, licence=""),
        asked.speedup,
    )
    return {
        "id": made.id,
        "added": remember(made),
        "verified": False,
        "folder": str(own_memory_folder()),
    }


def _search(arguments: Arguments, asked: MemoryArguments, session: Session) -> dict[str, Any]:
    from pcg_engine.memory.functions import function_text
    from pcg_engine.memory.retrieval import Retrieval

    source = read_source(arguments.paths[0])
    slow: str | None = source.data.decode("utf-8", "replace")
    if arguments.function is not None:
        slow = function_text(source, arguments.function)
        if slow is None:
            raise UsageError(
                "no-such-function",
                f"{source.path} does not define a function `{arguments.function}`",
                "give its name without parameters",
            )
    memory = open_memory(_choice(asked), session.note, session.scratch.path)
    found = memory.retrieve(slow or "", Retrieval(asked.count, asked.self_match))
    return {
        "file": source.path,
        "function": arguments.function,
        "embedder": memory.embedder.identity,
        "results": [_object(one) for one in found],
    }


def _stats(asked: MemoryArguments, session: Session) -> dict[str, Any]:
    examples = known_examples()
    memory = open_memory(_choice(asked), session.note, session.scratch.path)
    return {
        "examples": len(examples),
        "categories": _counted(one.category for one in examples),
        "sources": _counted(one.source for one in examples),
        "embedder": memory.embedder.identity,
        "verified": sum(1 for one in examples if one.verified_by),
        "measured": sum(1 for one in examples if one.speedup),
        "tokens": sum(one.tokens for one in examples),
        "folder": str(own_memory_folder()),
    }


def _choice(asked: MemoryArguments) -> EmbedderChoice:
    kind = EmbedderKind(asked.embedder)
    if kind is not EmbedderKind.STRUCTURAL and not asked.model:
        raise UsageError(
            "usage", f"the {kind} embedder needs a model", "name it with --embedding-model MODEL"
        )
    return EmbedderChoice(kind, asked.model)


def _counted(names: Any) -> dict[str, int]:
    return dict(sorted(Counter[str](names).items()))


def _object(found: Retrieved) -> dict[str, Any]:
    return {"similarity": round(found.similarity, 4), **asdict(found.example)}


def _print(action: str, result: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    match action:
        case "build":
            console.print(
                f"{result['examples']} examples can be searched with {result['embedder']}",
                markup=False,
            )
        case "add":
            state = "added" if result["added"] else "was there already"
            console.print(
                f"{result['id']} {state}, not verified ({result['folder']})", markup=False
            )
        case "search":
            for one in result["results"]:
                found = {key: value for key, value in one.items() if key != "similarity"}
                _print_example(console, one["similarity"], Example(**found))
            if not result["results"]:
                console.print("no examples")
        case _:
            console.print(
                f"{result['examples']} examples, {result['verified']} of them verified, "
                f"{result['measured']} measured; embedder {result['embedder']}",
                markup=False,
            )
            for name, count in result["categories"].items():
                console.print(f"{count:6}  {name}", markup=False)
            console.print(f"your own are kept in {result['folder']}", markup=False)


def _print_example(console: Any, similarity: float, one: Example) -> None:
    measured = f"{one.speedup:.2f}× as fast" if one.speedup else "not measured"
    judged = (
        f"verified by {one.verified_by.partition(':')[0]}" if one.verified_by else "not verified"
    )
    console.print(
        f"{similarity:.2f}  {one.title} ({one.category}; {measured}; {judged}; {one.id})",
        markup=False,
    )
    for head, code in (("slow code", one.slow), ("fast code", one.fast)):
        console.print(f"  {head}:", markup=False)
        for line in code.strip().splitlines():
            console.print(f"    {line}", markup=False)
