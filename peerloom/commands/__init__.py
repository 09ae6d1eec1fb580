"""What the command line can do: one coroutine per command, each gives the exit code."""

from peerloom.commands.community import claim_code, doctor, init
from peerloom.commands.content import check_quiz, import_course, reference
from peerloom.commands.keeping import backup, restore
from peerloom.commands.play import run, scenario, steered
from peerloom.commands.refused import Refused
from peerloom.commands.serving import serve

__all__ = [
    "Refused",
    "backup",
    "check_quiz",
    "claim_code",
    "doctor",
    "import_course",
    "init",
    "reference",
    "restore",
    "run",
    "scenario",
    "serve",
    "steered",
]
