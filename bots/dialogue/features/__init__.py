"""Every feature's conversation; importing them fills the tables of commands, actions and forms."""

from __future__ import annotations

import importlib
import pkgutil


def load() -> None:
    """Imports every feature, once, in the order of their names."""
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{module}")
