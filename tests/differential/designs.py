"""Random tables with their designs: stages, strata, corrections, unequal probabilities, replicates, and what is awkward about them."""

from __future__ import annotations

import random
from typing import Any

from cases import Case

LETTERS = "abcdefgh"


def text(x: float) -> str:
    return str(int(x)) if x == int(x) else repr(round(x, 10))


class Rows:
    """Rows under construction."""

    def __init__(self) -> None:
        self.rows: list[dict[str, str]] = []

    def columns(self) -> dict[str, list[str]]:
        return {name: [r[name] for r in self.rows] for name in self.rows[0]}


def skeleton(rng: random.Random) -> tuple[Rows, dict[str, Any]]:
    """Strata, clusters and elements with their corrections."""
    stages = rng.choices([1, 2, 3], [60, 30, 10])[0]
    strata = rng.randint(2, 5) if rng.random() < 0.65 else 1
    nested = strata > 1 and rng.random() < 0.3
    lonely_share = 0.2 if strata > 1 and rng.random() < 0.35 else 0.0
    units_are_rows = stages == 1 and rng.random() < 0.45
    fpc = rng.choices(["none", "counts", "fractions"], [40, 33, 27])[0]
    strata_2 = stages >= 2 and rng.random() < 0.2
    table = Rows()
    cluster_number = 0
    for h in range(strata):
        few = rng.random() < lonely_share
        n = 1 if few else rng.randint(2, 6 if not units_are_rows else 16)
        if strata == 1:
            n = rng.randint(5, 14 if not units_are_rows else 40)
        population = n if rng.random() < 0.12 else n * rng.randint(2, 9)
        for c in range(n):
            cluster_number += 1
            label = str(c + 1) if nested else str(cluster_number)
            row = {"h": LETTERS[h]}
            if not units_are_rows:
                row["c1"] = label
            row["f1"] = str(population) if fpc == "counts" else text(n / population)
            below(rng, table, row, 2, stages, fpc, units_are_rows, strata_2)
    if fpc == "fractions" and stages == 1 and all(r["f1"] == "1" for r in table.rows):
        # R takes a column of nothing but 1 for neither counts nor fractions.
        fpc = "none"
    stage: list[dict[str, str]] = [{}]
    if strata > 1:
        stage[0]["strata"] = "h"
    if not units_are_rows:
        stage[0]["cluster"] = "c1"
    if fpc != "none":
        stage[0]["fpc"] = "f1"
    for s in range(2, stages + 1):
        one = {"cluster": f"c{s}"}
        if s == 2 and strata_2:
            one = {"strata": "h2", **one}
        if fpc != "none":
            one["fpc"] = f"f{s}"
        stage.append(one)
    design: dict[str, Any] = {"stage": [s for s in stage if s] if stages == 1 else stage}
    if nested:
        design["nested"] = True
    lonely = rng.choice(["centre", "average", "certainty", "skip", "fail"]) if lonely_share or rng.random() < 0.25 else None
    if lonely:
        design["lonely-psu"] = lonely
    return table, design


def below(rng: random.Random, table: Rows, row: dict[str, str], s: int, stages: int, fpc: str, rows_are_units: bool, strata_2: bool) -> None:
    """The units within a cluster of stage s − 1."""
    if s > stages:
        for _ in range(1 if rows_are_units else rng.randint(1, 5)):
            table.rows.append(dict(row))
        return
    for part in (["p", "q"] if strata_2 and s == 2 else [""]):
        n = rng.randint(2, 4) if rng.random() < 0.95 else 1
        population = n if rng.random() < 0.1 else n * rng.randint(2, 5)
        for c in range(n):
            inner = dict(row)
            if s == 2 and strata_2:
                inner["h2"] = part
            inner[f"c{s}"] = part + str(c + 1)
            inner[f"f{s}"] = str(population) if fpc == "counts" else text(n / population)
            below(rng, table, inner, s + 1, stages, fpc, rows_are_units, strata_2)


