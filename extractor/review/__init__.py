"""The accept-reject loop without its screen: what is to be decided of a run, and deciding it."""

from extractor.review.agenda import Agenda
from extractor.review.changing import corrected
from extractor.review.item import Item
from extractor.review.printed import Printed
from extractor.review.session import Review
from extractor.review.steps import Refused

__all__ = ["Agenda", "Item", "Printed", "Refused", "Review", "corrected"]
