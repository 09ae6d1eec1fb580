"""Loads discord.py once, outside the rule that a warning is an error."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # Its voice player imports a module that Python 3.13 drops; we never play sound.
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord  # noqa: F401
