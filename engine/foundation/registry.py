"""What is registered by declaration: the names by which events and jobs are stored, which are
stable whatever the classes are called, and the questions that take long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from engine.foundation.tx import Tx

C = TypeVar("C", bound=type)
F = TypeVar("F", bound=Callable[..., Any])
Handler = Callable[["Tx", Any], Any]

_event_names: dict[type, str] = {}
_job_names: dict[type, str] = {}
_handlers: dict[str, Handler] = {}
_recurring: dict[str, tuple[Callable[[datetime], datetime], Callable[[], Any]]] = {}
_long: set[Callable[..., Any]] = set()


def event(name: str) -> Callable[[C], C]:
    """Registers a frozen dataclass as an event: `@event("quizzes.quiz_passed")`."""

    def register(cls: C) -> C:
        if name in _event_names.values():
            raise TypeError(f"two events are called {name!r}")
        _event_names[cls] = name
        return cls

    return register


def job(name: str, handler: Handler) -> Callable[[C], C]:
    """Registers a frozen dataclass as a job and the service that works it."""

    def register(cls: C) -> C:
        if name in _handlers:
            raise TypeError(f"two jobs are called {name!r}")
        _job_names[cls] = name
        _handlers[name] = handler
        return cls

    return register


def recurring(
    name: str, next_after: Callable[[datetime], datetime], make_job: Callable[[], Any]
) -> None:
    """Has `make_job()` worked again and again: `next_after(moment)` is the slot after a moment."""
    if name in _recurring:
        raise TypeError(f"two recurring jobs are called {name!r}")
    _recurring[name] = (next_after, make_job)


def event_name(event: Any) -> str:
    return _event_names[type(event)]


def event_names() -> dict[type, str]:
    return dict(_event_names)


def job_name(job: Any) -> str:
    return _job_names[type(job)]


def job_class_name(job_class: type) -> str:
    return _job_names[job_class]


def job_handler(name: str) -> Handler:
    """Raises KeyError for a job that this version does not know."""
    return _handlers[name]


def all_recurring() -> dict[str, tuple[Callable[[datetime], datetime], Callable[[], Any]]]:
    return dict(_recurring)


def long_question(question: F) -> F:
    """Marks a question that reads more the longer a community lives: whole boards, audits, exports.
    It is answered aside, so that nobody waits for it but who asked."""
    _long.add(question)
    return question


def is_long(question: Callable[..., Any]) -> bool:
    return question in _long
