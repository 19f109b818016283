"""A case: a table, a design in minyi's words, weighting steps, and calls. The same case is run by minyi and by R."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from typing import Any

# A figure is a number, None where there is none, or "skip" where R has nothing to compare with. A side that refuses a call has a reason instead.
Figures = dict[str, float | str | None]
Call = dict[str, Any]


@dataclass
class Case:
    """Columns are text, as they stand in the file; `numbers` names those that R reads as numbers. `NA` is a missing answer."""

    name: str
    columns: dict[str, list[str]]
    numbers: list[str]
    design: dict[str, Any]
    steps: list[dict[str, Any]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "columns": self.columns,
            "numbers": self.numbers,
            "design": self.design,
            "steps": self.steps,
            "calls": self.calls,
        }

    @staticmethod
    def from_dict(value: dict[str, Any]) -> "Case":
        return Case(value["name"], value["columns"], value["numbers"], value["design"], value["steps"], value["calls"])

    def line(self) -> str:
        return json.dumps(self.as_dict(), separators=(",", ":"))

    def copy(self) -> "Case":
        return Case.from_dict(copy.deepcopy(self.as_dict()))

    def with_call(self, call: Call) -> "Case":
        one = self.copy()
        one.calls = [copy.deepcopy(call)]
        return one

    def rows(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def keep(self, wanted: list[int]) -> "Case":
        """The case with these rows only."""
        less = self.copy()
        less.columns = {name: [cells[i] for i in wanted] for name, cells in less.columns.items()}
        return less

    def csv(self) -> str:
        lines = [",".join(self.columns)]
        lines += [",".join(cells) for cells in zip(*self.columns.values())]
        return "\n".join(lines) + "\n"


@dataclass
class Answer:
    """What one side says to one call: figures, or why it refuses."""

    figures: Figures = field(default_factory=dict)
    refusal: str | None = None


def estimate_figures(estimates: list[dict[str, Any]], covariance: list[list[float | None]] | None) -> Figures:
    """Figures of a list of estimates, named by what they are of, so that the order does not matter."""
    found: Figures = {}
    names = []
    for e in estimates:
        where = ",".join(f"{k}={v}" for k, v in sorted((e.get("by") or {}).items()))
        name = e["variable"] + (f"[{e['level']}]" if e.get("level") is not None else "") + (f"|{where}" if where else "")
        names.append(name)
        for key in ("value", "se", "df", "deff"):
            if key in e:
                found[f"{key} {name}"] = e[key]
        if e.get("ci") is not None:
            found[f"low {name}"], found[f"high {name}"] = e["ci"]
    for i, row in enumerate(covariance or []):
        for j in range(i + 1):
            one, two = sorted((names[i], names[j]))
            found[f"cov {one} ~ {two}"] = row[j]
    return found
