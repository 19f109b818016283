"""Random calls: estimators, tests and models, over domains and with the options that belong to them."""

from __future__ import annotations

import random
from typing import Any

from cases import Call, Case

INTERVALS = ["logit", "wilson", "korn-graubard", "beta", "arcsine", "wald"]
RULES = ["math", "school", "shah-vaish", *(f"hf{i}" for i in range(1, 10))]
FORMULAS = [
    "y ~ x",
    "y ~ x + z",
    "y ~ x + factor(q)",
    "y ~ factor(q) + factor(k)",
    "y ~ factor(e) * x",
    "y ~ x:z + factor(t)",
    "y ~ factor(t) * factor(e)",
    "y ~ factor(q) + x - 1",
    "y ~ x + z + 0",
    "z ~ y + factor(e):x",
]
LOGISTIC = ["b ~ x", "b ~ x + factor(e)", "b ~ x * factor(t)", "b ~ factor(e) + z", "b ~ factor(q)"]


def levels(case: Case, column: str) -> list[str]:
    return sorted({c for c in case.columns[column] if c != "NA"})


def domains(rng: random.Random, call: Call) -> None:
    if rng.random() < 0.6:
        call["by"] = rng.choice([["d"], ["e"], ["q"], ["t"], ["d", "e"], ["t", "e"]])
    where(rng, call)


def where(rng: random.Random, call: Call) -> None:
    if rng.random() < 0.3:
        call["where"] = rng.sample(["x>3", "x<=8", "t=m", "e!=s", "y>=15", "d=a,b"], rng.choice([1, 1, 2]))


def estimate(rng: random.Random, case: Case) -> Call:
    kinds = ["mean", "total", "ratio", "proportion", "quantile", "variance", "sd", "correlation"]
    statistic = rng.choices(kinds, [22, 16, 13, 18, 14, 5, 4, 7])[0]
    call: Call = {"verb": "estimate", "statistic": statistic, "missing": ["NA"]}
    if statistic == "proportion":
        call["variables"] = rng.sample(["q", "k", "t"], rng.choice([1, 1, 2]))
        call["interval"] = rng.choice(INTERVALS)
    elif statistic in ("ratio", "correlation"):
        call["variables"] = rng.sample(["y/z", "x/z", "b/x", "z/y"], rng.choice([1, 2]))
    else:
        call["variables"] = rng.sample(["y", "x", "z", "b"], rng.choice([1, 1, 2, 3]))
    if statistic == "quantile":
        call["variables"] = rng.sample(["y", "x", "z"], rng.choice([1, 2]))
        call["p"] = sorted(rng.sample([0.05, 0.1, 0.2, 0.25, 0.37, 0.5, 0.75, 0.9], rng.choice([1, 2, 3])))
        call["rule"] = rng.choice(RULES)
        call["interval"] = rng.choice(["wald", "wald", "logit", "beta", "arcsine"])
    domains(rng, call)
    if rng.random() < 0.3:
        call["confidence"] = rng.choice([0.9, 0.99, 0.8])
    if statistic in ("mean", "total") and "replicates" not in case.design and rng.random() < 0.25:
        call["deff"] = rng.choice(["without", "with"])
    if statistic in ("mean", "total", "ratio", "proportion"):
        covariances(rng, case, call)
    return call


def covariances(rng: random.Random, case: Case, call: Call) -> None:
    if rng.random() < 0.45:
        call["covariance"] = True
    if rng.random() < 0.3 and "where" not in call and call["statistic"] != "proportion":
        count = len(call["variables"])
        seen = 1
        if call.get("by"):
            weight = case.columns.get("w", [])
            seen = len({cells for i, cells in enumerate(zip(*(case.columns[c] for c in call["by"]))) if "NA" not in cells and weight[i : i + 1] != ["0"]})
        count *= seen
        if count >= 2:
            call["contrasts"] = [[rng.choice([-1, 0, 1, 0.5]) for _ in range(count)], [1, -1] + [0] * (count - 2)]
            if not any(call["contrasts"][0]):
                call["contrasts"][0][0] = 1


def test(rng: random.Random, case: Case) -> Call:
    kind = rng.choice(["chi-square", "chi-square", "t", "t", "fit"])
    call: Call = {"verb": "test", "test": kind, "missing": ["NA"]}
    if kind == "chi-square":
        call["of"] = rng.sample(["q", "k", "t", "e"], 2)
        call["statistic"] = rng.choice(["f", "f", "chi-square", "wald", "adjusted-wald"])
    elif kind == "t":
        call["of"] = [rng.choice(["y", "x", "z", "b"]), rng.choice(["t", "e"])]
    else:
        call["of"] = [rng.choice(["q", "k", "t"])]
        there = levels(case, call["of"][0])
        parts = [rng.randint(1, 5) for _ in there]
        call["shares"] = {level: part / sum(parts) for level, part in zip(there, parts)}
    where(rng, call)
    return call


