"""A run's folder: the manifest, one record an article, and what was asked and answered.

``run.json`` says what was run. ``results.jsonl`` holds a record a line, on the disk before its
article counts as done; while the run is open (``finished`` is null) the last line of an article
counts, a finished run has one line an article in input order. ``exchanges.jsonl`` holds a request
and an answer a line, for people to look at; nothing depends on it. One process at a time writes
these. ``decisions.jsonl`` is what a person decided on them, a line a decision; ``agreement.jsonl``
where the articles agree with each other and where not, which can be computed anew.

Other programs may write runs: of the manifest only ``format`` and ``schema`` are needed, of a
record only ``article`` and ``data``, and every line of theirs is a record of its own. A line that
cannot be read is a failed record that says so, and takes no other line with it. Records may be
edited: the manifest's ``hashes`` have that of the file as it was laid in order.
"""

from extractor.store.decisions import Choice, Decision, Decisions, figure_subject
from extractor.store.folders import find_open, locate, new_folder, refuse_used
from extractor.store.manifest import Counts, Manifest
from extractor.store.run import RESULTS, Run

__all__ = [
    "RESULTS",
    "Choice",
    "Counts",
    "Decision",
    "Decisions",
    "Manifest",
    "Run",
    "figure_subject",
    "find_open",
    "locate",
    "new_folder",
    "refuse_used",
]
