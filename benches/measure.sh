#!/usr/bin/env bash
# The figures of benches/README.md. Needs hyperfine and GNU time; run on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release
minyi=$PWD/target/release/minyi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
/usr/bin/time -v "$minyi" demo demo 2>&1 | grep -E "Maximum resident|Elapsed" || true
hyperfine --warmup 1 --runs 5 --prepare 'rm -rf d' "$minyi demo d"
hyperfine --warmup 1 --runs 10 "$minyi score demo/plan.toml"
hyperfine --warmup 1 --runs 10 "$minyi check demo/plan.toml" "$minyi verify demo/sample"
