"""Golden files: the accepted extraction of an article, which a later run must reproduce.

``golden/<schema>/<article id>.json`` holds the report and the findings that were accepted with it,
the article's text lies beside it as ``<article id>.txt``. A detached golden has no text: the report
is all it keeps of the article. Nothing of a run is in a golden, so that its file changes only when
the answer does. A golden belongs to the article of the same SHA-256, else, unless it is detached,
to the article of the same id. A file that cannot be used is ``Broken`` and takes no other with it.
Who accepted a golden, when and from what is kept apart from it; see ``acceptance``.
"""

from extractor.golden.acceptance import (
    Acceptance,
    Acceptances,
    Provenance,
    acceptance_path,
    acceptances,
    note_acceptance,
)
from extractor.golden.author import author
from extractor.golden.file import LAST_ACCEPTED, Breach, Broken, Golden
from extractor.golden.quoting import quotes
from extractor.golden.shelf import LONGEST_QUOTE, MENDED, AcceptResult, Shelf

__all__ = [
    "LAST_ACCEPTED",
    "LONGEST_QUOTE",
    "MENDED",
    "AcceptResult",
    "Acceptance",
    "Acceptances",
    "Breach",
    "Broken",
    "Golden",
    "Provenance",
    "Shelf",
    "acceptance_path",
    "acceptances",
    "author",
    "note_acceptance",
    "quotes",
]
