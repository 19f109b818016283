"""The frame of benches/select.sh, and svy on it: select_peers.py TASK FOLDER"""
import sys, time

task, folder = sys.argv[1], sys.argv[2]
if task == "data":
    import numpy as np, polars as pl

    n, rng = 10**7, np.random.default_rng(20131226)
    frame = pl.DataFrame({"id": np.char.add("u", np.arange(n).astype(str)), "x": np.round(np.exp(2 * rng.random(n)), 3)})
    frame.write_csv(f"{folder}/frame.csv")
    frame.write_parquet(f"{folder}/frame.parquet")
    sys.exit()

import polars as pl, svy

start = time.perf_counter()
df = pl.read_csv(f"{folder}/frame.csv")
print(f"polars reads the frame: {time.perf_counter() - start:.3f} s", flush=True)


def timed(name, f):
    start = time.perf_counter()
    f()
    print(f"svy {name}: {time.perf_counter() - start:.3f} s", flush=True)


if task == "srs":
    sample = svy.Sample(df, svy.Design())
    timed("srs n = 100,000 of ten million", lambda: sample.sampling.srs(n=100_000, rstate=1))
elif task == "pps":
    sample = svy.Sample(df, svy.Design(mos="x"))
    timed("pps systematic n = 100,000 of ten million", lambda: sample.sampling.pps_sys(n=100_000, rstate=1))
elif task == "sampford":
    sample = svy.Sample(df.head(20_000), svy.Design(mos="x"))
    timed("Sampford n = 2000 of 20,000", lambda: sample.sampling.pps_rs(n=2000, rstate=1))
elif task == "brewer":
    sample = svy.Sample(df.head(20_000), svy.Design(mos="x"))
    timed("Brewer (wrong probabilities) n = 2000 of 20,000", lambda: sample.sampling.pps_brewer(n=2000, rstate=1))
