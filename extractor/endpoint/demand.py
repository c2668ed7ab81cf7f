"""What a request needs before it is sent: tokens, room in the model's context, money."""

from __future__ import annotations

from decimal import Decimal

from extractor import exact_json
from extractor.endpoint import prices
from extractor.endpoint.config import Endpoint
from extractor.endpoint.modes import Layout, Manner, Repair
from extractor.errors import EndpointError
from extractor.tokens import tokens_about

LONGEST_COMPLAINT = 6000
"""Bytes at most of what a re-ask says of an answer whose numbers do not hold, written as JSON."""

_BYTES_A_TOKEN = 6
"""What a token of an answer has at most on the average, for the answer to be shown once more."""


class Demand:
    """What the requests for one report need at one endpoint."""

    def __init__(self, endpoint: Endpoint, layout: Layout) -> None:
        self._endpoint = endpoint
        self._layout = layout
        self._fixed: dict[Manner, tuple[int, int]] = {}

    def tokens(self, manner: Manner, article: str, repair: Repair | None = None) -> int:
        """About how many tokens a request has."""
        about, _ = self._without_article(manner)
        return about + tokens_about(article) + tokens_about(_added(repair))

    def most(self, manner: Manner, article: str, repair: Repair | None = None) -> Decimal:
        """What a request could cost at most, in US dollars: no token is shorter than a byte.

        Both prices of the endpoint must be known.
        """
        return self._most(manner, _written(article + _added(repair)))

    def most_again(self, manner: Manner, article: str) -> Decimal:
        """What a re-ask could cost at most, whatever was answered; as ``most``."""
        added = self._longest_answer + LONGEST_COMPLAINT
        return self._most(manner, _written(article) + added)

    def require_short(self, repair: Repair) -> None:
        """Raise ``EndpointError`` of kind ``too_large`` for more than a re-ask is foreseen to add.

        Where nothing limits an answer, nothing is foreseen of it.
        """
        limited = self._endpoint.max_output_tokens is not None
        if limited and _written(repair.answer) > self._longest_answer:
            raise EndpointError("too_large", "the answer is too long to be shown once more")

    @property
    def _longest_answer(self) -> int:
        return self._answer_tokens * _BYTES_A_TOKEN

    @property
    def _answer_tokens(self) -> int:
        return self._endpoint.max_output_tokens or prices.BUDGETED_OUTPUT_TOKENS

    def _most(self, manner: Manner, added: int) -> Decimal:
        """What a request could cost at most that adds so many bytes to what is the same in all."""
        _, fixed = self._without_article(manner)
        cost = prices.cost(self._endpoint, fixed + added, self._answer_tokens)
        if cost is None:
            raise AssertionError("a budget without prices")
        return cost

    def require_room(self, tokens: int) -> None:
        """Raise ``EndpointError`` of kind ``too_large`` for what the context cannot hold."""
        endpoint, answer = self._endpoint, 0
        # A limit that only a budget brought says nothing of the room that answers need.
        if "max_output_tokens" in endpoint.origins:
            answer = endpoint.max_output_tokens or 0
        room = endpoint.context_tokens
        if room is not None and tokens + answer > room:
            behind = f" and {answer} for the answer" if answer else ""
            raise EndpointError(
                "too_large",
                f"about {tokens} tokens{behind}, and the model's context holds {room}: not sent",
                "context_tokens of the endpoint says so",
            )

    def _without_article(self, manner: Manner) -> tuple[int, int]:
        """About how many tokens, and how many at most."""
        if manner not in self._fixed:
            text = exact_json.dumps(self._layout.body(manner, ""))
            self._fixed[manner] = tokens_about(text), _bytes(text)
        return self._fixed[manner]


def _added(repair: Repair | None) -> str:
    return "" if repair is None else f"{repair.answer}{repair.complaint}"


def _written(text: str) -> int:
    return _bytes(exact_json.dumps(text))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
