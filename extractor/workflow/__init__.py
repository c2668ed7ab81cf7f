"""Where the two arms meet: articles go through an endpoint and the checks into a run.

``setup`` resolves what a command names, ``pipeline`` takes articles through the endpoint and the
checks, ``running`` keeps the results as a run, ``checking`` derives findings anew without any
endpoint, ``gating`` holds golden articles against fresh answers, ``comparing`` runs against each
other (``comparison`` is what it finds, ``account`` what a run took).
"""
