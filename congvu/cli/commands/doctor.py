"""Look whether the installation is fit, and say what to do where it is not. Ends with 1 when something is bad.

Example: congvu doctor --json
"""

import argparse
import json
from dataclasses import asdict

from django.utils import timezone

from congvu.config import checks

SIGNS = {checks.State.OK: "ok     ", checks.State.WARNING: "warning", checks.State.BAD: "BAD    "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    findings = checks.run(checks.ALL, timezone.now())
    bad = any(finding.state is checks.State.BAD for finding in findings)
    if arguments.json:
        print(json.dumps({"fit": not bad, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{SIGNS[finding.state]}  {finding.code}: {finding.seen}")
            if finding.remedy:
                print(f"         → {finding.remedy}")
    return 1 if bad else 0
