"""Requests and answers held against the operations of a published OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.discord.errors import FormErrors
from playground.discord.schema import UNKNOWN_KEY, Fault, Schemas, Written

JSON, MULTIPART = "application/json", "multipart/form-data"
_MOST_FILES = 10


@dataclass(frozen=True)
class Operation:
    """One method of one path, with all that its document says of it."""

    id: str
    path: re.Pattern[str]
    placeholders: tuple[str, ...]
    parameters: dict[tuple[str, str], Any]  # ("query" or "path", name) -> the parameter
    contents: dict[str, Any]  # media type -> schema
    needs_body: bool
    answers: dict[str, Any]  # status -> schema, None for an empty answer


class Specification:
    """The operations of one OpenAPI file, found by method and path."""

    def __init__(self, path: Path) -> None:
        document = json.loads(path.read_text("utf-8"))
        self._schemas = Schemas(document["components"]["schemas"])
        found: list[tuple[str, Operation]] = []
        for template, methods in document["paths"].items():
            for method, operation in methods.items():
                if isinstance(operation, dict) and "operationId" in operation:
                    shared = methods.get("parameters") or []
                    found.append((method.upper(), _operation(template, operation, shared)))
        # The path with the fewest placeholders is meant: ".../@original" before ".../{id}".
        self._operations = sorted(found, key=lambda entry: len(entry[1].placeholders))

    def operation(self, method: str, path: str) -> Operation | None:
        for known, operation in self._operations:
            if known == method and operation.path.match(path):
                return operation
        return None

    def faults(
        self,
        operation: Operation,
        path: str,
        query: Mapping[str, str],
        body: Any,
        *,
        content_type: str = "",
        parts: Sequence[str] = (),
    ) -> list[Fault]:
        """Everything in a request that the document does not allow. `body` is None when none was
        sent; `parts` are the names of a form's parts."""
        found = self._of_path(operation, path) + self._of_query(operation, query)
        if body is None and not parts:
            if operation.needs_body:
                found.append(((), "BASE_TYPE_REQUIRED", "A body is required."))
            return found
        if not operation.contents:
            return [*found, ((), UNKNOWN_KEY, "No body is expected.")]
        kind = MULTIPART if content_type == MULTIPART else JSON
        if kind not in operation.contents:
            known = " or ".join(operation.contents)
            return [*found, ((), "CONTENT_TYPE", f"Must be sent as {known}.")]
        found += _of_parts(parts, {} if body is None else body)
        schema = operation.contents[JSON if JSON in operation.contents else kind]
        return found + self._schemas.faults(schema, {} if body is None else body)

    def check(self, method: str, path: str, body: Any) -> FormErrors:
        """What the document finds wrong with a body that Discord would refuse; each message
        begins with the operation."""
        errors = FormErrors()
        operation = self.operation(method, path)
        if operation is not None:
            for fault in self.faults(operation, path, {}, body):
                if fault[1] != UNKNOWN_KEY:
                    errors.add(fault[0], fault[1], told(operation, fault))
        return errors

    def knows(self, method: str, path: str) -> bool:
        return self.operation(method, path) is not None

    def answer_faults(self, operation: Operation, status: int, answer: Any) -> list[Fault]:
        """What an answer lacks or has beside the document. A status without a schema passes."""
        if str(status) not in operation.answers:
            return [((), "STATUS", f"Status {status} is not documented.")]
        schema = operation.answers[str(status)]
        return [] if schema is None else self._schemas.faults(schema, answer)

    def _of_path(self, operation: Operation, path: str) -> list[Fault]:
        match = operation.path.match(path)
        values = match.groups() if match else ()
        return [
            fault
            for name, value in zip(operation.placeholders, values, strict=False)
            if (parameter := operation.parameters.get(("path", name)))
            for fault in self._schemas.faults(parameter["schema"], value, (name,))
        ]

    def _of_query(self, operation: Operation, query: Mapping[str, str]) -> list[Fault]:
        found: list[Fault] = []
        for name, value in query.items():
            parameter = operation.parameters.get(("query", name))
            if parameter is None:
                found.append(((name,), UNKNOWN_KEY, "Unknown query parameter."))
            else:
                found += self._schemas.faults(parameter["schema"], _from_query(value), (name,))
        for (where, name), parameter in operation.parameters.items():
            if where == "query" and parameter.get("required") and name not in query:
                found.append(((name,), "BASE_TYPE_REQUIRED", "This parameter is required"))
        return found


def told(operation: Operation, fault: Fault) -> str:
    """The fault as one sentence that begins with the operation and the field."""
    field = ".".join(map(str, fault[0])) or "body"
    return f"{operation.id}, {field}: {fault[2]}"


def _operation(template: str, operation: Any, shared: list[Any]) -> Operation:
    parts = re.split(r"\{([^}]+)\}", template)
    pattern = "".join(
        "([^/]+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    body = operation.get("requestBody") or {}
    answers: dict[str, Any] = {}
    for status, answer in operation["responses"].items() if "responses" in operation else ():
        if status.isdecimal() and "$ref" not in answer:
            answers[status] = (answer.get("content") or {}).get(JSON, {}).get("schema")
    return Operation(
        id=operation["operationId"],
        path=re.compile(pattern + "$"),
        placeholders=tuple(parts[1::2]),
        parameters={
            (entry["in"], entry["name"]): entry
            for entry in [*shared, *(operation.get("parameters") or [])]
        },
        contents={kind: content["schema"] for kind, content in (body.get("content") or {}).items()},
        needs_body=bool(body.get("required")),
        answers=answers,
    )


def _of_parts(parts: Sequence[str], body: Any) -> list[Fault]:
    """A form holds its JSON in one part and files in numbered ones; attachments name those."""
    found: list[Fault] = []
    numbers: set[str] = set()
    for name in parts:
        file = re.fullmatch(r"files\[(\d+)\]", name)
        if file and int(file[1]) < _MOST_FILES:
            numbers.add(file[1])
        elif name != "payload_json":
            found.append(((name,), UNKNOWN_KEY, "Unknown part of the form."))
    data = body.get("data") if isinstance(body, dict) else None
    holder = data if isinstance(data, dict) else body
    for index, entry in enumerate(holder.get("attachments") or ()) if parts else ():
        id = str(entry.get("id"))
        # A small number is a file of this very form; a snowflake is one that is there already.
        if len(id) <= 2 and id not in numbers:
            path = ("attachments", index, "id")
            found.append((path, "ATTACHMENT_NOT_FOUND", "No such file in the form."))
    return found


def _from_query(value: str) -> Any:
    """A query's text as what it may stand for: numbers and truths are written as text there."""
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    return Written(value) if value.isdecimal() else value
