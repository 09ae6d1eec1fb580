"""What a command cannot do, in a sentence that says what to do."""


class Refused(Exception):
    """Printed as it is, with this exit code."""

    exit_code = 1


class BadInput(Refused):
    """What was given is nothing that the command can take: as for an option it does not know."""

    exit_code = 2
