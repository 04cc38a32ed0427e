"""Functions that other source files of the user's program define."""

from pcg_engine.adapters.linked_units.reader import LinkingReader

__all__ = ["LinkingReader"]
