"""Figures from prose by a language model, believed only where the checks agree.

The checks are arithmetic, the article's own words and a second, deterministic reader.
"""

__version__ = "0.1.0"
