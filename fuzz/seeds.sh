#!/usr/bin/env bash
# Fills a corpus with what the tests already have: fuzz/seeds.sh TARGET FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1; to=$2
flat() { tr '/ ' '__' <<<"${1#./}"; }
copy() { while IFS= read -r file; do cp "$file" "$to/$(flat "$file")"; done; }
case $target in
  cells) for file in tests/fixtures/{numbers_zoo,dates_*,excel_serial_dates,korean_crm_utf8bom,thai_crm_cp874}.csv; do
           iconv -c -t UTF-8 "$file" | tr ',;\t' '\n' | head -c 2000 >"$to/$(flat "$file")"; done ;;
  csv) find tests/fixtures tests/errors -type f -name '*.csv' -size -8k | copy ;;
  workbook) find tests/hostile tests/fixtures tests/errors -type f \( -name '*.xls*' -o -name '*.ods' \) -size -16k | copy ;;
  sheet) for file in tests/hostile/*.xlsx tests/fixtures/*.xlsx; do
           unzip -p "$file" xl/worksheets/sheet1.xml 2>/dev/null | head -c 4000 >"$to/$(flat "$file").xml" || true; done ;;
  source) find templates/sources -name '*.toml' | copy ;;
  plan) find tests sample-data examples -name 'plan.toml' | copy ;;
esac
