"""The work on one loop nest: rules, and a model where one may be asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from pcg_engine.action.agent import ListGenerator, run
from pcg_engine.action.assistant import Assistant
from pcg_engine.action.budget import Budget
from pcg_engine.action.checks import Laboratory
from pcg_engine.action.conclusion import conclude, without_candidates
from pcg_engine.action.conversations import Conversations
from pcg_engine.action.critic import Critic, CriticalJudge
from pcg_engine.action.instances import propose_for_all, shared_facts
from pcg_engine.action.journal import Journal, NoJournal
from pcg_engine.action.judges import NestJudges
from pcg_engine.action.misuse import misuses_of
from pcg_engine.action.model_driven import ModelDriven
from pcg_engine.action.policy import ConversationPolicy, RuleDrivenPolicy
from pcg_engine.action.search import ranked, with_outpaced
from pcg_engine.action.size_condition import Sizing, with_condition
from pcg_engine.action.state import AgentState
from pcg_engine.action.survey import Survey
from pcg_engine.action.topic import topic_of
from pcg_engine.action.wins import Wins
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.endpoint import ModelSize
from pcg_engine.domain.errors import Cancelled
from pcg_engine.domain.events import Event
from pcg_engine.domain.facts import LoopFacts, flatten
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.result import NestResult
from pcg_engine.domain.settings import FloatingPoint, Generators, ModelSettings, Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import Outcome
from pcg_engine.planning.rules.condition import Condition
from pcg_engine.planning.rules.propose import propose, propose_under, propose_variants
from pcg_engine.planning.rules.repaired_openmp import propose_repairs
from pcg_engine.planning.rules.work import Work, work_of
from pcg_engine.ports import Cancellation

_UNWRITTEN = NoJournal()
_BUDGET_SPENT = "the budget was spent before this loop's turn; raise it with --budget SECONDS"
_WORTH_ASKING = 1.05
"""The estimated speedup from which a nest is worth a model's time, unless it was chosen."""
_TRIALS_PART = 4
"""What part of a nest's time trials may go on for, after the first."""
_INSTANCES_PART = 2
"""What part of a nest's time that is left the other instances of a template may take."""
_NEAR_IDEAL = 0.9
"""The part of the number of threads from which a speedup is not worth another candidate's time."""


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

    def variants(self) -> tuple[Candidate, ...]:
        """The rules' candidates with other parameters."""
        if self.function is None:
            return ()
        found = ask_rules(self.nest, self.function, self.found, propose_variants)
        return _permitted(found, self.settings)

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
    repairs: Sequence[Misuse] = (),
) -> NestWork:
    """What there is to do for ``nest``; ``repairs`` are faults to be repaired with it."""
    function = found.function_of(nest)
    candidates: tuple[Candidate, ...] = ()
    if function is not None and settings.generators is not Generators.MODEL:
        candidates = _candidates(nest, function, found, settings, repairs)
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
        return without_candidates(nest, misuses_of(nest, work.found))
    if budget.is_spent:
        return NestResult(nest, Outcome.INCONCLUSIVE, "budget", _BUDGET_SPENT, None, ())
    rules_time = budget.share(waiting if work.assistant is None else 2 * waiting)
    has_time = budget.share(waiting)
    with ExitStack() as stack:
        judges = stack.enter_context(
            NestJudges(
                nest,
                function,
                work.found,
                settings,
                work.laboratory,
                budget.cancellation,
                emit,
                lambda: budget.share(_INSTANCES_PART * waiting),
            )
        )
        talk: Conversations | ModelDriven | None = None
        if work.assistant is not None:
            talk = _talk(work, function, work.assistant, budget.cancellation, has_time, emit)
        if isinstance(talk, Conversations):
            stack.enter_context(talk).begin()
        state = AgentState(nest)
        name = str(nest.loop.id)
        judge = work.journal.judge(name, judges)
        if work.candidates:
            try:
                trials = _trials(work, judges, budget.share(_TRIALS_PART * waiting), emit)
            except Cancelled:
                trials = ()
            enough = _NEAR_IDEAL * settings.threads
            policy = RuleDrivenPolicy(
                has_time=rules_time,
                enough=enough,
                fastest_first=any(t.ratio is not None for t in trials),
            )
            policy = work.journal.policy(name, policy)
            ordered = tuple(t.candidate for t in trials)
            state = run(state, policy, ListGenerator(ordered), judge, emit)
            state = with_outpaced(state, trials)
        if talk is not None and settings.model.self_correction:
            critic = Critic(talk.topic, talk.assistant, budget.cancellation, emit)
            judge = CriticalJudge(judge, critic)
        match talk:
            case Conversations(assistant=assistant):
                chosen = _conversation_policy(settings.model, assistant, has_time)
                policy = work.journal.policy(name, chosen)
                state = run(state.handed_on(), policy, talk, judge, emit)
            case ModelDriven():
                # What it decides follows from the replies, which are recorded by themselves.
                state = run(state.handed_on(), talk, talk, judge, emit)
            case None:
                pass
        cancellation.check()
        failure = None if talk is None else talk.failure
        result = conclude(state, judge, cancellation, failure, out_of_time=budget.is_spent)
        if result.offer is not None:
            _wins(work).won(nest, result.offer.candidate)
        if has_time():
            result = with_condition(result, _sizing(work, function), judge, cancellation, emit)
        return result


