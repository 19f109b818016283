"""Makes a disagreeing case as small as it can be while the same sort of figure still disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

from cases import Case

Holds = Callable[[Case], bool]


def without_rows(case: Case) -> Iterator[Case]:
    n = case.rows()
    size = max(1, n // 2)
    while True:
        for start in range(0, n, size):
            yield case.keep([i for i in range(n) if not start <= i < start + size])
        if size == 1:
            return
        size //= 2


def without_options(case: Case) -> Iterator[Case]:
    call = case.calls[0]
    for key in ("by", "where", "contrasts", "covariance", "deff", "confidence", "wald"):
        if key in call:
            less = case.copy()
            del less.calls[0][key]
            yield less
    for key in ("by", "where", "variables", "p", "wald", "contrasts"):
        for i in range(len(call.get(key, []))):
            if len(call[key]) > 1:
                less = case.copy()
                del less.calls[0][key][i]
                yield less


def simpler_design(case: Case) -> Iterator[Case]:
    for i in range(len(case.steps)):
        less = case.copy()
        del less.steps[i]
        if less.calls[0]["verb"] != "weigh" or less.steps:
            yield less
    for key in ("replicates", "pps", "pps-form", "lonely-psu", "nested"):
        if key in case.design:
            less = case.copy()
            del less.design[key]
            yield less
    stages = case.design.get("stage", [])
    for i in range(len(stages)):
        less = case.copy()
        del less.design["stage"][i]
        if not less.design["stage"]:
            del less.design["stage"]
        yield less
        for key in stages[i]:
            less = case.copy()
            del less.design["stage"][i][key]
            yield less
    if case.design.get("weight") not in (None, "1"):
        less = case.copy()
        less.design["weight"] = "1"
        yield less


def simpler_cells(case: Case) -> Iterator[Case]:
    """Whole numbers in place of fractions, ones in place of weights, column by column and cell by cell."""
    for name in case.numbers:
        cells = case.columns.get(name, [])
        for simpler in (["1"] * len(cells), [c if c == "NA" else str(round(float(c))) for c in cells]):
            if simpler != cells and name not in ("f1", "f2", "f3") and not name.startswith("pij"):
                less = case.copy()
                less.columns[name] = simpler
                yield less


def used_columns(case: Case) -> Case:
    """The case without columns that nothing reads."""
    words = str(case.design) + str(case.steps) + str(case.calls)
    less = case.copy()

    def used(name: str) -> bool:
        if name.startswith(("rep_", "pij_")):
            return name.split("_")[0] + "_*" in words
        return any(f"{a}{name}{b}" in words for a in "'/ (:~" for b in "'/ ):=<>!")

    less.columns = {n: c for n, c in less.columns.items() if used(n)} or less.columns
    less.numbers = [n for n in less.numbers if n in less.columns]
    return less


def shrink(case: Case, holds: Holds, tries: int = 400) -> Case:
    """The smallest case found by taking away one thing after another; `case` has one call and holds."""
    best = case
    for _ in range(6):
        before = best
        for ways in (without_options, simpler_design, without_rows, simpler_cells):
            changed = True
            while changed and tries > 0:
                changed = False
                for less in ways(best):
                    if less.rows() == 0:
                        continue
                    tries -= 1
                    if tries <= 0:
                        break
                    if holds(less):
                        best, changed = less, True
                        break
        if best is before:
            break
    less = used_columns(best)
    return less if holds(less) else best
