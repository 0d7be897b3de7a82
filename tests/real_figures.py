"""Compares what planbook wrote for two public exports with what their own files say, counted here independently.

Usage: real_figures.py EXPORTS OUTPUTS, both with one folder per export. Standard library only.
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

exports, outputs = Path(sys.argv[1]), Path(sys.argv[2])
wrong = []


def rows(*path):
    with open(exports.joinpath(*path), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def facts(folder, measure, by="month"):
    with open(outputs / folder / "facts.csv", encoding="utf-8", newline="") as file:
        sums = Counter()
        for row in csv.DictReader(file):
            if row["measure"] == measure:
                sums[row[by]] += round(float(row["value"]) * 100)
        return {name: value / 100 for name, value in sums.items() if value}


def same(what, ours, theirs):
    print(f"  {'ok' if ours == theirs else 'WRONG'}  {what}: {sum(ours.values()):,.2f}")
    if ours != theirs:
        wrong.append(f"{what}: planbook {sorted(ours.items())}, the file {sorted(theirs.items())}")


def month(day):
    """2018-02-01 and 01-02-2018 are both in 2018-02."""
    parts = day.split(" ")[0].split("-")
    return f"{parts[0]}-{parts[1]}" if len(parts[0]) == 4 else f"{parts[2]}-{parts[1]}"


maven = "maven_crm_iso_dates"
if (exports / maven).is_dir():
    deals = rows(maven, "sales_pipeline.csv")
    won = [d for d in deals if d["deal_stage"] == "Won"]
    lost = [d for d in deals if d["deal_stage"] == "Lost"]
    revenue = Counter()
    for deal in won:
        revenue[month(deal["close_date"])] += float(deal["close_value"])
    same("maven, deals won by month", facts(maven, "deals_won"), dict(Counter(month(d["close_date"]) for d in won)))
    same("maven, deals lost by month", facts(maven, "deals_lost"), dict(Counter(month(d["close_date"]) for d in lost)))
    same("maven, won revenue by month", facts(maven, "won_revenue"), dict(revenue))
    same("maven, customers", {"": sum(facts(maven, "customers").values())}, {"": len({d["account"] for d in won})})
    same("maven, totals", {"won": len(won), "lost": len(lost), "revenue": sum(revenue.values())},
         {"won": 4238, "lost": 2473, "revenue": 10005534.0})

olist = "olist_marketing_funnel"
if (exports / olist).is_dir():
    leads = rows(olist, "olist_marketing_qualified_leads_dataset.csv")
    closed = rows(olist, "olist_closed_deals_dataset.csv")
    as_of = json.loads((outputs / olist / "manifest.json").read_text(encoding="utf-8"))["as_of"]
    counted = [d for d in closed if month(d["won_date"]) <= as_of[:7]]
    same("olist, qualified leads by month", facts(olist, "mqls"), dict(Counter(month(r["first_contact_date"]) for r in leads)))
    same("olist, customers by month", facts(olist, "customers"), dict(Counter(month(d["won_date"]) for d in counted)))
    origin = Counter(r["origin"] for r in leads)
    channels = facts(olist, "mqls", "channel")
    for ours, theirs in [("Organic search", "organic_search"), ("Paid search", "paid_search"), ("", "")]:
        same(f"olist, leads from {theirs or '(blank)'}", {"": channels.get(ours, 0)}, {"": origin[theirs]})
    same("olist, totals", {"leads": len(leads), "closed": len(closed)}, {"leads": 8000, "closed": 842})

for line in wrong:
    print(line)
sys.exit(bool(wrong))