def _sizing(work: NestWork, function: Function) -> Sizing:
    """Of the rules' candidates for the text as it is; calls that are judged as loops go without."""
    found = work.found
    every = work.nest.of_each_instance
    nest = shared_facts(every[0], every)

    def work_of_loop(candidate: Candidate, known: frozenset[str]) -> Work | None:
        loop = next((f for f in flatten((nest,)) if f.loop.id == candidate.loop_id), None)
        if loop is None or nest.loop.id in found.judged:
            return None
        return work_of(loop, found.source, found.unit, function, known)

    def under(condition: Condition, candidate: Candidate) -> Candidate | None:
        return propose_under(condition, candidate, nest, found.source, found.unit, function)

    return Sizing(work_of_loop, under)


def _trials(
    work: NestWork, judges: NestJudges, has_time: Callable[[], bool], emit: Callable[[Event], None]
) -> tuple[Trial, ...]:
    """The rules' candidates in the order in which they are verified."""

    def rank() -> tuple[Trial, ...]:
        return ranked(
            work.candidates,
            work.variants,
            _wins(work).favourites(work.nest),
            lambda candidates: judges.trials(candidates, has_time),
            has_time,
            emit,
        )

    def known() -> tuple[Candidate, ...]:
        return (*work.candidates, *work.variants())

    return work.journal.order(str(work.nest.loop.id), rank, known)


def _wins(work: NestWork) -> Wins:
    laboratory = work.laboratory
    return Wins(laboratory.results.store, laboratory.instruments, work.settings.threads)


def _talk(
    work: NestWork,
    function: Function,
    assistant: Assistant,
    cancellation: Cancellation,
    has_time: Callable[[], bool],
    emit: Callable[[Event], None],
) -> Conversations | ModelDriven:
    settings = work.settings.model
    topic = topic_of(
        work.nest, function, work.found, work.settings, work.laboratory.instruments, assistant
    )
    if settings.model_driven:
        attempts = settings.samples * settings.attempts
        return ModelDriven(topic, assistant, attempts, cancellation, emit, has_time)
    ahead = min(2, assistant.endpoint.concurrency)
    return Conversations(topic, assistant, settings, cancellation, emit, ahead)


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
    nest: LoopFacts,
    function: Function,
    found: Survey,
    settings: Settings,
    repairs: Sequence[Misuse],
) -> tuple[Candidate, ...]:
    proposed = ask_rules(nest, function, found, propose)
    proposed += propose_repairs(nest, repairs, found.source, found.unit, function)
    return _permitted(proposed, settings)


def _permitted(proposed: tuple[Candidate, ...], settings: Settings) -> tuple[Candidate, ...]:
    if settings.floating_point is FloatingPoint.STRICT:
        return tuple(c for c in proposed if not c.reassociates)
    return proposed


def ask_rules(
    nest: LoopFacts,
    function: Function,
    found: Survey,
    ask: Callable[[LoopFacts, SourceText, TranslationUnit, Function], tuple[Candidate, ...]],
) -> tuple[Candidate, ...]:
    """What rules propose, for the loops that calls of algorithms stand for where there are any."""
    judged = found.judged.get(nest.loop.id)
    if judged is None or judged.function is None:
        functions = found.instances_of(nest)
        if not function.is_template_instance or len(functions) < len(nest.of_each_instance):
            return ask(nest, found.source, found.unit, function)
        return propose_for_all(
            nest, functions, found.source, lambda n, f: ask(n, found.source, found.unit, f)
        )
    text = judged.text
    proposed = ask(judged.loops, text.form.source, text.unit, judged.function)
    return tuple(judged.candidate(one) for one in proposed)
