"""Discord's refusals: a status, a code, and for a bad body the field that is wrong."""

from __future__ import annotations

from typing import Any

UNKNOWN = {
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10011: "Unknown Role",
    10013: "Unknown User",
    10014: "Unknown Emoji",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    10063: "Unknown application command",
    10070: "Unknown Guild Scheduled Event",
}


class ApiError(Exception):
    """What a request is answered with instead of its result."""

    def __init__(
        self, status: int, code: int, message: str, errors: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


def unknown(code: int) -> ApiError:
    return ApiError(404, code, UNKNOWN[code])


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")


class FormErrors:
    """Collects what is wrong with a body, field by field, in Discord's nested shape."""

    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        node = self.tree
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def length(
        self, path: tuple[str | int, ...], value: Any, least: int, most: int, *, items: bool = False
    ) -> None:
        """Text (or, with `items`, a list) outside these bounds is an error; None passes."""
        if value is None:
            return
        if not isinstance(value, list if items else str):
            kind = "Only iterables may be used in a ListType" if items else "Must be a string"
            return self.add(path, "BASE_TYPE_BAD_TYPE", kind)
        size = len(value)
        if least <= size <= most:
            return None
        if least == 0:
            return self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        return self.add(
            path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length."
        )

    def required(self, path: tuple[str | int, ...], value: object) -> bool:
        """Notes a missing field; true when it is there."""
        if value is None or value == "":
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
            return False
        return True

    def raise_if_any(self) -> None:
        if self.tree:
            raise ApiError(400, 50035, "Invalid Form Body", self.tree)


def bad_field(path: tuple[str | int, ...], code: str, message: str) -> ApiError:
    errors = FormErrors()
    errors.add(path, code, message)
    return ApiError(400, 50035, "Invalid Form Body", errors.tree)
