"""What a request asks for, parsed once and passed down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.workflow import Workflow

# What the lower end of a measured speedup must reach for an offer.
DEFAULT_THRESHOLD = 1.05


class FloatingPoint(StrEnum):
    """Whether floating-point reductions may be reordered."""

    STRICT = "strict"
    REASSOCIATE = "reassociate"


class Generators(StrEnum):
    """Where candidates come from."""

    RULES = "rules"
    MODEL = "model"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a language model is asked.

    ``workflows`` take turns, until each loop nest has had ``samples`` conversations, each of up to
    ``attempts`` answers. Once something was verified, ``patience`` conversations in a row that find
    nothing better end the work on the nest. ``examples`` of the memory are shown with each
    question (0: none); with ``self_match`` no two with the same slow code. ``most_tokens`` and
    ``most_money`` (in the endpoint's currency) bound the whole request; 0 leaves it unbounded. With
    ``population`` of the fastest verified versions later conversations build (0: none does). With
    ``model_driven`` there is one conversation, in which the model chooses the actions by tool
    calls, and may have ``samples`` times ``attempts`` versions evaluated. With ``self_correction``
    it is asked to doubt each version of its own that passed, and the inputs it names are run.
    """

    workflows: tuple[Workflow, ...] = (Workflow.PARALLEL, Workflow.ANY)
    samples: int = 4
    attempts: int = 3
    patience: int = 2
    examples: int = 2
    self_match: bool = True
    most_tokens: int = 200_000
    most_money: float = 0.0
    model_driven: bool = False
    population: int = 3
    self_correction: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The knobs of one ``parallelize`` request.

    ``budget_seconds`` bounds the whole request; ``threads`` is the team size benchmarked and
    offered for; ``threshold`` is what the lower end of the speedup's interval must reach;
    ``function``, ``line`` and ``loop`` choose loop nests. Without ``benchmark`` nothing is timed:
    only ``verify`` can do without. ``model`` counts where ``generators`` has one.
    """

    threads: int
    budget_seconds: float = 60.0
    floating_point: FloatingPoint = FloatingPoint.REASSOCIATE
    threshold: float = DEFAULT_THRESHOLD
    function: str | None = None
    line: int | None = None
    loop: LoopId | None = None
    benchmark: bool = True
    generators: Generators = Generators.RULES
    model: ModelSettings = ModelSettings()