def answers(rng: random.Random, table: Rows) -> None:
    """Variables: numbers with and without ties, a binary one, categories with empty cells, domains; some answers missing."""
    missing = rng.choice([0.0, 0.0, 0.06, 0.2])
    levels_g, levels_k, levels_d = rng.randint(2, 4), rng.randint(2, 3), rng.randint(2, 5)
    grain = rng.choice([1, 1, 10, 1000])
    shift = rng.choice([0, 0, 50, 1e5]) if rng.random() < 0.3 else 20
    offset = {h: rng.uniform(-8, 8) for h in LETTERS}
    absent = (rng.randrange(levels_g), rng.randrange(levels_k)) if rng.random() < 0.25 else None
    for row in table.rows:
        x = rng.randint(0, 12)
        y = round((shift + offset[row["h"]] + 1.5 * x + rng.gauss(0, 7)) * grain) / grain
        g, k = rng.randrange(levels_g), rng.randrange(levels_k)
        if (g, k) == absent:
            k = (k + 1) % levels_k
        row.update(
            y=text(y),
            x=str(x),
            z=text(round(rng.lognormvariate(2, 0.8), 2)),
            b=str(int(rng.random() < 1 / (1 + 2.718281828 ** (-(x - 6) / 4)))),
            q=LETTERS[g].upper(),
            k="uvw"[k],
            t="mn"[int(rng.random() < 0.5)],
            d=LETTERS[min(rng.randrange(levels_d), rng.randrange(levels_d))],
            e="st"[int(rng.random() < 0.6)],
        )
        for name in ("y", "x", "z", "b", "q", "k", "d"):
            if rng.random() < missing:
                row[name] = "NA"
        # What weighting needs is known of everybody.
        row.update(s1="FM"[rng.randrange(2)], s2="OPQ"[rng.randrange(3)], x0=str(rng.randint(1, 30)))


def weights(rng: random.Random, table: Rows, design: dict[str, Any]) -> None:
    stages = design["stage"]
    derivable = stages and all("fpc" in s for s in stages)
    if derivable and rng.random() < 0.4:
        return
    kind = rng.choices(["equal", "whole", "fine", "wide", "constant"], [10, 35, 30, 15, 10])[0]
    if kind == "constant":
        design["weight"] = rng.choice(["1", "2.5", "40"])
        return
    design["weight"] = "w"
    zero = 0.1 if rng.random() < 0.12 else 0.0
    for row in table.rows:
        w = {
            "equal": 3.0,
            "whole": rng.randint(1, 30),
            "fine": round(rng.uniform(0.3, 9), 3),
            "wide": round(rng.lognormvariate(3, 1.3), 2) + 0.01,
        }[kind]
        row["w"] = "0" if rng.random() < zero else text(w)


