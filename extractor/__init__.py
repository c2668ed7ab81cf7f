"""Figures from prose by a language model, believed only where arithmetic, the article and a second reader agree."""

__version__ = "0.1.0"
