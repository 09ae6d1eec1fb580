"""The mutation run over the wallet, in an order drawn by a seed: `./dev mutants` and its options.

Results are kept in `mutants/` between runs: what has an answer is not asked again, until the
function it changes does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from mutmut.stats import status_by_exit_code

TREE = Path("mutants/engine/wallet")
FIRST = "engine.wallet.chart.x_stripe_of__mutmut_1"  # has the mutants made, and the tests timed
AT_ONCE = 400  # the run of each part begins with all of its tests unchanged
DETECTED = ("killed", "timeout", "segfault", "suspicious")
WANTED_PERCENT = 90
KILLED = 1  # as pytest ends when a test failed


def results() -> dict[str, str]:
    """By mutant: killed, survived, timeout, no tests, not checked, …"""
    found = {}
    for path in sorted(TREE.glob("*.py.meta")):
        codes = json.loads(path.read_text())["exit_code_by_key"]
        found.update({name: status_by_exit_code[code] for name, code in sorted(codes.items())})
    return found


def mutmut(names: list[str], children: int) -> None:
    command = [str(Path(sys.executable).with_name("mutmut")), "run"]
    log_path = Path("mutants/last-run.log")
    log_path.parent.mkdir(exist_ok=True)
    with log_path.open("w") as log:
        done = subprocess.run(  # noqa: S603
            [*command, "--max-children", str(children), *names],
            stdout=log, stderr=log, check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit("mutmut failed: see mutants/last-run.log")


def ask_with(tests: list[str], names: list[str], database: str) -> int:
    """Asks these tests alone, in a process for each mutant; a kill is written down, anything else
    leaves what is known. How many were killed."""
    here, killed = Path.cwd(), 0
    os.chdir("mutants")
    sys.path[:] = [str(Path.cwd()), *(path for path in sys.path if path not in ("", str(here)))]
    given = ["-x", "-q", "--rootdir=.", "-p", "no:cacheprovider", "-k", database, *tests]
    if pytest.main([*given, "--collect-only", "-qq"]):  # what is imported now is not each time
        raise SystemExit("these tests cannot be collected")
    if _asked("", given):
        raise SystemExit("these tests fail without any mutant")
    for name in names:
        if _asked(name, given) == KILLED:
            killed += 1
            meta = here / TREE / f"{name.split('.')[2]}.py.meta"
            known = json.loads(meta.read_text())
            known["exit_code_by_key"][name] = KILLED
            meta.write_text(json.dumps(known, indent=4))
    os.chdir(here)
    return killed


def _asked(name: str, given: list[str]) -> int:
    child = os.fork()
    if not child:
        os.environ["MUTANT_UNDER_TEST"] = name
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        os._exit(int(pytest.main([*given, "-m", "not slow"])))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def drawn(sample: int | None, seed: int) -> list[str]:
    """The first `sample` of all mutants in the seed's order; all without one."""

    def place(name: str) -> str:
        # Of its own, so that a changed function leaves the others where they were.
        return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()

    return sorted(results(), key=place)[:sample]


def told(names: list[str], seed: int) -> dict[str, object]:
    """The table on standard output, and what its last line says."""
    known = results()
    by_file: dict[str, Counter[str]] = {}
    for name in names:
        by_file.setdefault(name.split(".")[2], Counter())[known[name]] += 1
    total: Counter[str] = Counter()
    print(f"{'file':24}{'drawn':>7}{'detected':>10}{'survived':>10}{'no tests':>10}{'open':>6}")
    for file, counts in sorted(by_file.items()):
        total += counts
        print(_row(file, counts))
    print(_row("all", total))
    asked = sum(total.values()) - total["not checked"]
    detected = sum(total[status] for status in DETECTED)
    return {
        "mutants": len(known),
        "seed": seed,
        "drawn": len(names),
        **dict(sorted(total.items())),
        "detected_percent": round(100 * detected / asked, 2) if asked else None,
        "survivors": sorted(name for name in names if known[name] in ("survived", "no tests")),
    }


def _row(file: str, counts: Counter[str]) -> str:
    detected = sum(counts[status] for status in DETECTED)
    rest = (counts["survived"], counts["no tests"], counts["not checked"])
    return f"{file:24}{sum(counts.values()):7}{detected:10}{rest[0]:10}{rest[1]:10}{rest[2]:6}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev mutants", description=__doc__)
    parser.add_argument("--sample", type=int, help="so many of all, drawn by the seed")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--children", type=int, default=2, help="how many at once")
    parser.add_argument("--survivors", action="store_true", help="ask the survivors again")
    parser.add_argument("--with", dest="tests", nargs="+", metavar="TEST", default=[],
                        help="ask the survivors these tests alone")  # fmt: skip
    parser.add_argument("--database", default="not postgresql", help="with --with: pytest's -k")
    parser.add_argument("--only", default="", help="with --with: survivors whose names hold this")
    parser.add_argument("--report", action="store_true", help="run nothing: tell what is known")
    parser.add_argument("--check", action="store_true", help=f"below {WANTED_PERCENT}%%: exit 1")
    given = parser.parse_args()
    if not (given.report or given.tests):
        mutmut([FIRST], given.children)  # a function that has changed has other mutants now
    names = drawn(given.sample, given.seed)
    known = results()
    wanted = ("not checked", "survived", "no tests") if given.survivors else ("not checked",)
    left = [name for name in names if known[name] in wanted and not given.report]
    if given.tests:
        found = [name for name in names if known[name] in ("survived", "no tests", "not checked")]
        found = [name for name in found if re.search(given.only, name)]
        print(f"{ask_with(given.tests, found, given.database)} of {len(found)}", file=sys.stderr)
        left = []
    for start in range(0, len(left), AT_ONCE):
        mutmut(left[start : start + AT_ONCE], given.children)
        print(f"{min(start + AT_ONCE, len(left))} of {len(left)}", file=sys.stderr)
    report = told(names, given.seed)
    print(json.dumps(report))
    percent = report["detected_percent"]
    return int(given.check and (not isinstance(percent, float) or percent < WANTED_PERCENT))


if __name__ == "__main__":
    sys.exit(main())
