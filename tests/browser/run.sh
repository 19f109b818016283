#!/bin/sh
# Makes four reports with $MINYI (default target/release/minyi) and tests each in a browser: tests/browser/run.sh
# Installs what is missing: chromium, nodejs and npm by apt-get; playwright-core and axe-core by npm ci.
# $CHROMIUM is the browser (default /usr/bin/chromium); with names as arguments only those: internal public simulation kansas-city
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
minyi=${MINYI:-$root/target/release/minyi}
[ -x "$minyi" ] || { echo "run.sh: no program at $minyi; set MINYI" >&2; exit 2; }
minyi=$(cd "$(dirname "$minyi")" && pwd)/$(basename "$minyi")
export CHROMIUM="${CHROMIUM:-/usr/bin/chromium}"

missing=
[ -x "$CHROMIUM" ] || missing="$missing chromium"
command -v node >/dev/null || missing="$missing nodejs"
command -v npm >/dev/null || missing="$missing npm"
if [ -n "$missing" ]; then
  sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update
  # shellcheck disable=SC2086
  $sudo apt-get install -y --no-install-recommends $missing
fi
[ -d "$here/node_modules/playwright-core" ] && [ -d "$here/node_modules/axe-core" ] || npm ci --prefix "$here" --no-audit --no-fund

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
"$minyi" demo "$work/demo" >/dev/null
plan=$work/demo/plan.toml
failed=
one() { # name, page, file
  echo "== $1"
  PAGE=$2 REPORT=$3 node --test --test-reporter=spec "$here/report.test.mjs" || failed="$failed $1"
}
for name in ${*:-internal public simulation kansas-city}; do
  case $name in
    internal) one internal report "$work/demo/results/report.html" ;;
    public) "$minyi" report "$plan" --edition public --out "$work/public" >/dev/null; one public report "$work/public/report.html" ;;
    simulation) "$minyi" simulate "$plan" --repeat 20 --out "$work/simulation" >/dev/null; one simulation simulation "$work/simulation/simulation.html" ;;
    kansas-city) "$minyi" run "$root/data/kansas-city/plan.toml" --out "$work/kansas-city" >/dev/null; one kansas-city report "$work/kansas-city/report.html" ;;
    *) echo "run.sh: no report named $name" >&2; exit 2 ;;
  esac
done
[ -z "$failed" ] || { echo "run.sh: failed:$failed" >&2; exit 1; }
