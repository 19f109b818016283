"""The slice with R's figures frozen in it, which the library's tests read without R.

Each entry holds the files and the arguments of a call as they are, and the figures that R has for it. What `known.toml` explains is left out, and what
differs otherwise is named and left out too: a frozen figure is one that both sides agree on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from cases import Answer, Call, Case, Figures
from compare import compare, scale_of
from minyi import design_options, toml_text

if TYPE_CHECKING:
    from run import Run

FILE = Path(__file__).with_name("frozen.json")
FIGURES = 5_000
BYTES = 800_000
# Large tables and tables of covariances would fill the file with little that is new.
ROWS = 45
FIGURES_OF_A_CALL = 60
# Sorts of calls that are rare: the slice goes on until it has this many of each, and the tables of the first sort, which are all large, may be.
RARE = 4
ROWS_OF_RARE = 240
SEVERAL_PPS, NO_INTERCEPT, UNKNOWN_CONTRAST = "unequal probabilities at several stages", "model without intercept", "contrast without an error"


def several_pps(case: Case) -> bool:
    return "pps" in case.design and len(case.design.get("stage", [])) > 1


def rare_sorts(case: Case, call: Call, figures: Figures) -> list[str]:
    sorts = [SEVERAL_PPS] if several_pps(case) else []
    if call.get("formula", "").endswith(("- 1", "+ 0")):
        sorts.append(NO_INTERCEPT)
    if any(name.startswith("contrast") and name.endswith(" se") and x is None for name, x in figures.items()):
        sorts.append(UNKNOWN_CONTRAST)
    return sorts


def files_of(run: Run, case: Case) -> dict[str, str]:
    files = {"data.csv": case.csv()}
    if design_options(case.design) is None:
        files["design.toml"] = toml_text(case.design)
    if case.steps:
        files["steps.toml"] = run.minyi.steps_text(case)
    return files


def rounding(figure: str, x: float | str | None, figures: Figures) -> bool:
    """Whether a covariance is none but for rounding, of which each side has its own."""
    return figure.startswith("cov ") and isinstance(x, int | float) and abs(x) <= 1e-9 * scale_of(figure, figures)


def agreed(case: Case, call: Call, ours: Answer, theirs: Answer) -> Figures:
    """R's figures, without those that differ or that R does not have."""
    if ours.refusal is not None or theirs.refusal is not None:
        return {}
    differ = {d.figure for d in compare(case, call, ours, theirs)[1]}
    # Where R is known to be wrong it may yet be right by chance, or both wrong.
    if call.get("rule") == "hf3":
        return {}
    kept = {k: v for k, v in theirs.figures.items() if k in ours.figures and k not in differ and v != "skip" and not rounding(k, v, theirs.figures)}
    return kept if len(kept) <= FIGURES_OF_A_CALL else {}


def freeze(run: Run, generated: Callable[[int], Case]) -> int:
    entries: list[dict[str, Any]] = []
    rare = {SEVERAL_PPS: 0, NO_INTERCEPT: 0, UNKNOWN_CONTRAST: 0}
    number, figures, size, left_out = 0, 0, 0, 0
    while (figures < FIGURES or min(rare.values()) < RARE) and size < BYTES:
        case = generated(number)
        number += 1
        if case.rows() > (ROWS_OF_RARE if several_pps(case) and rare[SEVERAL_PPS] < RARE else ROWS):
            continue
        case.calls = case.calls[:6]
        run.reference.send(case)
        ours, theirs = run.minyi.run(case), run.reference.receive(case)
        options = run.minyi.prepare(case)
        calls = []
        for call, one, two in zip(case.calls, ours, theirs, strict=True):
            kept = agreed(case, call, one, two)
            left_out += len([d for d in compare(case, call, one, two)[1] if not run.known.explains(d)])
            sorts = rare_sorts(case, call, kept)
            if kept and (figures < FIGURES or any(rare[s] < RARE for s in sorts)):
                calls.append({"arguments": run.minyi.arguments(case, call, options), "figures": kept})
                rare.update({s: rare[s] + 1 for s in sorts})
        if calls:
            entry = {"name": case.name, "files": files_of(run, case), "calls": calls}
            entries.append(entry)
            figures += sum(len(c["figures"]) for c in calls)
            size += len(json.dumps(entry))
    lines = ",\n".join(json.dumps(e, separators=(",", ":")) for e in entries)
    FILE.write_text(f"[\n{lines}\n]\n")
    run.reference.close()
    print(f"{FILE.name}: {figures} figures of {sum(len(e['calls']) for e in entries)} calls, {FILE.stat().st_size} bytes")
    print("; ".join(f"{sort}: {count} calls" for sort, count in rare.items()))
    if left_out:
        print(f"{left_out} figures differ and are not in it; run without --freeze to see them")
    return 0
