"""``extractor gate``: the golden articles again, as a regression gate."""

from __future__ import annotations

from extractor import project as projects
from extractor.cli import diff as diffs
from extractor.cli import differences, terminal
from extractor.cli.options import (
    ArticlesFolder,
    Endpoint,
    Form,
    FormOption,
    GoldenFolder,
    Model,
    Prompt,
    SchemaName,
)
from extractor.cli.progress import RunProgress
from extractor.cli.terminal import say, visible
from extractor.errors import INTERRUPTED
from extractor.workflow.gating import gate as run_gate
from extractor.workflow.setup import prepare


def gate(
    schema: SchemaName = "trade",
    endpoint: Endpoint = "builtin",
    model: Model = None,
    prompt: Prompt = None,
    golden: GoldenFolder = None,
    articles: ArticlesFolder = None,
    form: FormOption = Form.text,
) -> int:
    """Run the golden articles again, as a regression gate.

    Ends with 1 where something changed, with 2 where nothing could be gated or a golden cannot be
    used, with 3 where an article has no result.
    """
    project = projects.load()
    setup = prepare(project, schema=schema, endpoint=endpoint, model=model, prompt=prompt)
    result = run_gate(setup, golden or project.goldens, articles, RunProgress())
    if form is Form.json:
        terminal.put_json(result.to_json())
    else:
        diffs.put_text(result.diff)
    differences.say_how_to_mend(result.diff)
    for skipped in result.diff.of_state("skipped"):
        say(f"skipped, not passed: {visible(skipped.article_id)}: its article was not given")
    for name in result.pending:
        say(f"not reached: {visible(name)}")
    if result.stopped_by is not None:
        say(f"stopped: {result.stopped_by.kind}: {visible(result.stopped_by.message)}")
    if result.interrupted:
        return INTERRUPTED
    return diffs.status(result.diff) or (3 if result.pending else 0)
