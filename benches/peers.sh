#!/usr/bin/env bash
# The estimators beside R `survey`, Python `svy` and a plain polars group_by, on one file of a million rows. Installs the peers; takes about half an hour.
#   benches/peers.sh [folder for the data and the log]
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(realpath "${1:-$(mktemp -d)}")
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q svy polars numpy pyarrow
command -v Rscript > /dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends r-base-core; }
apt-get install -y -q --no-install-recommends r-cran-survey r-cran-mass > /dev/null
"$work/venv/bin/python" benches/peers.py data "$work"
{
  echo "# minyi"
  cargo bench --profile release --bench estimate -- "$work/million.parquet" 2> /dev/null
  for task in floor mean79 mean10000 bootstrap rake table quantile; do
    timeout 300 "$work/venv/bin/python" benches/peers.py "$task" "$work" || echo "svy $task: not done within 300 s, or refused"
  done
  for task in mean10domains mean79 mean10000 bootstrap rake table quantile; do
    timeout 300 Rscript benches/peers.R "$task" "$work" || echo "R $task: not done within 300 s, or refused"
  done
} | tee "$work/peers.log"