def fit(rng: random.Random) -> Call:
    family = rng.choice(["linear", "linear", "logistic"])
    formula = rng.choice(FORMULAS if family == "linear" else LOGISTIC)
    call: Call = {"verb": "fit", "family": family, "formula": formula, "missing": ["NA"]}
    if "*" not in formula and rng.random() < 0.6:
        terms = [t for t in formula.split("~")[1].replace("- 1", "").replace("+ 0", "").split(" + ")]
        call["wald"] = [rng.choice(terms).strip()]
    where(rng, call)
    return call


def random_calls(rng: random.Random, case: Case, count: int) -> list[Call]:
    found: list[Call] = []
    if case.steps:
        # Trimming has no part in linearised variances: only weights are compared.
        if "weight" in case.design and "replicates" not in case.design:
            found.append({"verb": "weigh"})
        if any("trim" in s for s in case.steps):
            return found
    for _ in range(count):
        kind = rng.choices(["estimate", "test", "fit"], [70, 16, 14])[0]
        found.append(estimate(rng, case) if kind == "estimate" else test(rng, case) if kind == "test" else fit(rng))
    return found


def facts(case: Case, call: Call) -> dict[str, Any]:
    """What known differences are told by."""
    design = case.design
    stages = design.get("stage", [])
    pps, replicates = design.get("pps"), design.get("replicates") or {}
    return {
        "verb": call["verb"],
        "statistic": call.get("statistic") or call.get("test") or call.get("family") or "",
        "rule": call.get("rule", ""),
        "interval": call.get("interval", ""),
        "formula": call.get("formula", ""),
        "deff": call.get("deff", ""),
        "lonely": design.get("lonely-psu", ""),
        "pps": "joint" if isinstance(pps, dict) else pps or "",
        "replicates": "columns" if "columns" in replicates else str(next(iter(replicates.values()), "")),
        "stages": str(max(1, len(stages))),
        "steps": "+".join(next(iter(s)) for s in case.steps),
        "domains": "by" if call.get("by") else "",
        "where": " ".join(call.get("where", [])),
        "single": "yes" if single_clusters(case) else "no",
        "full": "yes" if full_strata(case) else "no",
        "far": "yes" if far_response(case, call) else "no",
    }


def far_response(case: Case, call: Call) -> bool:
    """Whether the response of a model lies more than a thousand standard deviations from 0."""
    column = case.columns.get(call.get("formula", "").split("~")[0].strip(), [])
    try:
        y = [float(cell) for cell in column if cell != "NA"]
    except ValueError:
        return False
    mean = sum(y) / max(1, len(y))
    return bool(y) and abs(mean) > 1e3 * (sum((v - mean) ** 2 for v in y) / len(y)) ** 0.5


def full_strata(case: Case) -> bool:
    """Whether a stratum of the first stage is taken in full."""
    stage = (case.design.get("stage") or [{}])[0]
    if "fpc" not in stage or "pps" in case.design:
        return False
    clusters: dict[str, set[str]] = {}
    size: dict[str, str] = {}
    for i in range(case.rows()):
        h = case.columns[stage["strata"]][i] if "strata" in stage else ""
        clusters.setdefault(h, set()).add(case.columns[stage["cluster"]][i] if "cluster" in stage else str(i))
        size[h] = case.columns[stage["fpc"]][i]
    counts = any(float(f) > 1 for f in size.values())
    return any(float(size[h]) <= (len(clusters[h]) if counts else 1) and (counts or float(size[h]) >= 1) for h in size)


def single_clusters(case: Case) -> bool:
    """Whether a stratum has a single cluster at some stage."""
    above: list[str] = [""] * case.rows()
    for stage in case.design.get("stage", []):
        strata = case.columns[stage["strata"]] if "strata" in stage else [""] * case.rows()
        within = [f"{a}/{h}" for a, h in zip(above, strata)]
        label = case.columns[stage["cluster"]] if "cluster" in stage else [str(i) for i in range(case.rows())]
        clusters: dict[str, set[str]] = {}
        for h, c in zip(within, label):
            clusters.setdefault(h, set()).add(c)
        if any(len(c) == 1 for c in clusters.values()):
            return True
        above = [f"{h}/{c}" for h, c in zip(within, label)]
    return False
