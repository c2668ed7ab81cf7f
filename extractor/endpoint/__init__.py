"""The model arm's wire: named OpenAI-compatible services, reached one way whatever they are.

``config`` says what an endpoint is, from ``presets`` and from a table's ``settings``. ``client``
makes one attempt, ``modes`` lays the request out, ``answer`` and ``failure`` read what came back,
``retry`` decides whether to ask again. ``probe`` finds out what a server can do, ``card`` remembers
it. ``builtin`` is the deterministic reader behind the same wire, ``serve`` the same over a port.
Nothing here imports openai or instructor before a call is made.
"""
