"""The child process that the server drives: ``python -m pcg_engine.worker``.

Messages come in on standard input and events go out on standard output, a line each
(``pcg_engine.protocol``). Requests are served one after the other at a low priority. When
standard input ends, so does the worker, with every process it started and every file it made.
"""
