#!/usr/bin/env bash
# Selection beside R `sampling` and Python `svy`. Installs the peers; takes about half an hour, most of it peers that do not finish.
#   benches/select.sh [folder for the data and the log]
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(realpath "${1:-$(mktemp -d)}")
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q svy polars numpy pyarrow
command -v Rscript > /dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends r-base-core; }
apt-get install -y -q --no-install-recommends r-cran-sampling > /dev/null
[ -e "$work/frame.csv" ] || "$work/venv/bin/python" benches/select_peers.py data "$work"
{
  echo "# minyi"
  cargo bench --profile release --bench select -- "$work/frame.csv" 2> /dev/null
  for task in srs pps sampford brewer; do
    timeout 300 "$work/venv/bin/python" benches/select_peers.py "$task" "$work" 2>&1 | tail -3 || echo "svy $task: not done within 300 s, or refused"
  done
  for task in srs pps pareto maxentropy sampford brewer tille cube; do
    timeout 300 Rscript benches/select_peers.R "$task" 2>&1 | tail -2 || echo "R $task: not done within 300 s, or refused"
  done
} | tee "$work/select.log"
