"""Articles, answers and keys kept out of the libraries' logs, whatever the environment says."""

from __future__ import annotations

import logging


def quieten() -> None:
    """Silence what would log them."""
    # Pieces of answers are logged as errors, which reach the terminal unasked.
    logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)
    # Whole requests and addresses with their queries are logged as DEBUG and INFO.
    for library in ("openai", "httpx2", "httpcore2"):
        logging.getLogger(library).setLevel(logging.WARNING)
