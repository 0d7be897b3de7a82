#!/usr/bin/env bash
# Runs planbook on every folder below a folder of exports. A run must end with a workbook (0), or refuse in words (3):
# never a panic (101), an abort (134) or a kill (137). Known figures of two of them are counted a second time.
set -euo pipefail
planbook=$1 real=$2 out=$3
mkdir -p "$out"
written=0 refused=0
for folder in "$real"/*/; do
  name=$(basename "$folder")
  code=0
  "$planbook" run "$folder" --out "$out/$name" --quiet >"$out/$name.txt" 2>&1 || code=$?
  case $code in
    0) written=$((written + 1)); test -s "$out/$name/annual-plan.xlsx" ;;
    3) refused=$((refused + 1)); test -s "$out/$name.txt" ;;
    *) echo "$name: exit code $code"; tail -n 20 "$out/$name.txt"; exit 1 ;;
  esac
done
echo "$written folders written, $refused refused in words"
test "$written" -gt 0
python3 "$(dirname "$0")/real_figures.py" "$real" "$out"
