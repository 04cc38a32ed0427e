"""The work on one loop nest: rules, and a model where one may be asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from pcg_engine.action.agent import ListGenerator, run
from pcg_engine.action.assistant import Assistant
from pcg_engine.action.briefing import brief
from pcg_engine.action.budget import Budget
from pcg_engine.action.checks import Laboratory
from pcg_engine.action.conclusion import conclude, without_candidates
from pcg_engine.action.conversations import Conversations
from pcg_engine.action.journal import Journal, NoJournal
from pcg_engine.action.judges import NestJudges
from pcg_engine.action.policy import ConversationPolicy, RuleDrivenPolicy
from pcg_engine.action.replies import ReplyReader
from pcg_engine.action.state import AgentState
from pcg_engine.action.survey import Survey
from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.endpoint import ModelSize
from pcg_engine.domain.events import Event
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.result import NestResult
from pcg_engine.domain.settings import FloatingPoint, Generators, ModelSettings, Settings
from pcg_engine.domain.verdict import Outcome
from pcg_engine.planning.prompts.task import Pair
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation

_UNWRITTEN = NoJournal()
_BUDGET_SPENT = "the budget was spent before this loop's turn; raise it with --budget SECONDS"
_WORTH_ASKING = 1.05
"""The estimated speedup from which a nest is worth a model's time, unless it was chosen."""


@dataclass(frozen=True, slots=True)
class NestWork:
    """One nest, what rules propose for it, who else is asked, and with what it is judged."""

    nest: LoopFacts
    function: Function | None
    candidates: tuple[Candidate, ...]
    assistant: Assistant | None
    found: Survey
    settings: Settings
    laboratory: Laboratory
    journal: Journal = _UNWRITTEN

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to judge."""
        return bool(self.candidates) or self.assistant is not None


def work_for(
    nest: LoopFacts,
    found: Survey,
    settings: Settings,
    laboratory: Laboratory,
    assistant: Assistant | None,
    journal: Journal = _UNWRITTEN,
) -> NestWork:
    """What there is to do for ``nest``."""
    function = found.function_of(nest)
    candidates: tuple[Candidate, ...] = ()
    if function is not None and settings.generators is not Generators.MODEL:
        candidates = _candidates(nest, function, found, settings)
    is_chosen = (settings.function, settings.line, settings.loop) != (None, None, None)
    is_asked = function is not None and not nest.loop.is_openmp
    is_promising = nest.estimate is None or nest.estimate.high >= _WORTH_ASKING
    if not is_asked or not (is_chosen or is_promising):
        assistant = None
    return NestWork(nest, function, candidates, assistant, found, settings, laboratory, journal)


def work_on(
    work: NestWork,
    waiting: int,
    budget: Budget,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> NestResult:
    """Try one nest; ``waiting`` of them, this one included, share what is left of the budget."""
    nest, function, settings = work.nest, work.function, work.settings
    if function is None:
        return without_candidates(nest)
    if budget.is_spent:
        return NestResult(nest, Outcome.INCONCLUSIVE, "budget", _BUDGET_SPENT, None, ())
    rules_time = budget.share(waiting if work.assistant is None else 2 * waiting)
    has_time = budget.share(waiting)
    with ExitStack() as stack:
        judges = stack.enter_context(
            NestJudges(
                nest, function, work.found, settings, work.laboratory, budget.cancellation, emit
            )
        )
        conversations = None
        if work.assistant is not None:
            conversations = conversations_about(
                work, function, work.assistant, budget.cancellation, emit
            )
            stack.enter_context(conversations)
            conversations.begin()
        state = AgentState(nest)
        name = str(nest.loop.id)
        judge = work.journal.judge(name, judges)
        if work.candidates:
            policy = work.journal.policy(name, RuleDrivenPolicy(has_time=rules_time))
            state = run(state, policy, ListGenerator(work.candidates), judge, emit)
        if work.assistant is not None and conversations is not None:
            talk = _conversation_policy(settings.model, work.assistant, has_time)
            policy = work.journal.policy(name, talk)
            state = run(state.handed_on(), policy, conversations, judge, emit)
        cancellation.check()
        failure = None if conversations is None else conversations.failure
        return conclude(state, judge, cancellation, failure, out_of_time=budget.is_spent)


def conversations_about(
    work: NestWork,
    function: Function,
    assistant: Assistant,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> Conversations:
    """What the model is asked about the nest of ``work``, which lies in ``function``."""
    found, settings = work.found, work.settings
    task = brief(found, work.nest, function, settings, work.laboratory.instruments)
    shown = assistant.recall(task.code) if settings.model.examples else ()
    return Conversations(
        task=task,
        pairs=tuple(Pair(r.example.slow, r.example.fast, r.example.speedup) for r in shown),
        assistant=assistant,
        reader=ReplyReader(
            found.source,
            function,
            work.nest.loop.id,
            assistant.origin,
            reassociates=settings.floating_point is FloatingPoint.REASSOCIATE,
        ),
        settings=settings.model,
        cancellation=cancellation,
        emit=emit,
        ahead=min(2, assistant.endpoint.concurrency),
    )


def _conversation_policy(
    settings: ModelSettings, assistant: Assistant, has_time: Callable[[], bool]
) -> ConversationPolicy:
    return ConversationPolicy(
        settings.samples,
        settings.attempts,
        feedback=assistant.endpoint.size is ModelSize.LARGE,
        patience=settings.patience,
        has_time=has_time,
    )


def _candidates(
    nest: LoopFacts, function: Function, found: Survey, settings: Settings
) -> tuple[Candidate, ...]:
    proposed = propose(nest, found.source, found.unit, function)
    if settings.floating_point is FloatingPoint.STRICT:
        return tuple(c for c in proposed if not c.reassociates)
    return proposed
