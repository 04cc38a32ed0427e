"""Consents by themselves: late answers, answers that cannot be kept, several who wait."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pcg_server.consent import Agreed, Agreement, Consenting, Withheld

from pcg_engine.adapters.language_model.consent import Consents
from pcg_engine.domain.endpoint import Endpoint
from tests.server.editor import PATIENCE_SECONDS

HOST = "models.example.com"
ELSEWHERE = Endpoint("hosted", f"https://{HOST}/v1", "coder")


class Deliberating:
    """A user who answers when told to."""

    can_be_asked = True

    def __init__(self) -> None:
        self.asked = 0
        self.answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()

    async def ask(self, question: str, *choices: str) -> str | None:
        assert HOST in question
        assert choices == (f"Send to {HOST}", "Don't send")
        self.asked += 1
        return await self.answer

    def tell(self, text: str) -> None:
        raise AssertionError(text)


async def _obtain(consenting: Consenting, project: Path, *, insist: bool = False) -> Agreement:
    return await consenting.obtain(project, ELSEWHERE, lambda _: None, insist=insist)


async def test_an_answer_that_comes_late_holds_from_then_on(tmp_path: Path) -> None:
    user = Deliberating()
    consents = Consents(tmp_path / "consents.json")
    consenting = Consenting(consents, lambda: user, patience=0.01)
    early = await _obtain(consenting, tmp_path)
    assert isinstance(early, Withheld)
    assert "you have not said whether code may go" in early.told
    user.answer.set_result(f"Send to {HOST}")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not consents.is_allowed(tmp_path, HOST):
            await asyncio.sleep(0.01)
    assert await _obtain(consenting, tmp_path) == Agreed()
    assert user.asked == 1


async def test_all_who_wait_get_the_same_answer(tmp_path: Path) -> None:
    user = Deliberating()
    consenting = Consenting(Consents(tmp_path / "consents.json"), lambda: user)
    waiting: list[str] = []
    jobs = [
        asyncio.ensure_future(
            consenting.obtain(tmp_path, ELSEWHERE, waiting.append, insist=bool(number))
        )
        for number in range(3)
    ]
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(waiting) < 3:
            await asyncio.sleep(0.01)
    jobs[0].cancel()
    user.answer.set_result("Don't send")
    answers = await asyncio.gather(*jobs[1:])
    assert (user.asked, len(set(answers))) == (1, 1)
    assert isinstance(answers[0], Withheld)


async def test_what_was_refused_is_asked_again_only_when_the_user_insists(tmp_path: Path) -> None:
    user = Deliberating()
    consenting = Consenting(Consents(tmp_path / "consents.json"), lambda: user)
    user.answer.set_result(None)
    for insist, asked in ((False, 1), (False, 1), (True, 2)):
        assert isinstance(await _obtain(consenting, tmp_path, insist=insist), Withheld)
        assert user.asked == asked
    assert isinstance(await _obtain(consenting, tmp_path / "another"), Withheld)
    assert user.asked == 3


async def test_a_consent_that_cannot_be_kept_holds_while_the_editor_runs(tmp_path: Path) -> None:
    user = Deliberating()
    (tmp_path / "file").write_text("", encoding="utf-8")
    consenting = Consenting(Consents(tmp_path / "file" / "consents.json"), lambda: user)
    user.answer.set_result(f"Send to {HOST}")
    for _ in range(2):
        assert await _obtain(consenting, tmp_path) == Agreed()
    assert user.asked == 1
