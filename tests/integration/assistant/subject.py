"""One file of C++, a laboratory, and a model that says what a test wants it to say."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.checks import Laboratory
from pcg_engine.action.journal import Journal, NoJournal
from pcg_engine.action.parallelize import Request, parallelize
from pcg_engine.action.spending import Spending
from pcg_engine.action.state import Proposal, Step
from pcg_engine.domain.endpoint import Endpoint, ModelSize
from pcg_engine.domain.events import Event
from pcg_engine.domain.example import Retrieved
from pcg_engine.domain.result import Attempt, NestResult
from pcg_engine.domain.settings import Generators, ModelSettings, Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import Verified
from pcg_engine.domain.workflow import Workflow
from pcg_engine.ports import Cancellation
from pcg_engine.wiring import laboratory
from tests.fakes.model_server import ModelServer, Says
from tests.fakes.model_server.asking import endpoint_of, model_of
from tests.fakes.model_server.server import Script

SOURCE = """\
#include <cmath>
#include <cstddef>
#include <vector>

const double scale = 0.5;

double unrelated(double x) { return x + 1.0; }

// How much is in the samples.
double energy(const std::vector<double>& samples) {
  double sum = 0.0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double s = samples[i];
    sum += scale * std::sqrt(s * s + 1.0);
  }
  return sum;
}
"""
FUNCTION = "energy"

RIGHT = """\
double energy(const std::vector<double>& samples) {
  double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double s = samples[i];
    sum += scale * std::sqrt(s * s + 1.0);
  }
  return sum;
}
"""


def fenced(code: str) -> str:
    """An answer as models write them."""
    return f"Here is a faster version:\n\n```cpp\n{code}```\n\nIt gives the same results.\n"


def right() -> Says:
    """The answer that holds."""
    return Says(fenced(RIGHT))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request came to, and what the model was asked for it."""

    nest: NestResult
    events: tuple[Event, ...]
    server: ModelServer
    spending: Spending

    @property
    def codes(self) -> tuple[str, ...]:
        """Why each of the model's candidates was refused; ``right`` if it was not."""
        return tuple(
            _code(attempt) for attempt in self.nest.attempts if attempt.candidate.origin != "rules"
        )

    @property
    def checks(self) -> tuple[str, ...]:
        """Which check refused each of the model's candidates."""
        return tuple(_check(attempt) for attempt in self.nest.attempts)

    def question(self, number: int) -> str:
        """What was said to the model last before its ``number``-th answer, from 0."""
        return self.server.requests[number].latest_text


def is_right(attempt: Attempt) -> bool:
    """Whether nothing was found wrong: how fast it is depends on the machine."""
    return Step(Proposal(attempt.candidate), attempt.verdict).is_right


def _code(attempt: Attempt) -> str:
    if is_right(attempt) or isinstance(attempt.verdict, Verified):
        return "right"
    return attempt.verdict.code


def _check(attempt: Attempt) -> str:
    if is_right(attempt) or isinstance(attempt.verdict, Verified):
        return ""
    verdict = attempt.verdict
    return next((c.name.value for c in verdict.checks if c.code == verdict.code), "")


@contextmanager
def bench(folder: Path, text: str = SOURCE) -> Generator[Bench]:
    """A laboratory for ``text``."""
    source = SourceText(str(folder / "energy.cpp"), text.encode())
    (folder / "energy.cpp").write_bytes(source.data)
    command = CompileCommand("g++", ("-std=c++20", "-O2"), str(folder))
    with laboratory(command, Settings(threads=2), print) as made:
        yield Bench(source, command, made)


@dataclass(frozen=True, slots=True)
class Bench:
    """Runs requests that share builds and inputs."""

    source: SourceText
    command: CompileCommand
    laboratory: Laboratory

    def ask(
        self,
        script: Script,
        *,
        workflows: Sequence[Workflow] = (Workflow.PARALLEL,),
        generators: Generators = Generators.MODEL,
        samples: int = 1,
        attempts: int = 3,
        recalled: tuple[Retrieved, ...] = (),
        most_tokens: int = 0,
        journal: Journal | None = None,
        size: ModelSize = ModelSize.LARGE,
        max_tokens: int = 512,
        self_correction: bool = False,
    ) -> Outcome:
        """Parallelise the function with a model that follows ``script``."""
        events: list[Event] = []
        model_settings = ModelSettings(
            tuple(workflows),
            samples,
            attempts,
            examples=len(recalled),
            most_tokens=most_tokens,
            self_correction=self_correction,
        )
        settings = Settings(
            threads=2,
            budget_seconds=600.0,
            function=FUNCTION,
            generators=generators,
            model=model_settings,
        )
        with ModelServer(script) as server:
            profile: Endpoint = endpoint_of(server, size=size, max_tokens=max_tokens)
            spending = Spending(profile.price, most_tokens)
            model = model_of(server, size=size, max_tokens=max_tokens)
            try:
                assistant = Assistant(model, profile, spending, lambda _: recalled)
                result = parallelize(
                    Request(self.source, self.command, settings),
                    self.laboratory,
                    Cancellation(),
                    events.append,
                    assistant,
                    journal or NoJournal(),
                )
            finally:
                model.close()
        nest = replace(result.nests[0])
        return Outcome(nest, tuple(events), server, spending)
