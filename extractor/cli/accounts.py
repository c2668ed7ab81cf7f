"""What runs took, side by side: who answered, what became of the articles, tokens, money and time.

What is unknown is called so and never zero. What became of the articles is as the records have it,
which the edit of a report does not change; «check» derives it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.cli.terminal import visible
from extractor.cli.words import tokens
from extractor.endpoint.prices import told as dollars
from extractor.workflow.account import Account
from extractor.workflow.comparison import label


def rows(accounts: Sequence[Account]) -> Iterator[list[str]]:
    """What each run took, a row an aspect, a column a run."""
    yield ["", *(f"{label(run)}  {visible(each.folder)}" for run, each in enumerate(accounts))]
    yield ["endpoint", *map(_answered_by, accounts)]
    prompts = _prompts(accounts)
    yield [
        "prompt",
        *(", ".join([prompt, *e.modes]) for prompt, e in zip(prompts, accounts, strict=True)),
    ]
    yield ["recorded", *map(_statuses, accounts)]
    yield ["requests", *map(_requests, accounts)]
    yield ["cost", *map(_cost, accounts)]
    yield ["time", *map(_time, accounts)]


def _answered_by(account: Account) -> str:
    manifest = account.manifest
    told = [" ".join(filter(None, (manifest.endpoint, manifest.model))) or "unknown"]
    others: Counter[str] = Counter()
    for (endpoint, model, _), number in account.answered.items():
        if manifest.endpoint and endpoint not in (None, manifest.endpoint):
            others[" ".join(filter(None, dict.fromkeys((endpoint, model))))] += number
    told += [f"{number:,} by {name}" for name, number in others.most_common()]
    return visible(", ".join(told))


def _prompts(accounts: Sequence[Account]) -> Iterator[str]:
    """Each run's prompt, with its hash where another run has another text of that name."""
    texts = {(each.manifest.prompt, each.manifest.hashes.get("prompt")) for each in accounts}
    for account in accounts:
        name, sha256 = account.manifest.prompt, account.manifest.hashes.get("prompt")
        alike = [text for other, text in texts if other == name]
        hashed = f" ({(sha256 or 'unknown text')[:12]})" if len(alike) > 1 else ""
        yield visible((name or "unknown") + hashed)


def _statuses(account: Account) -> str:
    told = [f"{number:,} {status}" for status, number in account.statuses.items() if number]
    return ", ".join(told) or "none"


def _requests(account: Account) -> str:
    usage = account.usage
    if usage is None:
        return "unknown"
    told = [f"{usage.requests:,}"]
    if account.cached:
        told.append(f"{account.cached:,} cached")
    told.append(tokens(usage))
    return ", ".join(told)


def _cost(account: Account) -> str:
    usage = account.usage
    if usage is not None and not usage.requests and account.cached:
        # An answer from a store costs nothing, which says nothing of what the model costs.
        return "none, all cached"
    return "unknown" if usage is None or usage.cost_usd is None else dollars(usage.cost_usd)


def _time(account: Account) -> str:
    told = []
    if account.seconds is not None:
        some = account.timed < sum(account.statuses.values())
        told.append(
            f"{_seconds(account.seconds)} an article" + (f" (of {account.timed:,})" if some else "")
        )
    if account.wall is not None:
        pauses = " with pauses" if account.manifest.resumed is not None else ""
        told.append(f"{_seconds(account.wall)} in all{pauses}")
    return ", ".join(told) or "unknown"


def _seconds(seconds: Decimal) -> str:
    if seconds >= 600:
        return f"{seconds / 60:,.0f} min"
    return f"{seconds:,.1f} s" if seconds >= Decimal("0.1") else f"{seconds * 1000:.0f} ms"
