"""What a model is told: a Markdown file with placeholders that the schema fills.

``${report}`` is the report's class, ``${measures}`` the list of measures with their descriptions,
``${schema}`` the JSON schema. A lone dollar sign is text. What is filled in is never searched for
placeholders again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractor import exact_json
from extractor.errors import ConfigurationError, one_line
from extractor.project import nearest
from extractor.record import Data
from extractor.schema import Schema

_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")

_BLOCK = re.compile(r"^```json\s*\n(.*?)^```", re.DOTALL | re.MULTILINE)

_FILLINGS: Mapping[str, Callable[[Schema], str]] = {
    "report": lambda schema: schema.report_name,
    "measures": lambda schema: "\n".join(f"- `{m.name}`: {m.description}" for m in schema.measures),
    "schema": lambda schema: exact_json.dumps(schema.wire(), indent=1),
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as written: ``text`` is the template, ``sha256`` the hash of the file's bytes."""

    name: str
    text: str
    sha256: str

    def render(self, schema: Schema) -> str:
        """The system message for that schema."""
        return _PLACEHOLDER.sub(lambda match: _FILLINGS[match[1]](schema), self.text).strip()


@lru_cache(maxsize=16)
def examples(prompt: Prompt, schema: Schema) -> tuple[Data, ...]:
    """The reports of the schema that a prompt shows, each in a fenced block of JSON."""
    found = []
    for match in _BLOCK.finditer(prompt.text):
        try:
            shown = exact_json.loads(match[1])
        except exact_json.JsonError:
            continue
        if isinstance(shown, dict) and not schema.problems(shown):
            found.append(shown)
    return tuple(found)


def load(name: str, path: Path) -> Prompt:
    """Read a prompt file.

    Raises ``ConfigurationError`` where it cannot be read, is empty or not UTF-8, or has a
    placeholder that does not exist.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"cannot read prompt {path}: {error.strerror}") from None
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"prompt {path} is not UTF-8") from None
    if not text.strip():
        raise ConfigurationError(f"prompt {path} is empty")
    for match in _PLACEHOLDER.finditer(text):
        if match[1] not in _FILLINGS:
            raise ConfigurationError(
                f"prompt {path} has an unknown placeholder ${{{one_line(match[1], 40)}}}",
                nearest(match[1], _FILLINGS),
            )
    return Prompt(name, text, hashlib.sha256(source).hexdigest())
