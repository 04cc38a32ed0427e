"""What comes of an answer: a candidate's file, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """A candidate: the bytes of the whole file, and what was left out of the answer or kept.

    Nothing has been judged yet: that is what ``extract.compare`` and ``extract.check`` are for.
    """

    data: bytes
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoCode:
    """No candidate: ``code`` for programs, ``reason`` fit to be told to the model.

    Codes: ``filtered`` (withheld by the endpoint), ``cut-off`` (the answer or its function has no
    end), ``too-long``, ``no-code`` (no version of the function in it), ``renamed``, ``signature``
    (other parameters), ``elided`` (parts left out), ``unchanged``, ``edit-outside-function``,
    ``diff-does-not-apply``, ``not-parsed`` (the original, by PCG).
    """

    code: str
    reason: str
