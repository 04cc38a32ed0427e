"""What the user can set, parsed once: a bad field keeps its default and is told of.

    python -m pcg_server.settings [--vscode | --markdown]

prints the settings for an editor's manifest and for the documentation.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, cast

from pcg_engine.domain.settings import DEFAULT_THRESHOLD, FloatingPoint, Generators, ModelSettings
from pcg_engine.domain.workflow import Workflow

_MODEL = ModelSettings()


class ProjectMode(StrEnum):
    """Whether the commands of the user's project may be run at all."""

    OFF = "off"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Section ``pcg`` of the editor's settings."""

    enable: bool = True
    analysis_automatic: bool = True
    code_lens_enable: bool = True
    code_lens_threshold: float = 1.2
    compiler: str = ""
    compile_flags: tuple[str, ...] = ()
    compilation_database: str = ""
    also: tuple[str, ...] = ()
    threads: int = 0
    budget_seconds: float = 60.0
    minimum_speedup: float = DEFAULT_THRESHOLD
    floating_point: FloatingPoint = FloatingPoint.REASSOCIATE
    project: ProjectMode = ProjectMode.ASK
    generators: Generators = Generators.RULES
    model_profile: str = ""
    model_workflows: tuple[Workflow, ...] = _MODEL.workflows
    model_samples: int = _MODEL.samples
    model_attempts: int = _MODEL.attempts
    model_examples: int = _MODEL.examples
    model_budget_seconds: float = 240.0
    model_self_correction: bool = _MODEL.self_correction
    model_most_tokens: int = _MODEL.most_tokens
    model_most_money: float = _MODEL.most_money


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its ``key`` below ``pcg``, what it means, and its JSON schema.

    ``machine`` tells that a workspace must not be able to set it.
    """

    key: str
    field: str
    description: str
    schema: Mapping[str, Any]
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """Settings, and one sentence for each field that was no good."""

    settings: ServerSettings
    complaints: tuple[str, ...]


SETTINGS = (
    Setting("enable", "enable", "Look at C++ files at all.", {"type": "boolean"}),
    Setting(
        "analysis.automatic",
        "analysis_automatic",
        "Read files with clang's front end when they are opened, saved or left alone for a while, "
        "so that lenses and hovers can tell what a loop allows. Nothing is built or run for it. "
        "If off, a file is read when you ask for something.",
        {"type": "boolean"},
    ),
    Setting("codeLens.enable", "code_lens_enable", "Show code lenses.", {"type": "boolean"}),
    Setting(
        "codeLens.threshold",
        "code_lens_threshold",
        "The least estimated speedup for which a loop has a lens.",
        {"type": "number", "minimum": 0},
    ),
    Setting(
        "compiler",
        "compiler",
        "The compiler, instead of the one that the compilation database names; without either "
        "`$CXX`, else `g++`.",
        {"type": "string"},
        machine=True,
    ),
    Setting(
        "compileFlags",
        "compile_flags",
        "Flags for files that no compilation database knows; without them `-std=c++20 -O2`.",
        {"type": "array", "items": {"type": "string"}},
    ),
    Setting(
        "compilationDatabase",
        "compilation_database",
        "The `compile_commands.json` to use, or its folder, instead of the nearest one.",
        {"type": "string"},
    ),
    Setting(
        "also",
        "also",
        "Other files of the program, whose functions are read where a file calls them; relative "
        "paths start at the workspace folder. Those of the compilation database are found without.",
        {"type": "array", "items": {"type": "string"}},
    ),
    Setting(
        "threads",
        "threads",
        "The team size to measure and offer for; 0 is every processor there is.",
        {"type": "integer", "minimum": 0, "maximum": 1024},
    ),
    Setting(
        "budgetSeconds",
        "budget_seconds",
        "How long the search for a faster version of one loop may take. The first verified offer "
        "is shown at once.",
        {"type": "number", "minimum": 1, "maximum": 86400},
    ),
    Setting(
        "minimumSpeedup",
        "minimum_speedup",
        "What the lower end of a measured speedup must reach for a version to be offered. Below 1 "
        "versions that are slower here are offered too, for code that will run elsewhere.",
        {"type": "number", "minimum": 0, "maximum": 1000},
    ),
    Setting(
        "floatingPoint",
        "floating_point",
        "`strict` allows no change of any result; with `reassociate` reductions may be reordered, "
        "within a bound that is checked.",
        {"type": "string", "enum": [one.value for one in FloatingPoint]},
    ),
    Setting(
        "project",
        "project",
        "Where PCG finds your project's build and tests, an action has them accept a version as "
        "well. With `ask` they are run only after you were shown these very commands and agreed; "
        "with `off` there is no such action.",
        {"type": "string", "enum": [one.value for one in ProjectMode]},
    ),
    Setting(
        "generators",
        "generators",
        "Whose versions are tried where an action does not say: those of the `rules`, those of a "
        "language `model`, or `all`. Models are configured in `~/.config/pcg/config.toml`; without "
        "one the rules work alone. Before code leaves this machine for the first time, you are "
        "asked.",
        {"type": "string", "enum": [one.value for one in Generators]},
        machine=True,
    ),
    Setting(
        "model.profile",
        "model_profile",
        "The profile of `config.toml` whose model is asked; empty: the default one.",
        {"type": "string"},
        machine=True,
    ),
    Setting(
        "model.workflows",
        "model_workflows",
        "What a model is asked for, in turn: OpenMP (`parallel`), a faster serial version "
        "(`serial`), whatever is fastest (`any`), or first the one and then the other "
        "(`multi-stage`).",
        {
            "type": "array",
            "items": {"type": "string", "enum": [one.value for one in Workflow]},
            "minItems": 1,
        },
    ),
    Setting(
        "model.samples",
        "model_samples",
        "How many conversations there may be for one loop.",
        {"type": "integer", "minimum": 1, "maximum": 1000},
    ),
    Setting(
        "model.attempts",
        "model_attempts",
        "How many answers there may be in a conversation, until one is right.",
        {"type": "integer", "minimum": 1, "maximum": 20},
    ),
    Setting(
        "model.examples",
        "model_examples",
        "How many examples of slow code made fast are retrieved from memory and shown to the "
        "model; 0: none.",
        {"type": "integer", "minimum": 0, "maximum": 3},
    ),
    Setting(
        "model.selfCorrection",
        "model_self_correction",
        "Have the model doubt each version of its own that passed, and run the inputs that it "
        "names.",
        {"type": "boolean"},
    ),
    Setting(
        "model.budgetSeconds",
        "model_budget_seconds",
        "What `pcg.budgetSeconds` is where a model is asked.",
        {"type": "number", "minimum": 1, "maximum": 86400},
    ),
    Setting(
        "model.mostTokens",
        "model_most_tokens",
        "A model is asked no more for a loop after so many tokens; 0: no limit.",
        {"type": "integer", "minimum": 0},
        machine=True,
    ),
    Setting(
        "model.mostMoney",
        "model_most_money",
        "A model is asked no more for a loop after so much money, by the profile's prices; 0: no "
        "limit.",
        {"type": "number", "minimum": 0},
        machine=True,
    ),
)


def parse(section: object) -> Parsed:
    """The settings in ``section``, nested (``{"codeLens": {"enable": …}}``) or with dotted keys."""
    if section is None:
        return Parsed(ServerSettings(), ())
    if not isinstance(section, Mapping):
        return Parsed(
            ServerSettings(), ("the setting pcg is not an object; its defaults are used",)
        )
    given = _flat(cast("Mapping[str, object]", section), "")
    settings = ServerSettings()
    complaints: list[str] = []
    for one in SETTINGS:
        value = given.get(one.key)
        if value is None:
            continue
        if not _fits(value, one.schema):
            complaints.append(
                f"the setting pcg.{one.key} should be {_expected(one.schema)}, "
                f"not {json.dumps(value, default=str)[:60]}; its default is used"
            )
            continue
        converted = _CONVERTERS.get(one.field, _same)(value)
        settings = replace(settings, **{one.field: converted})
    return Parsed(settings, tuple(complaints))


def default_of(setting: Setting) -> object:
    """The default as JSON has it."""
    value = next(f.default for f in fields(ServerSettings) if f.name == setting.field)
    if isinstance(value, tuple):
        return [_plain(one) for one in cast("tuple[object, ...]", value)]
    return _plain(value)


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _same(value: object) -> object:
    return value


def _strings(value: object) -> object:
    return tuple(cast("list[str]", value))


def _workflows(value: object) -> object:
    return tuple(dict.fromkeys(map(Workflow, cast("list[str]", value))))


_CONVERTERS: Mapping[str, Callable[[Any], object]] = {
    "compile_flags": _strings,
    "also": _strings,
    "floating_point": FloatingPoint,
    "project": ProjectMode,
    "budget_seconds": float,
    "minimum_speedup": float,
    "code_lens_threshold": float,
    "generators": Generators,
    "model_workflows": _workflows,
    "model_budget_seconds": float,
    "model_most_money": float,
}


def _flat(section: Mapping[str, object], prefix: str) -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in section.items():
        if isinstance(value, Mapping):
            flat.update(_flat(cast("Mapping[str, object]", value), f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _fits(value: object, schema: Mapping[str, Any]) -> bool:
    match schema["type"]:
        case "boolean":
            return isinstance(value, bool)
        case "string":
            return isinstance(value, str) and value in schema.get("enum", (value,))
        case "array":
            if not isinstance(value, list):
                return False
            elements = cast("list[object]", value)
            return len(elements) >= schema.get("minItems", 0) and all(
                _fits(one, schema["items"]) for one in elements
            )
        case kind:
            numbers = (int,) if kind == "integer" else (int, float)
            if isinstance(value, bool) or not isinstance(value, numbers):
                return False
            lowest, highest = schema.get("minimum", value), schema.get("maximum", value)
            return bool(lowest <= value <= highest)


def _expected(schema: Mapping[str, Any]) -> str:
    match schema["type"]:
        case "boolean":
            return "true or false"
        case "array":
            choices = schema["items"].get("enum")
            of = "strings" if choices is None else " and ".join(f'"{one}"' for one in choices)
            return f"a list of {of}"
        case "string":
            choices = schema.get("enum")
            return "a string" if choices is None else " or ".join(f'"{one}"' for one in choices)
        case kind:
            least, most = schema.get("minimum"), schema.get("maximum")
            bounds = f" from {least}" if least is not None else ""
            bounds += f" to {most}" if most is not None else ""
            return f"{'a whole number' if kind == 'integer' else 'a number'}{bounds}"


def vscode_properties() -> dict[str, dict[str, object]]:
    """``contributes.configuration.properties`` of the VS Code extension."""
    return {
        f"pcg.{one.key}": {
            **one.schema,
            "default": default_of(one),
            "markdownDescription": one.description,
            "scope": "machine" if one.machine else "resource",
        }
        for one in SETTINGS
    }


def markdown() -> str:
    """The settings as a table."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for one in SETTINGS:
        default = json.dumps(default_of(one))
        rows.append(f"| `pcg.{one.key}` | `{default}` | {one.description} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    if "--vscode" in sys.argv:
        print(json.dumps(vscode_properties(), indent=2))
    else:
        print(markdown(), end="")