def unequal(rng: random.Random, table: Rows, design: dict[str, Any]) -> None:
    """Inclusion probabilities of the first-stage clusters in place of the correction."""
    kind = rng.choice(["brewer", "brewer", "hartley-rao", "hartley-rao", "joint"])
    stages = design["stage"] or [{}]
    if kind != "brewer":
        stages = [{k: v for k, v in stages[0].items() if k != "strata"}]
        if kind == "joint":
            stages = [{}]
            table.rows = table.rows[:14]
    design.pop("lonely-psu", None)
    design.pop("nested", None)
    # R pairs probabilities with clusters in the order of labels: labels must sort as they come.
    for row in table.rows:
        if "c1" in row:
            row["c1"] = f"{row['h']}{int(row['c1']):02}"
    if kind == "brewer" and len(stages) > 1:
        stages = [dict(s) for s in stages]
        stages[1:] = [{**s, "fpc": f"f{i + 2}"} for i, s in enumerate(stages[1:])]
        chances: dict[str, str] = {}
        for row in table.rows:
            for s in range(2, len(stages) + 1):
                path = "/".join(row[f"c{i}"] for i in range(1, s + 1))
                row[f"f{s}"] = chances.setdefault(path, text(round(rng.uniform(0.15, 0.9), 2)))
    known: dict[str, str] = {}
    for i, row in enumerate(table.rows):
        label = row["c1"] if "cluster" in stages[0] else str(i)
        # R's Hartley–Rao takes pairs whose probabilities add up to 1 for pairs of two strata: none do here.
        row["f1"] = known.setdefault(label, text(round(rng.uniform(0.05, 0.95), 3) + 0.0003))
    stages[0]["fpc"] = "f1"
    design["stage"], design["pps"] = stages, kind
    design.pop("weight", None)
    if kind == "brewer" and len(stages) == 1 and rng.random() < 0.3:
        design["weight"] = "w"
        for row in table.rows:
            row["w"] = text(round(1 / float(row["f1"]), 4))
    if kind == "joint":
        design["pps"] = {"joint": "pij_*"}
        n = len(table.rows)
        pi = [float(r["f1"]) for r in table.rows]
        pair = {(i, j): round(pi[i] * pi[j] * (1 - rng.uniform(0, 0.4) * (1 - max(pi[i], pi[j]))), 8) for i in range(n) for j in range(i)}
        for i, row in enumerate(table.rows):
            for j in range(n):
                row[f"pij_{j:02}"] = row["f1"] if i == j else text(pair[max(i, j), min(i, j)])
    if kind in ("hartley-rao", "joint") and rng.random() < 0.5:
        design["pps-form"] = "yg"


def random_replicates(rng: random.Random, table: Rows, design: dict[str, Any]) -> None:
    """Replicate weights in columns, with a scale and what belongs to it."""
    count = rng.randint(4, 12)
    combined = rng.random() < 0.5
    if "weight" not in design:
        design["weight"] = "2.5"
    whole = [float(r["w"]) if design["weight"] == "w" else float(design["weight"]) for r in table.rows]
    for row, w in zip(table.rows, whole):
        for r in range(count):
            factor = rng.choice([0.0, 0.5, 1.0, 1.0, 1.5, 2.0])
            row[f"rep_{r + 1:02}"] = text(factor * w) if combined else text(factor)
    columns: dict[str, Any] = {"columns": "rep_*", "scale": round(rng.uniform(0.05, 1), 3), "mse": rng.random() < 0.5, "combined": combined}
    if rng.random() < 0.5:
        columns["rscales"] = [round(rng.uniform(0.3, 1.5), 3) for _ in range(count)]
    if rng.random() < 0.3:
        columns["degrees-of-freedom"] = float(rng.randint(2, 9))
    for key in ("lonely-psu", "nested"):
        design.pop(key, None)
    design["stage"] = []
    design["replicates"] = {"columns": columns}


def with_replicates(rng: random.Random, table: Rows, design: dict[str, Any]) -> None:
    kind = rng.choice(["jk", "jk", "columns"])
    if kind == "columns":
        random_replicates(rng, table, design)
        return
    stratified = bool(design["stage"]) and "strata" in design["stage"][0]
    if len(design["stage"]) > 1:
        # Replicates know the first stage only; with its correction alone they would leave out the other stages.
        for stage in design["stage"]:
            stage.pop("fpc", None)
        design.setdefault("weight", "2.5")
    if any("strata" in s for s in design["stage"][1:]):
        design["stage"] = design["stage"][:1]
    design["replicates"] = {rng.choice(["made", "made-mse"]): "jkn" if stratified else "jk1"}


