"""The user's own commands are run only after the user has seen them and said so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.command_consents import CommandConsents, Purpose
from pcg_engine.domain.errors import PcgError
from pcg_server.consent import Agreed, Agreement, Withheld
from pcg_server.questions import PATIENCE_SECONDS, Questions
from pcg_server.user import User

log = logging.getLogger(__name__)

_RUN = "Run these commands"
_NOT = "Don't run them"
_LONGEST_QUESTION = 900
"""Editors cut what is longer (VS Code: at 1,000), and nobody agrees to what is not shown."""


@dataclass(frozen=True, slots=True)
class CommandPlan:
    """Commands that would be run for ``purpose``, all that decides that having the ``digest``.

    ``shown`` are the commands and where they are run, in words; ``whose`` names them in a few.
    ``instead`` says what is done without the user's consent, ``elsewhere`` how else it is had.
    """

    purpose: Purpose
    folder: Path
    digest: str
    shown: str
    whose: str
    instead: str
    elsewhere: str


class CommandConsenting:
    """Asks the user, once for the very commands of each folder and purpose.

    An answer is kept from one session to the next; when the commands change the user is asked
    again. A refusal is not kept: whoever asks for the commands by name is asked once more.
    """

    def __init__(
        self,
        consents: CommandConsents,
        user: Callable[[], User],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._consents = consents
        self._user = user
        self._questions = Questions[Agreement](patience)
        self._given: dict[tuple[Path, Purpose], str] = {}

    async def obtain(self, plan: CommandPlan, waiting: Callable[[str], None]) -> Agreement:
        """Whether the commands of ``plan`` may be run.

        ``waiting`` is told of a question that the user has to answer first.
        """
        if self._given.get((plan.folder, plan.purpose)) == plan.digest:
            return Agreed()
        known = self._consents.is_allowed
        if await asyncio.to_thread(known, plan.folder, plan.purpose, plan.digest):
            return Agreed()
        if not self._user().can_be_asked:
            return Withheld(
                f"this editor cannot ask whether {plan.whose} may be run: {plan.instead}; "
                f"{plan.elsewhere}"
            )
        question = _question(plan)
        if len(question) > _LONGEST_QUESTION:
            return Withheld(
                f"{plan.whose} are too long to be shown in a question: {plan.instead}; put them "
                f"into a script or a target of the build ({plan.elsewhere} as they are)"
            )
        waiting(f"may {plan.whose} be run?")
        matter = (plan.folder, plan.purpose, plan.digest)
        answer = await self._questions.answer(matter, lambda: self._ask(plan, question))
        return answer or Withheld(
            f"you have not said whether {plan.whose} may be run: {plan.instead}"
        )

    async def close(self) -> None:
        """Ask nothing any more."""
        await self._questions.close()

    async def _ask(self, plan: CommandPlan, question: str) -> Agreement:
        if await self._user().ask(question, _RUN, _NOT) != _RUN:
            return Withheld(f"{plan.whose} are not run, as you chose: {plan.instead}")
        self._given[plan.folder, plan.purpose] = plan.digest
        try:
            await asyncio.to_thread(self._consents.allow, plan.folder, plan.purpose, plan.digest)
        except PcgError as error:
            # It holds as long as the editor runs.
            log.warning("the consent is not kept: %s", error.sentence)
        return Agreed()


def shown(text: str) -> str:
    """A command, or part of one, for people: what cannot be seen is written so that it can be."""
    seen = "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text
    )
    return f"`{seen}`"


def _question(plan: CommandPlan) -> str:
    return (
        f"PCG: may {plan.whose} be run? {plan.shown} They run in the sandbox, without network. "
        "Your answer is remembered for these very commands."
    )
