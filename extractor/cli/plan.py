"""What ``run --dry-run`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.cli.runs import short
from extractor.cli.terminal import visible
from extractor.cli.words import counted
from extractor.endpoint.prices import told
from extractor.workflow.planning import Plan
from extractor.workflow.setup import Setup


def plan_lines(plan: Plan, setup: Setup, budget: Decimal | None) -> Iterator[str]:
    """What would be sent, about how much that is and what it would cost."""
    endpoint = setup.endpoint
    where = "in this process" if endpoint.in_process else endpoint.base_url
    yield (
        f"{counted(plan.sent, 'article')} to {visible(endpoint.name)} ({visible(where)}), "
        f"model {visible(endpoint.model)}, mode {plan.mode}"
    )
    for number, said in (
        (plan.kept, f"a result already in {visible(short(plan.folder))}" if plan.folder else ""),
        (plan.cached, "an answer of another run, which costs nothing"),
        (plan.read, "nothing in it that builtin leaves open, and would not be sent"),
        (plan.too_large, "more tokens than the model's context holds, and would not be sent"),
        (plan.unreadable, "no usable text"),
    ):
        if number:
            yield f"{counted(number, 'article')} with {said}"
    if endpoint.in_process:
        yield "no tokens are counted; it costs nothing"
        return
    yield f"about {plan.prompt_tokens:,} tokens to read"
    if plan.cost is None:
        yield "cost unknown: set both prices of the endpoint in extractor.toml"
        return
    if plan.cost_at_most is None:
        more = ", what reask allows included" if endpoint.reask else ""
        yield f"about {told(plan.cost)}; set max_output_tokens to know what it can be at most{more}"
        return
    yield f"about {told(plan.cost)}, at most {told(plan.cost_at_most)} where nothing is asked again"
    most = plan.cost_at_most
    if plan.cost_with_reasks is not None:
        most = plan.cost_with_reasks
        yield f"at most {told(most)} where the model is asked once more about each, as reask allows"
    if budget is not None and most > budget:
        yield f"the budget of {told(budget)} may end the run before all are done"
