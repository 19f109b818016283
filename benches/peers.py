"""The file of benches/peers.sh, the plain polars mean, and svy: peers.py TASK FOLDER"""
import sys, time

task, folder = sys.argv[1], sys.argv[2]
y = [f"y{k}" for k in range(1, 7)]


def timed(name, f, times=1):
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        f()
        spans.append(time.perf_counter() - start)
    print(f"{name}: {sorted(spans)[len(spans) // 2]:.4f} s", flush=True)


if task == "data":
    import numpy as np, polars as pl

    n, rng = 10**6, np.random.default_rng(20131226)
    stratum, psu = rng.integers(0, 100, n), rng.integers(0, 20, n)
    effect = rng.normal(0, 0.5, (100, 20))[stratum, psu]
    c = {"stratum": stratum.astype("i4"), "psu": (stratum * 100 + psu).astype("i4")}
    c["unit"], c["fine"] = rng.integers(0, 79, n).astype("i4"), rng.integers(0, 10000, n).astype("i4")
    c["w"] = rng.uniform(1, 50, n)
    for k in range(6):
        c[f"y{k + 1}"] = np.clip(np.round(7 + effect + rng.normal(0, 2, n)), 0, 10)
    for k, levels in enumerate((2, 5, 8, 12)):
        c[f"m{k + 1}"] = rng.integers(0, levels, n).astype("i4")
    pl.DataFrame(c).write_parquet(f"{folder}/million.parquet", row_group_size=500_000)
    pl.DataFrame(c).write_csv(f"{folder}/million.csv")
    sys.exit()

import polars as pl

df = pl.read_parquet(f"{folder}/million.parquet")
if task == "floor":
    for g in ("unit", "fine"):
        timed(f"polars group_by {g}, plain means of 6", lambda: df.group_by(g).agg([pl.col(v).mean() for v in y]), 7)
    sys.exit()

import svy

sample = svy.Sample(df, svy.Design(stratum="stratum", psu="psu", wgt="w"))
if task in ("mean79", "mean10000"):
    by = "unit" if task == "mean79" else "fine"
    timed(f"svy {task}, 6 variables", lambda: sample.estimation.mean(y, by=by))
elif task == "bootstrap":
    made = sample.weighting.create_bs_wgts(n_reps=500, rstate=1)
    timed("svy bootstrap, 6 variables by 79", lambda: made.estimation.mean(y, by="unit", method="replication"))
elif task == "rake":
    total = float(df["w"].sum())
    controls = {m: {k: total / (df[m].max() + 1) for k in range(df[m].max() + 1)} for m in ("m1", "m2", "m3", "m4")}
    timed("svy rake 4 margins", lambda: sample.weighting.rake(controls=controls))
elif task == "table":
    timed("svy table 2 x 5", lambda: sample.categorical.tabulate("m1", "m2"))
elif task == "quantile":
    timed("svy 3 quantiles by 79", lambda: sample.estimation.quantile("y1", p=[0.25, 0.5, 0.75], by="unit"))
