"""The accept-reject loop without its screen: what is to be decided of a run, and deciding it."""

from extractor.review.item import Item
from extractor.review.printed import Printed
from extractor.review.session import Review
from extractor.review.steps import Refused

__all__ = ["Item", "Printed", "Refused", "Review"]
