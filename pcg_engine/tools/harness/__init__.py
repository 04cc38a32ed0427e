"""Calling the function under test: drivers, inputs, and what a call leaves behind.

``prepare`` decides whether and how a function can be driven, ``build`` makes a shared object and a
host from a text and a ``Variant``, ``inputs`` makes binary cases, ``run`` and ``timing`` call.
"""
