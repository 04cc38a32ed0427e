"""The language model of one request, with what it may cost and what it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pcg_engine.action.spending import Spending
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.example import Retrieved
from pcg_engine.ports import LanguageModel


@dataclass(frozen=True, slots=True)
class Assistant:
    """A model that may be asked; made by ``wiring`` once the user has agreed to that.

    ``recall`` finds examples in memory that are like a function's text.
    """

    model: LanguageModel
    endpoint: Endpoint
    spending: Spending
    recall: Callable[[str], tuple[Retrieved, ...]]

    @property
    def origin(self) -> str:
        """The origin of its candidates."""
        return self.endpoint.model
