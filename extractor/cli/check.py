"""``extractor check``: spans and findings anew, without any endpoint."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from extractor.checks.agreement import Agreement, Line
from extractor.cli import agreements, causes, terminal, words
from extractor.cli.options import ArticlesFolder, Form, FormOption, RunName
from extractor.cli.runs import open_run, say_pending
from extractor.cli.terminal import put, say, styled, visible
from extractor.record import Data
from extractor.schema import Schema
from extractor.workflow.agreeing import keep
from extractor.workflow.checking import Rechecked, Texts, recheck


def check(run: RunName, articles: ArticlesFolder = None, form: FormOption = Form.text) -> int:
    """Derive spans and findings anew; no endpoint is asked.

    Texts are found where the run's records say, or in DIR by their SHA-256. Ends with 1 where a
    finding is an error, else with 3 where something could not be checked or is pending. Where the
    articles agree with each other and where not is kept in the run's folder.
    """
    opened = open_run(run)
    texts = Texts(opened.project, opened.run.folder, articles)
    results = recheck(opened.run, opened.schema, texts)
    counts: Counter[str] = Counter()
    agreement = Agreement(opened.schema)
    entries = []
    for result in results:
        _count(counts, result)
        agreement.hear(result.said)
        if form is Form.json:
            entries.append(result.to_json())
        else:
            _print(result, opened.schema)
    found = list(agreement.lines())
    if form is Form.json:
        _add(entries, found)
        terminal.put_json(entries)
    for line in agreements.section(found) if form is Form.text else ():
        put(line)
    if (reason := keep(opened.run, found)) is not None:
        say(f"where the articles agree is not kept: {visible(reason)}")
    if counts["moved"] and articles is None:
        say("texts that have moved are found with --articles DIR")
    say(
        f"{words.counted(counts['articles'], 'article')}: {counts['ok']} ok, "
        f"{counts['flagged']} flagged, {counts['failed']} without a result, "
        f"{counts['unchecked']} not checked"
        + (f", {counts['crashed']} with a check that broke down" if counts["crashed"] else "")
    )
    pending = say_pending(opened.run)
    if counts["flagged"]:
        return 1
    missing = counts["failed"] or counts["unchecked"] or counts["crashed"] or pending
    return 3 if missing else 0


def _add(entries: list[Data], found: list[Line]) -> None:
    """To each article's entry the lines of agreement that name it."""
    by_id = defaultdict(list)
    for entry in entries:
        by_id[entry["article_id"]].append(entry)
    for line in found:
        for article_id in dict.fromkeys(said.article_id for said in line.says):
            for entry in by_id[article_id]:
                entry.setdefault("agreement", []).append(line.to_json())


def _count(counts: Counter[str], result: Rechecked) -> None:
    counts["articles"] += 1
    counts[result.status] += 1
    counts["crashed"] += bool(result.crashed)
    counts["moved"] += result.moved


def _print(result: Rechecked, schema: Schema) -> None:
    told = [finding for finding in result.findings if finding.severity != "info"]
    if not told and result.reason is None and not result.crashed:
        return
    put(f"{styled(visible(result.record.article.id), sys.stdout, bold=True)}  {result.status}")
    if result.reason is not None:
        put(f"  {visible(result.reason)}")
    for name in result.crashed:
        put(f"  the check {visible(name)} broke down; its rules are not judged")
    for line in causes.lines(told, result.data or {}, lambda f: result.instead(f, schema)):
        put(f"  {line}")
