"""The arguments of ``pcg parallelize`` that concern language models."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pcg_engine.domain.settings import Generators, ModelSettings
from pcg_engine.domain.workflow import Workflow

_USUAL = ModelSettings()
_MOST_SAMPLES = 1000
_MOST_ATTEMPTS = 20
_MOST_EXAMPLES = 3
_MOST_POPULATION = 10
_PREFIX = "model_"


@dataclass(frozen=True, slots=True)
class ModelArguments:
    """Which model is asked, and how; without ``generators`` that depends on the configuration.

    ``send_to`` is the host that the user agrees to send code to. The run is written into the folder
    ``record``, or gone through again as it was written into ``replay``.
    """

    generators: Generators | None = None
    profile: str = ""
    settings: ModelSettings = _USUAL
    offline: bool = False
    send_to: str = ""
    show_prompt: bool = False
    record: Path | None = None
    replay: Path | None = None


def add_model(command: argparse.ArgumentParser) -> None:
    """Add them to the parser of a command."""
    group = command.add_argument_group(
        "language models",
        "Without a configured endpoint none is asked: see docs/models.md.",
    )
    add = group.add_argument
    add(
        "--generator",
        dest="model_generators",
        choices=[kind.value for kind in Generators],
        help="where candidates come from (default: all if a model is configured, else rules)",
    )
    add("--model", dest="model_profile", default="", metavar="PROFILE", help="which profile to ask")
    add(
        "--workflow",
        dest="model_workflows",
        action="append",
        choices=[workflow.value for workflow in Workflow],
        help="what to ask for; may be repeated (default: parallel, any)",
    )
    add(
        "--samples",
        dest="model_samples",
        type=_whole(1, _MOST_SAMPLES),
        default=_USUAL.samples,
        metavar="K",
        help="conversations for each loop nest (default: %(default)s)",
    )
    add(
        "--attempts",
        dest="model_attempts",
        type=_whole(1, _MOST_ATTEMPTS),
        default=_USUAL.attempts,
        metavar="N",
        help="answers in a conversation, until one is right (default: %(default)s)",
    )
    add(
        "--policy",
        dest="model_policy",
        choices=("rules", "model"),
        default="rules",
        help="who decides what comes next: PCG (default), or the model, by tool calls",
    )
    add(
        "--population",
        dest="model_population",
        type=_whole(0, _MOST_POPULATION),
        default=_USUAL.population,
        metavar="N",
        help="verified versions that later conversations build on (default: %(default)s; 0: none)",
    )
    add(
        "--self-correction",
        dest="model_self_correction",
        action="store_true",
        help="have the model doubt each version that passed, and run the inputs that it names",
    )
    add(
        "--examples",
        dest="model_examples",
        type=_whole(0, _MOST_EXAMPLES),
        default=_USUAL.examples,
        metavar="L",
        help="examples from memory shown with a question (default: %(default)s; 0: none)",
    )
    add(
        "--no-self-match",
        dest="model_self_match",
        action="store_false",
        help="let examples with the same slow code be shown together",
    )
    add(
        "--most-tokens",
        dest="model_most_tokens",
        type=_whole(0, None),
        default=_USUAL.most_tokens,
        metavar="N",
        help="ask no more after N tokens (default: %(default)s; 0: no limit)",
    )
    add(
        "--most-money",
        dest="model_most_money",
        type=_amount,
        default=_USUAL.most_money,
        metavar="AMOUNT",
        help="ask no more after AMOUNT, by the profile's prices (default: no limit)",
    )
    add(
        "--offline",
        dest="model_offline",
        action="store_true",
        help="use answers kept from earlier runs only",
    )
    add(
        "--send-to",
        dest="model_send_to",
        default="",
        metavar="HOST",
        help="agree to code of this project being sent to HOST, for this run",
    )
    add(
        "--show-prompt",
        dest="model_show_prompt",
        action="store_true",
        help="print what would be sent, and send nothing",
    )
    instead = group.add_mutually_exclusive_group()
    instead.add_argument(
        "--record",
        dest="model_record",
        type=Path,
        metavar="FOLDER",
        help="write the run to FOLDER (runs with a model are kept for a while in any case)",
    )
    instead.add_argument(
        "--replay",
        dest="model_replay",
        type=Path,
        metavar="FOLDER",
        help="go through a recorded run again, exactly; nothing is sent, built or timed",
    )


def take_model(values: dict[str, Any]) -> ModelArguments | None:
    """What ``add_model`` put into ``values``, which lose it; ``None`` for another command."""
    own = {name: values.pop(name) for name in list(values) if name.startswith(_PREFIX)}
    if not own:
        return None
    given = {name.removeprefix(_PREFIX): value for name, value in own.items()}
    workflows = given.pop("workflows") or _USUAL.workflows
    generators = given.pop("generators")
    settings = ModelSettings(
        workflows=tuple(dict.fromkeys(Workflow(one) for one in workflows)),
        samples=given.pop("samples"),
        attempts=given.pop("attempts"),
        examples=given.pop("examples"),
        self_match=given.pop("self_match"),
        most_tokens=given.pop("most_tokens"),
        most_money=given.pop("most_money"),
        model_driven=given.pop("policy") == "model",
        population=given.pop("population"),
        self_correction=given.pop("self_correction"),
    )
    return ModelArguments(
        generators=None if generators is None else Generators(generators),
        settings=settings,
        **given,
    )


def _whole(least: int, most: int | None) -> Any:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if value < least or (most is not None and value > most):
            upto = "" if most is None else f" to {most}"
            raise argparse.ArgumentTypeError(f"`{text}` is no whole number from {least}{upto}")
        return value

    return parse


def _amount(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"`{text}` is no amount of money")
    return value
