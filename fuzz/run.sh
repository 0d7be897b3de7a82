#!/usr/bin/env bash
# Builds the targets on the stable compiler and runs them one after another: fuzz/run.sh [SECONDS] [TARGET ...]
# What is found lies in $FUZZ_HOME/findings (FUZZ_HOME: a folder outside the repository, /tmp/fuzz without it).
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}; shift || true
targets=("$@"); [ ${#targets[@]} -gt 0 ] || targets=(cells csv sheet workbook source plan)
home=${FUZZ_HOME:-/tmp/fuzz}
mkdir -p "$home/findings" "$home/logs"

# Coverage as libFuzzer wants it, without nightly: LLVM's own pass. --target keeps it out of build scripts.
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
host=$(rustc -vV | sed -n 's/^host: //p')
# The versions that the program itself is built with; the crates of the targets alone are added.
cp ../Cargo.lock Cargo.lock
cargo build --release --target "$host" --target-dir "$home/target"

for target in "${targets[@]}"; do
  mkdir -p "$home/corpus/$target"
  bash seeds.sh "$target" "$home/corpus/$target"
  echo "== $target, $seconds s"
  "$home/target/$host/release/$target" "$home/corpus/$target" -max_total_time="$seconds" -rss_limit_mb=2500 \
    -timeout=20 -dict="dictionaries/$target.txt" -artifact_prefix="$home/findings/$target-" -print_final_stats=1 \
    >"$home/logs/$target.log" 2>&1 || { tail -20 "$home/logs/$target.log"; exit 1; }
  grep -E "^stat::number_of_executed_units|^Done" "$home/logs/$target.log"
done
