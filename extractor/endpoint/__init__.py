"""The model arm's wire: named OpenAI-compatible services, reached one way whatever they are.

``config`` says what an endpoint is, ``client`` makes one attempt, ``modes`` lays the request out,
``answer`` and ``failure`` read what came back, ``retry`` decides whether to ask again. ``builtin``
is the deterministic reader behind the same wire, ``serve`` the same over a port. Nothing here
imports openai or instructor before a call is made.
"""
