#!/usr/bin/env bash
# Starts a sandbox, walks through its page in headless Chromium, and stops it. Usage: run.sh [DIRECTORY FOR SCREENSHOTS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
shots=$(mkdir -p "${1:-$here/../../target/shots}" && cd "${1:-$here/../../target/shots}" && pwd)
cd "$here/../.."
# As the tests build it, so that nothing is built twice.
cargo test --locked --no-run --test chat
(cd "$here" && npm install --no-audit --no-fund --silent)
log=$(mktemp)
target/debug/dealink sandbox > "$log" &
sandbox=$!
trap 'kill "$sandbox" 2> /dev/null || true; rm -f "$log"' EXIT
for _ in $(seq 100); do
    url=$(head -n 1 "$log")
    [ -n "$url" ] && break
    sleep 0.1
done
node "$here/check.mjs" --url "${url%/}" --shots "$shots" --link https://www.aliexpress.com/item/1005009000000012.html
