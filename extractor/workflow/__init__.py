"""Where the two arms meet: articles go through an endpoint and the checks into a run.

``setup`` resolves what a command names, ``pipeline`` takes articles through the endpoint and the
checks, ``reading_first`` decides which need not be sent, ``reasking`` which of two answers is kept
(``complaint`` is what a model is told before the second). ``running`` keeps the results as a run,
``planning`` foresees one by a ``forecast`` of its requests, ``checking`` derives findings anew
without any endpoint, ``gating`` holds golden articles against fresh answers, ``comparing`` runs
against each other (``comparison`` is what it finds, ``account`` what a run took).
"""
