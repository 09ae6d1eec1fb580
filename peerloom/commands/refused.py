"""What a command cannot do, in a sentence that says what to do."""


class Refused(Exception):
    """Printed as it is; the exit code is 1."""
