"""``LanguageModel`` for OpenAI-compatible endpoints, and what surrounds one.

``client`` asks; ``kept_replies`` and ``recording`` wrap whatever asks; ``configuration``, ``keys``
and ``consent`` say whether, where and as whom anything may be asked.
"""
