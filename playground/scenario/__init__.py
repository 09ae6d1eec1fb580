"""Scenario files: a plain language in which people act, see, and time moves, and what runs it."""

from playground.scenario.runner import Outcome, run_scenarios, selftest_line

__all__ = ["Outcome", "run_scenarios", "selftest_line"]
