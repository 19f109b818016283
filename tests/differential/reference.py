"""R's side: one process that answers case after case."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from cases import Answer, Call, Case, Figures, estimate_figures

SCRIPT = Path(__file__).with_name("reference.R")


class Reference:
    """A running `Rscript reference.R`."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["Rscript", "--vanilla", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def send(self, case: Case) -> None:
        assert self.process.stdin
        self.process.stdin.write(case.line() + "\n")
        self.process.stdin.flush()

    def receive(self, case: Case) -> list[Answer]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"R has stopped at {case.name}; it needs the packages survey and jsonlite")
        return [answer_of(call, found) for call, found in zip(case.calls, json.loads(line), strict=True)]

    def run(self, case: Case) -> list[Answer]:
        self.send(case)
        return self.receive(case)

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def answer_of(call: Call, found: dict[str, Any]) -> Answer:
    if "refused" in found:
        return Answer(refusal=found["refused"])
    if "weights" in found:
        return Answer({f"weight {i}": w for i, w in enumerate(found["weights"])})
    if "test" in found:
        return Answer(test_figures(found["test"]))
    figures = estimate_figures(found["estimates"], found.get("covariance"))
    for i, c in enumerate(found.get("contrasts", [])):
        figures[f"contrast {i} value"], figures[f"contrast {i} se"] = c["value"], c["se"]
    for test in found.get("tests", []):
        figures.update(test_figures(test, f"wald {test['of']} "))
    return Answer(figures)


def test_figures(test: dict[str, Any], prefix: str = "") -> Figures:
    found: Figures = {f"{prefix}{key}": test[key] for key in ("statistic", "df1", "df2", "p")}
    for key, value in test.get("difference", {}).items():
        found[f"{prefix}difference {key}"] = value
    return found
