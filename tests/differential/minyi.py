"""The command's side: a case as files and a command line, and its JSON as figures."""

from __future__ import annotations

import csv
import json
import shlex
import subprocess
from pathlib import Path
from typing import Any

from cases import Answer, Call, Case, Figures, estimate_figures


# Far more than any of these small tables takes.
SECONDS = 20


def toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {toml_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(v) for v in value) + "]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value)


def toml_text(table: dict[str, Any]) -> str:
    return "".join(f"{key} = {toml_value(value)}\n" for key, value in table.items())


def design_options(design: dict[str, Any]) -> list[str] | None:
    """The design as options, or nothing where only a file can say it."""
    known = {"weight", "stage", "nested", "lonely-psu", "pps", "replicates"}
    pps, replicates, lonely = design.get("pps"), design.get("replicates"), design.get("lonely-psu")
    if set(design) - known or isinstance(pps, dict) or isinstance(lonely, dict):
        return None
    stages = design.get("stage", [])
    # Options of a stage are counted from the first one: a gap cannot be said.
    for key in ("strata", "cluster", "fpc"):
        given = [key in s for s in stages]
        if given != sorted(given, reverse=True):
            return None
    options: list[str] = []
    if "weight" in design:
        options += ["--weight", design["weight"]]
    for stage in stages:
        for key, value in stage.items():
            options += [f"--{key}", value]
    if design.get("nested") and any("cluster" in stage for stage in stages):
        options.append("--nested")
    if lonely:
        options += ["--lonely-psu", lonely]
    if pps:
        options += ["--pps", pps]
    if replicates:
        made = replicates.get("made")
        if not isinstance(made, str):
            return None
        options += ["--replicates", made]
    return options


def call_arguments(call: Call) -> list[str]:
    verb = call["verb"]
    if verb == "estimate":
        arguments = ["estimate", call["statistic"], *call["variables"]]
    elif verb == "fit":
        arguments = ["fit", call["formula"], "--family", call["family"]]
    else:
        arguments = ["test", call["test"], *call["of"]]
    if call.get("by"):
        arguments += ["--by", ",".join(call["by"])]
    for key in ("interval", "rule", "statistic", "deff", "confidence"):
        if key in call and not (key == "statistic" and verb == "estimate"):
            arguments += [f"--{key}", str(call[key])]
    if "p" in call:
        arguments += ["--p", ",".join(str(p) for p in call["p"])]
    for contrast in call.get("contrasts", []):
        arguments.append("--contrast=" + ",".join(str(c) for c in contrast))
    for term in call.get("wald", []):
        arguments += ["--wald", term]
    if "shares" in call:
        arguments += ["--shares", ",".join(f"{k}={v}" for k, v in call["shares"].items())]
    if call.get("covariance"):
        arguments.append("--covariance")
    for condition in call.get("where", []):
        arguments += ["--where", condition]
    for code in call.get("missing", []):
        arguments += ["--missing", code]
    return arguments


class Minyi:
    """Runs the command on cases, in a folder of its own."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary = binary.resolve()
        self.folder = folder

    def prepare(self, case: Case) -> list[str]:
        """Writes the files of a case and gives the options of its design."""
        (self.folder / "data.csv").write_text(case.csv())
        options = design_options(case.design)
        if options is None:
            (self.folder / "design.toml").write_text(toml_text(case.design))
            options = ["--design", "design.toml"]
        if case.steps:
            (self.folder / "steps.toml").write_text(self.steps_text(case))
            options += ["--steps", "steps.toml"]
        return ["--data", "data.csv", *options]

    @staticmethod
    def steps_text(case: Case) -> str:
        top = {"weight": case.design["weight"]} if "weight" in case.design else {}
        return toml_text({**top, "step": case.steps})

    def arguments(self, case: Case, call: Call, options: list[str]) -> list[str]:
        if call["verb"] == "weigh":
            return ["weigh", "steps.toml", "--data", "data.csv", "--out", "weighted.csv", "--force"]
        return [*call_arguments(call), *options, "--json"]

    def shell(self, case: Case, call: Call) -> str:
        """The command as a person would type it."""
        return "minyi " + shlex.join(self.arguments(case, call, self.prepare(case)))

    def run(self, case: Case) -> list[Answer]:
        options = self.prepare(case)
        return [self.one(call, self.arguments(case, call, options)) for call in case.calls]

    def one(self, call: Call, arguments: list[str]) -> Answer:
        environment = {"RAYON_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "LC_ALL": "C.UTF-8"}
        try:
            done = subprocess.run([self.binary, *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return Answer(refusal=f"no answer after {SECONDS} seconds")
        if done.returncode != 0:
            return Answer(refusal=done.stderr.strip() or f"exit {done.returncode}")
        if call["verb"] == "weigh":
            return Answer(self.weights())
        return Answer(figures_of(call, json.loads(done.stdout)))

    def weights(self) -> Figures:
        with (self.folder / "weighted.csv").open(newline="") as file:
            return {f"weight {i}": float(row["weight_final"]) for i, row in enumerate(csv.DictReader(file))}

    def replicate_columns(self, case: Case, method: str) -> tuple[dict[str, list[str]], dict[str, Any]]:
        """The replicate weights that minyi exports, and what the design says of them."""
        extra = ["--seed", "public"] if method.startswith("bootstrap") else []
        arguments = ["replicate", *self.prepare(case), "--replicates", method, *extra, "--out", "reps.csv", "--force", "--json"]
        done = subprocess.run([self.binary, *arguments], cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise ValueError(done.stderr)
        with (self.folder / "reps.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        names = [n for n in rows[0] if n.startswith("rep_")]
        return {n: [r[n] for r in rows] for n in names}, json.loads(done.stdout)


def test_figures(test: dict[str, Any], prefix: str = "") -> Figures:
    found: Figures = {f"{prefix}{key}": test[key] for key in ("statistic", "df1", "df2", "p")}
    if test.get("estimate"):
        for key in ("value", "se"):
            found[f"{prefix}difference {key}"] = test["estimate"][key]
    return found


def figures_of(call: Call, found: dict[str, Any] | list[Any]) -> Figures:
    if call["verb"] == "test":
        return test_figures(found[0] if isinstance(found, list) else found)
    assert isinstance(found, dict)
    plain = [e for e in found["estimates"] if e["statistic"] != "contrast"]
    contrasts = [e for e in found["estimates"] if e["statistic"] == "contrast"]
    wanted = ["variable", "level", "by", "value", "se", "df", "ci"] + (["deff"] if "deff" in call else [])
    asked = call.get("covariance") or call["verb"] == "fit"
    figures = estimate_figures([{k: e[k] for k in wanted if k in e} for e in plain], found.get("covariance") if asked else None)
    for i, e in enumerate(contrasts):
        figures[f"contrast {i} value"], figures[f"contrast {i} se"] = e["value"], e["se"]
    for test in found.get("tests", []):
        figures.update(test_figures(test, f"wald {test['of']} "))
    return figures
