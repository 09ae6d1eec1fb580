"""What the command line can do: one coroutine per command, each gives the exit code."""
