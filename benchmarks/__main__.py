"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from benchmarks import catalogue, find, harness, queue, transition, validate

BENCHMARKS = {
    "catalogue": (catalogue.contest, catalogue.__doc__),
    "find": (find.contest, find.__doc__),
    "queue": (queue.contest, queue.__doc__),
    "transition": (transition.contest, transition.__doc__),
    "validate": (validate.contest, validate.__doc__),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one benchmark; 1 when the contestants disagree, for then no ratio means anything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=harness.__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--list", action="store_true", dest="as_list")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each burst")
    given = parser.parse_args(arguments)
    if given.as_list:
        for name, (_, about) in BENCHMARKS.items():
            print(f"{name}: {(about or '').splitlines()[0]}")
        return 0
    if given.name is None:
        parser.error("name a benchmark, or ask for --list")
    contest = BENCHMARKS[given.name][0]()
    report = {
        "benchmark": given.name,
        **harness.run(contest, rounds=max(given.rounds, 1), seconds=given.seconds),
    }
    if given.as_json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _say(report)
    return 1 if contest.disagreements else 0


def _say(report: dict[str, Any]) -> None:
    print(f"{report['benchmark']}: ratios to {report['base']}, {report['rounds']} rounds")
    for row in report["results"]:
        spread = f"({row['ratio_from']}–{row['ratio_to']})"
        rate = f"{row['per_second']:>9} {report['unit']}/s"
        print(f"  {row['name']:<40} {rate}  {row['ratio']:>8} × {spread}")
    for row in report["costs"]:
        print(f"  {row['name']}: {row['times']} times ({row['times_from']}–{row['times_to']})")
    for name, why in report["skipped"].items():
        print(f"  {name:<40} skipped: {why}")
    for name, counted in report["notes"].items():
        print(f"  {name}: {counted}")
    for name in report["disagreements"]:
        print(f"  {name} gives other verdicts: no ratio counts")


if __name__ == "__main__":
    sys.exit(main())
