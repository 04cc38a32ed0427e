"""What a model would be asked, without asking it."""

from __future__ import annotations

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.checks import Laboratory
from pcg_engine.action.choice import chosen_nests
from pcg_engine.action.conversations import opening_question
from pcg_engine.action.model_driven import driving_question
from pcg_engine.action.nest_work import work_for
from pcg_engine.action.parallelize import Request, surveyed
from pcg_engine.action.topic import Topic, topic_of
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.settings import ModelSettings
from pcg_engine.planning.prompts.opening import Prompt
from pcg_engine.ports import Cancellation


def show_prompts(
    request: Request,
    laboratory: Laboratory,
    assistant: Assistant,
    cancellation: Cancellation,
) -> tuple[Prompt, ...]:
    """The first question of each workflow for each nest that the model would be asked about.

    Nothing is sent, built or run. Raises what ``parallelize`` raises.
    """
    instruments = laboratory.instruments
    found = surveyed(request, laboratory, cancellation)
    prompts: list[Prompt] = []
    for nest in chosen_nests(found, request.settings):
        work = work_for(nest, found, request.settings, laboratory, assistant)
        if work.function is None or work.assistant is None:
            continue
        topic = topic_of(nest, work.function, found, request.settings, instruments, assistant)
        prompts += _questions(topic, assistant.endpoint, request.settings.model)
    return tuple(prompts)


def _questions(topic: Topic, endpoint: Endpoint, settings: ModelSettings) -> tuple[Prompt, ...]:
    if settings.model_driven:
        return (driving_question(topic, endpoint),)
    return tuple(opening_question(workflow, topic, endpoint) for workflow in settings.workflows)
