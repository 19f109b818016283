"""The command against R `survey` on random designs.

    python3 tests/differential/run.py --figures 20000 --seed 1 --minyi target/release/minyi

Ends with status 1 if a figure differs that `known.toml` does not explain.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from calls import random_calls
from cases import Case
from compare import Disagreement, compare
from designs import random_case
from frozen import freeze
from known import Known
from minyi import Minyi
from reference import Reference
from shrink import shrink


def exported_replicates(rng: random.Random, case: Case, minyi: Minyi) -> None:
    """For some designs, the replicate weights that minyi exports: both sides read them as columns from here on."""
    stages = case.design.get("stage", [])
    if case.steps or "replicates" in case.design or "pps" in case.design or "weight" not in case.design or rng.random() > 0.12:
        return
    method = rng.choice(["bootstrap=12", "brr", "fay=0.3", "jk2", "jkn", "sdr=8"] if stages and "strata" in stages[0] else ["bootstrap=12", "jk1", "sdr=8"])
    try:
        columns, said = minyi.replicate_columns(case, method)
    except ValueError:
        return
    case.columns.update(columns)
    case.numbers += list(columns)
    imported = {"columns": "rep_*", "scale": said["scale"], "rscales": said["rscales"], "mse": said["mse"], "combined": True}
    case.design = {"weight": case.design["weight"], "replicates": {"columns": imported}}


def generated(seed: int, number: int, minyi: Minyi) -> Case:
    rng = random.Random(f"{seed}/{number}")
    case = random_case(rng, f"{seed}/{number}")
    exported_replicates(rng, case, minyi)
    case.calls = random_calls(rng, case, 9)
    return case


class Run:
    """Cases one after the other until there are figures enough."""

    def __init__(self, binary: Path, folder: Path, also: Path | None) -> None:
        self.minyi, self.reference, self.known = Minyi(binary, folder), Reference(), Known(also)
        self.figures, self.calls, self.refused_by_both = 0, 0, 0
        self.found: list[Disagreement] = []
        self.explained = 0

    def case(self, case: Case) -> None:
        self.reference.send(case)
        ours = self.minyi.run(case)
        theirs = self.reference.receive(case)
        for call, one, two in zip(case.calls, ours, theirs, strict=True):
            count, differ = compare(case.with_call(call), call, one, two)
            self.calls += 1
            self.figures += count
            self.refused_by_both += one.refusal is not None and two.refusal is not None
            for d in differ:
                if self.known.explains(d):
                    self.explained += 1
                else:
                    self.found.append(d)

    def again(self, case: Case) -> list[Disagreement]:
        """The disagreements of a case with one call that nothing explains."""
        ours, theirs = self.minyi.run(case)[0], self.reference.run(case)[0]
        return [d for d in compare(case, case.calls[0], ours, theirs)[1] if not self.known.explains(d)]

    def smallest(self, d: Disagreement) -> Disagreement:
        wanted = d.kind()

        def holds(case: Case) -> bool:
            return any(x.kind() == wanted for x in self.again(case))

        case = shrink(d.case, holds)
        return next((x for x in self.again(case) if x.kind() == wanted), d)


def show(run: Run, d: Disagreement) -> str:
    case = d.case
    run.minyi.prepare(case)
    lines = [f"case {case.name}", d.text(), "", "data.csv:", case.csv()]
    shell = run.minyi.shell(case, d.call)
    if "--design" in shell:
        lines += ["design.toml:", (run.minyi.folder / "design.toml").read_text()]
    if case.steps:
        lines += ["steps.toml:", run.minyi.steps_text(case)]
    lines += [shell, f"Rscript tests/differential/reference.R <<'CASE'\n{case.line()}\nCASE"]
    return "\n".join(lines)


def one_of_each(found: list[Disagreement]) -> list[Disagreement]:
    """One disagreement for each sort of figure, statistic and design, the ones with the fewest rows."""
    best: dict[tuple[str, ...], Disagreement] = {}
    for d in found:
        design = tuple(sorted(k for k in d.case.design if k not in ("weight", "stage")))
        says = (d.minyi if isinstance(d.minyi, str) else "", d.reference if isinstance(d.reference, str) else "")
        key = (d.kind(), d.call["verb"], str(d.call.get("statistic", d.call.get("test", ""))), str(design), str(len(d.case.steps)), *(s[:40] for s in says))
        if key not in best or d.case.rows() < best[key].case.rows():
            best[key] = d
    return list(best.values())


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, default=20_000, help="how many figures are compared at least")
    parser.add_argument("--seed", type=int, default=1, help="the designs follow from it")
    parser.add_argument("--minyi", type=Path, default=Path("target/release/minyi"), help="the command")
    parser.add_argument("--shrink", type=int, default=10, help="how many disagreements are made small and shown")
    parser.add_argument("--case", type=int, help="only the case of this number")
    parser.add_argument("--list", type=Path, help="write every disagreement to this file")
    parser.add_argument("--also", type=Path, help="more known differences, as while something is being mended")
    parser.add_argument("--freeze", action="store_true", help="write frozen.json, the slice that the tests of the library read")
    return parser.parse_args()


def main() -> int:
    asked = options()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(asked.minyi, Path(folder), asked.also)
        if asked.freeze:
            return freeze(run, lambda n: generated(asked.seed, n, run.minyi))
        number = asked.case if asked.case is not None else 0
        while run.figures < asked.figures:
            run.case(generated(asked.seed, number, run.minyi))
            number += 1
            if asked.case is not None:
                break
        print(f"{run.figures} figures of {run.calls} calls on {number} designs in {time.monotonic() - started:.0f} s; refused by both: {run.refused_by_both}")
        for name, count in run.known.met.items():
            print(f"known: {name}: {count}")
        print(f"{len(run.found)} disagreements beside the {run.explained} known ones")
        if asked.list:
            lines = [json.dumps({"case": d.case.name, "call": d.call, "design": d.case.design, "steps": [list(s) for s in d.case.steps], "text": d.text()}) for d in run.found]
            asked.list.write_text("\n".join(lines) + "\n")
        for d in one_of_each(run.found)[: asked.shrink]:
            print("\n" + "-" * 80 + "\n" + show(run, run.smallest(d)))
        run.reference.close()
        return 1 if run.found else 0


if __name__ == "__main__":
    sys.exit(main())