def margin(rng: random.Random, rows: list[dict[str, str]], weight: list[float], columns: list[str]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for row, w in zip(rows, weight):
        level = "/".join(row[c] for c in columns)
        sums[level] = sums.get(level, 0.0) + w
    return {level: round(total * rng.uniform(0.8, 1.3), 1) for level, total in sorted(sums.items())}


def scaled_to(totals: dict[str, float], whole: float) -> dict[str, float]:
    """Totals that add up to a given whole: the last level takes what is left."""
    factor = whole / sum(totals.values())
    names = list(totals)
    found = {n: round(totals[n] * factor, 1) for n in names[:-1]}
    return {**found, names[-1]: round(whole - sum(found.values()), 6)}


def steps(rng: random.Random, table: Rows, design: dict[str, Any]) -> list[dict[str, Any]]:
    """One or two weighting steps with totals near those of the sample."""
    if "weight" not in design:
        return []
    weight = [float(r["w"]) if design["weight"] == "w" else float(design["weight"]) for r in table.rows]
    found: list[dict[str, Any]] = []
    for kind in rng.sample(["poststratify", "rake", "linear", "raking", "logit", "truncated-linear"], rng.choice([1, 1, 1, 2])):
        s1, s2 = (margin(rng, table.rows, weight, [c]) for c in ("s1", "s2"))
        s2 = scaled_to(s2, sum(s1.values()))
        one, two = {"columns": ["s1"], "totals": s1}, {"columns": ["s2"], "totals": s2}
        if kind == "poststratify":
            columns = rng.choice([["s1"], ["s2"], ["s1", "s2"]])
            found.append({"poststratify": {"columns": columns, "totals": margin(rng, table.rows, weight, columns)}})
        elif kind == "rake":
            found.append({"rake": {"margins": [one, two]}})
        else:
            distance: Any = kind if kind in ("linear", "raking") else {kind: {"lower": 0.3, "upper": 3.0}}
            numbers = {"x0": round(sum(float(r["x0"]) * w for r, w in zip(table.rows, weight)) * rng.uniform(0.9, 1.15) * sum(s1.values()) / sum(weight), 1)}
            totals: dict[str, Any] = {"categories": rng.choice([[one], [one, two]])}
            if rng.random() < 0.7:
                totals["numbers"] = numbers
            if rng.random() < 0.2:
                totals = {"intercept": round(sum(s1.values()), 1), "numbers": numbers}
            found.append({"calibrate": {"distance": distance, "totals": totals, "allow-negative": True}})
    if rng.random() < 0.12:
        ordered = sorted(w for w in weight if w > 0)
        bound = ordered[int(len(ordered) * 0.8)]
        found = [{"trim": {"upper": {"absolute": bound + 0.01}, "strict": rng.random() < 0.5}}]
    return found


NUMBERS = ["y", "x", "z", "b", "x0", "w", "f1", "f2", "f3"]


def random_case(rng: random.Random, name: str) -> Case:
    """A table, its design and perhaps weighting steps; calls are added by `calls`."""
    table, design = skeleton(rng)
    answers(rng, table)
    weights(rng, table, design)
    applied: list[dict[str, Any]] = []
    kind = rng.choices(["plain", "pps", "replicates", "steps", "replicated steps"], [50, 12, 14, 20, 4])[0]
    if kind == "pps":
        unequal(rng, table, design)
    if kind in ("replicates", "replicated steps"):
        with_replicates(rng, table, design)
    if kind in ("steps", "replicated steps"):
        # R cannot take residuals of rows without weight.
        for row in table.rows:
            if row.get("w") == "0":
                row["w"] = "1"
        applied = steps(rng, table, design)
    used = {v for s in design["stage"] for v in s.values()} | {design.get("weight", "")}
    columns = {n: c for n, c in table.columns().items() if n in used or n[0] not in "hcfw"}
    if not applied:
        columns = {n: c for n, c in columns.items() if n not in ("s1", "s2", "x0")}
    numbers = [n for n in columns if n in NUMBERS or n.startswith(("rep_", "pij_"))]
    if not design["stage"]:
        del design["stage"]
    return Case(name, columns, numbers, design, applied)
