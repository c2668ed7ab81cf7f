"""Differences to golden as others publish them: a comment, annotations, a test report.

Each form holds everything that gates, skipped goldens as skipped and cosmetic differences as a
count; what may be published of an article is decided in one place, ``publication``.
"""

from collections.abc import Callable, Mapping

from extractor.cli.forms import github, junit, markdown
from extractor.cli.forms.publication import Publication
from extractor.cli.options import DiffForm

WRITERS: Mapping[DiffForm, Callable[[Publication], str]] = {
    DiffForm.markdown: markdown.written,
    DiffForm.github: github.written,
    DiffForm.junit: junit.written,
}
"""What writes a publication in a form, as one text that ends with a line break."""

__all__ = ["WRITERS", "Publication"]
