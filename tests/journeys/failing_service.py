"""The program with a fault planted in a service: storing an application trips over its words."""

from __future__ import annotations

import sys

from bots.dialogue.features import teach
from engine.foundation.tx import Tx
from engine.people.commands import ApplicationMade, ApplyToTeach
from peerloom.cli import main


def trip_over_the_words(tx: Tx, command: ApplyToTeach) -> ApplicationMade:
    for _, words in command.answers:
        int(words)  # says what it could not read
    raise AssertionError("the words were numbers")


teach.apply_to_teach = trip_over_the_words  # type: ignore[attr-defined]

if __name__ == "__main__":
    sys.exit(main())
