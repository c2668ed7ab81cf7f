"""Golden files: the accepted extraction of an article, which a later run must reproduce.

``golden/<schema>/<article id>.json`` holds the report and the findings that were accepted with it,
the article's text lies beside it as ``<article id>.txt``. A detached golden has no text: the report
is all it keeps of the article. Nothing of a run is in a golden, so that its file changes only when
the answer does. A golden belongs to the article of the same SHA-256, else, unless it is detached,
to the article of the same id. A file that cannot be used is ``Broken`` and takes no other with it.
"""

from extractor.golden.file import Breach, Broken, Golden
from extractor.golden.shelf import MENDED, Acceptance, Shelf

__all__ = ["MENDED", "Acceptance", "Breach", "Broken", "Golden", "Shelf"]
