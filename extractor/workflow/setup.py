"""What a command names, resolved: the schema, the prompt and the endpoint for its articles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor import prompt as prompts
from extractor import schema as schemas
from extractor.endpoint import card, config, prices
from extractor.endpoint.config import Endpoint
from extractor.errors import ConfigurationError
from extractor.project import Project
from extractor.prompt import Prompt
from extractor.record import Answer
from extractor.schema import Schema

_UNBOUNDED = frozenset({"max_tokens", "max_completion_tokens", "max_new_tokens", "n", "best_of"})


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything that decides an answer besides the article.

    ``fallbacks`` are asked in turn where ``endpoint`` gives up. With ``reader_first`` the reader
    answers in the place of them all where it read an article whole and without a doubt.
    """

    schema: Schema
    prompt: Prompt
    endpoint: Endpoint
    fallbacks: tuple[Endpoint, ...] = ()
    reader_first: bool = False

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """All that may be asked, in order."""
        return (self.endpoint, *self.fallbacks)

    def asks_again(self, answer: Answer | None) -> bool:
        """Whether who gave that answer is set to be asked once more where its numbers are wrong."""
        name = answer.endpoint if answer is not None else None
        return any(one.name == name and one.reask for one in self.endpoints)

    def budgeted(self) -> Setup:
        """The same, so that what a call costs at most is known.

        Raises ``ConfigurationError`` where an endpoint has no prices, or sends what makes answers
        longer than its own limit or more than one.
        """
        for endpoint in self.endpoints:
            prices.require(endpoint)
            if unbounded := sorted(_UNBOUNDED.intersection(endpoint.extra_body)):
                raise ConfigurationError(
                    f"endpoint {endpoint.name}: extra_body sets {unbounded[0]}, "
                    "so no budget can be kept",
                    "use max_output_tokens instead, or leave --budget out",
                )
        first, *rest = (
            replace(e, max_output_tokens=e.max_output_tokens or prices.BUDGETED_OUTPUT_TOKENS)
            for e in self.endpoints
        )
        return replace(self, endpoint=first, fallbacks=tuple(rest))


def named_schema(project: Project, name: str) -> Schema:
    """The schema of that name.

    Raises ``ConfigurationError`` for a path too: a run keeps the name alone, and whoever checks it
    later must find the schema by it.
    """
    resource = project.resource("schema", name)
    if resource.origin == "path":
        raise ConfigurationError(
            f"--schema takes a name, not the file {name}",
            f"put it into {project.root / 'schemas'} and give «{resource.name}»",
        )
    return schemas.load(resource.name, resource.path)


def prepare(
    project: Project,
    *,
    schema: str = "trade",
    endpoint: str = config.BUILTIN,
    model: str | None = None,
    prompt: str | None = None,
    concurrency: int | None = None,
) -> Setup:
    """Resolve the names; without ``prompt`` it is the one of the schema's name.

    ``concurrency`` takes the place of the endpoint's own. Raises ``ConfigurationError``, and
    ``StoreError`` where what a test of the endpoint showed cannot be read.
    """
    loaded = named_schema(project, schema)
    chosen = card.informed(project, config.resolve(project.endpoints, endpoint, model))
    if concurrency is not None:
        chosen = replace(chosen, concurrency=concurrency)
    known = [resource.name for resource in project.resources("prompt")]
    if prompt is None and schema not in known:
        raise ConfigurationError(
            f"schema {schema} has no prompt",
            f"write {project.root / 'prompts' / schema}.md, or name another with --prompt",
        )
    resource = project.resource("prompt", prompt or schema)
    fallbacks = tuple(
        card.informed(project, config.resolve(project.endpoints, name)) for name in chosen.fallback
    )
    return Setup(loaded, prompts.load(resource.name, resource.path), chosen, fallbacks)


def by_report(project: Project) -> dict[str, Schema]:
    """Every schema of a project by its report's class name, as the wire calls it.

    Raises ``ConfigurationError`` where one does not load or two reports have one name.
    """
    found: dict[str, Schema] = {}
    for resource in project.resources("schema"):
        schema = schemas.load(resource.name, resource.path)
        other = found.setdefault(schema.report_name, schema)
        if other is not schema:
            raise ConfigurationError(
                f"schemas {other.name} and {schema.name} both declare {schema.report_name}",
                "give one of the two report classes another name",
            )
    return found
