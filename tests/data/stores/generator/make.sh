#!/usr/bin/env bash
# Makes every fixture again: make.sh REPOSITORY WORK. WORK is made; it holds a checkout and its build (about 5 GB).
# sled does not write the same bytes each time: the archives differ from the present ones, what is read from them does not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$1" && pwd)
mkdir -p "$2"
work=$(cd "$2" && pwd)
[ -d "$work/checkout" ] || git clone -q --no-checkout "$repository" "$work/checkout"
export CARGO_TARGET_DIR="$work/target"

# fixture FORM COMMIT GENERATOR COMMAND CFG...
fixture() {
  local form=$1 commit=$2 generator=$3 command=$4
  shift 4
  local flags=()
  for flag in "$@"; do flags+=(--cfg "$flag"); done
  cd "$work/checkout"
  git checkout -qf "$commit"
  git clean -fdq examples
  mkdir -p examples
  cp "$here/$generator.rs.txt" examples/fixture.rs
  cargo rustc -q --locked --example fixture -- -A warnings "${flags[@]}"
  local made="$work/made/$form" copy="$work/copy/$form" program="$CARGO_TARGET_DIR/debug/examples/fixture"
  rm -rf "$made" "$copy"
  mkdir -p "$made" "$work/copy"
  "$program" "$command" "$here/content.json" "$made" || [ "$command" = fill-and-abort ]
  # Reading may change the directory: a copy is read.
  cp -a "$made" "$copy"
  "$program" read "$here/content.json" "$copy" "$work/expected.json"
  python3 "$here/pack.py" "$made" "$work/expected.json" "$here/../$form" "$(git rev-parse HEAD)"
}

fixture 1-settings 7cd2b88 before-renaming fill
fixture 2-lists f14a705 before-renaming fill lists
fixture 3-groups 7659e8e before-renaming fill lists groups
fixture 4-moved 954bbc2 before-renaming fill lists groups moved
fixture 5-folding 0c0b0b6 after-renaming fill
fixture 5-folding-killed 0c0b0b6 after-renaming fill-and-abort
