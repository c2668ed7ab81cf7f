"""``extractor show``: a run's table, or one article with the words behind its figures."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Annotated

import typer

from extractor import exact_json
from extractor.checks.agreement import Line
from extractor.cli import agreements, terminal, words
from extractor.cli.article_view import ArticleView
from extractor.cli.options import ArticlesFolder, Form, FormOption, GoldenFolder, RunName
from extractor.cli.runs import Opened, open_run, say_edited
from extractor.cli.terminal import put, say, styled, visible
from extractor.errors import UsageError
from extractor.golden import Acceptance, Broken, Golden, Shelf, acceptances
from extractor.project import nearest
from extractor.record import Data, Outcome, Record, Status
from extractor.store import agreement
from extractor.workflow.checking import Texts, recheck_one

_COLOUR = {"ok": "green", "flagged": "red", "failed": "red", "unchecked": "yellow"}


def show(
    run: RunName,
    article: Annotated[
        str | None, typer.Argument(metavar="ARTICLE", help="An article's id.")
    ] = None,
    field: Annotated[
        str | None,
        typer.Option("--field", metavar="F", help="A measure, or a field as findings name it."),
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="The request and the answer.")] = False,
    articles: ArticlesFolder = None,
    golden: GoldenFolder = None,
    form: FormOption = Form.text,
) -> None:
    """Show a run's table, or one article with its evidence."""
    opened = open_run(run)
    if article is None:
        if raw or field is not None:
            raise UsageError("--raw and --field need an ARTICLE")
        _show_run(opened, form)
        say_edited(opened.run)
        return
    records = [r for r in opened.run.records() if r.article.id == article]
    if not records:
        known = [r.article.id for r in opened.run.records()]
        raise UsageError(f"the run has no article «{article}»", nearest(article, known))
    if raw:
        _show_raw(opened, article, form)
        return
    texts = Texts(opened.project, opened.run.folder, articles)
    shelf = Shelf.load(golden or opened.project.goldens, opened.schema.name)
    between = agreements.of_article(_agreement(opened), article)
    views = []
    for record in records:
        held = shelf.broken_for(record.article) or shelf.partner(record.article)
        checked = recheck_one(record, opened.schema, texts)
        accepted = _accepted(shelf, held)
        views.append(ArticleView(checked, opened.schema, held, field, accepted, between))
    if form is Form.json:
        # Other programs may write several records of one id; one is an object, more are a list.
        found = [view.to_json() for view in views]
        terminal.put_json(found[0] if len(found) == 1 else found)
        return
    for view in views:
        for line in view.lines():
            put(line)


def _accepted(shelf: Shelf, golden: Golden | Broken | None) -> Acceptance | None:
    """Who made the golden what it is, where that is known; what cannot be read is said."""
    if not isinstance(golden, Golden):
        return None
    found = acceptances(shelf.folder, golden.article.id)
    for reason in found.damaged:
        say(visible(reason))
    return found.of(golden)


def _show_run(opened: Opened, form: Form) -> None:
    if form is Form.json:
        records = [record.to_json() for record in opened.run.records()]
        between = [line.to_json() for line in _agreement(opened)]
        manifest = opened.run.manifest.to_json()
        terminal.put_json({"run": manifest, "records": records, "agreement": between})
        return
    counts: Counter[str] = Counter()
    reasks: Counter[Outcome] = Counter()
    for record in opened.run.records(current=True):
        counts[_put_record(opened, record)] += 1
        if record.reask is not None:
            reasks[record.reask.outcome] += 1
    for line in agreements.section(_agreement(opened)):
        put(line)
    told = [f"{counts[status]} {status}" for status in _COLOUR if counts[status]]
    if pending := opened.run.pending:
        told.append(f"{pending} pending")
    say(f"\n{', '.join(told) or 'no article'}; ! breaks a rule, ? a warning, ~ approximate")
    if reasks:
        say(words.reasks(reasks))
    if counts["unchecked"]:
        say("what is unchecked is checked by «extractor check»")


def _agreement(opened: Opened) -> list[Line]:
    """Where the articles of the run agree, as far as it was kept; what cannot be read is said."""
    found = agreement.kept(opened.run.folder)
    if found is not None and found.damaged:
        say(
            f"{words.counted(found.damaged, 'line')} of {agreement.AGREEMENT} cannot be read; "
            "«extractor check» makes it anew"
        )
    return found.lines if found is not None else []


def _put_record(opened: Opened, record: Record) -> Status:
    """Print one record; its status is ``failed`` where the data has not the schema's shape."""
    problems = opened.schema.problems(record.data) if record.data is not None else []
    status: Status = "failed" if problems else record.status
    name = styled(visible(record.article.id), sys.stdout, bold=True)
    asked, by = opened.run.manifest.endpoint, record.answer.endpoint if record.answer else None
    # A fallback, or the reader where it goes first.
    other = f"  by {visible(by)}" if asked and by is not None and by != asked else ""
    marks = words.marks_of_all(record.findings, sys.stdout)
    put(f"{name}  {styled(status, sys.stdout, _COLOUR[status])}{other}  {marks}".rstrip())
    if problems:
        put(f"  not of the schema's shape: {visible(problems[0])}")
    elif record.data is not None:
        for line in words.report_lines(record.data, record.findings, opened.schema):
            put(line)
        for crash in record.crashed:
            put(f"  the check {visible(crash)} broke down; its rules are not judged")
    elif record.error is not None:
        put(f"  {record.error.kind}: {visible(record.error.message)}")
    return status


def _show_raw(opened: Opened, article: str, form: Form) -> None:
    exchange = opened.run.exchange(article)
    if exchange is None:
        raise UsageError(f"no request of «{article}» was kept")
    if form is Form.json:
        terminal.put_json(exchange)
        return
    _put_exchange(exchange)
    if isinstance(again := exchange.get("reask"), dict):
        put(styled("=== asked once more", sys.stdout, bold=True))
        _put_exchange(again)


def _put_exchange(exchange: Data) -> None:
    request: Data = dict(exchange.get("request") or {})
    for message in request.pop("messages", None) or []:
        _block(str(message.get("role")), message.get("content"))
    _block("the rest of the request", request)
    _block("answer", exchange.get("response"))


def _block(title: str, content: object) -> None:
    text = content if isinstance(content, str) else exact_json.dumps(content, indent=2)
    put(f"{styled(f'--- {visible(title)}', sys.stdout, bold=True)}")
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        put(f"{' ' * indent}{visible(line)}")
