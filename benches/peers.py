#!/usr/bin/env python3
"""planbook beside the pipelines that a good analyst would write with pandas, Polars, DuckDB and DataFusion.

    benches/peers.py PLANBOOK PEERS WORK [--sizes small medium] [--xlsx medium] [--runs 5] [--growth] [--write benches/README.md]

PLANBOOK is the release binary; PEERS the folder of generate.rs, csv2xlsx.py and peer_*.py; WORK an empty folder for the
generated companies and the outputs. Facts are compared figure by figure before anything is timed: a fast wrong number
is worth nothing. Then all commands run in turn, so that a slow minute of the machine meets each of them. --growth adds how
planbook's time and memory grow with the rows, up to the largest of the sizes.
"""
import argparse
import csv
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

PEERS = ["pandas", "polars", "duckdb", "datafusion"]
SIZES = {"small": 10_000, "medium": 250_000, "large": 2_500_000}
GROWTH = [10_000, 50_000, 250_000, 800_000, 2_500_000]
# What makes the definitions those of the peers: channels as written, the journey from ninety days before the start of the
# conversion's day, fixed rates.
PLAN = """currency = "USD"
as_of = "2025-12-31"

[attribution]
conversion = "customer"
lookback_days = 91

[channels]
webinar = "webinar"
google_ads = "google_ads"
microsoft_ads = "microsoft_ads"
linkedin_ads = "linkedin_ads"
meta_ads = "meta_ads"
tiktok_ads = "tiktok_ads"
dv360 = "dv360"
impact = "impact"

[[rate]]
months = ["2022-01", "2026-12"]
from = "EUR"
to = "USD"
rate = 1.08

[[rate]]
months = ["2022-01", "2026-12"]
from = "GBP"
to = "USD"
rate = 1.27
"""
MODELS = {"first": "first", "last": "last", "linear": "linear", "ushaped": "u_shaped", "decay": "time_decay"}
COHORT = {"leads": "leads", "mql": "reached.lead.mql", "sql": "reached.lead.sql", "opp": "reached.lead.opportunity",
          "customers": "reached.lead.customer"}
# A customer with two subscriptions is one customer to planbook and two to the peers: only the money can be compared,
# and what a second subscription brings is expansion.
CHURN = {"mrr_start": ["mrr_start"], "mrr_new": ["mrr_new", "mrr_expansion", "mrr_reactivated"],
         "mrr_churned": ["mrr_churned", "mrr_contraction"]}
EPSILON = 1e-6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("planbook", "peers", "work"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["small", "medium"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--xlsx", choices=SIZES, help="one more table, with contacts and touches as workbooks")
    parser.add_argument("--growth", action="store_true", help="planbook alone on companies between the sizes, too")
    parser.add_argument("--write", type=Path, help="a Markdown file whose table is replaced")
    args = parser.parse_args()
    tables = [size_table(args, size, False) for size in args.sizes]
    tables += [size_table(args, args.xlsx, True)] if args.xlsx else []
    tables += [growth_table(args)] if args.growth else []
    text = "\n".join(line for table in tables for line in table)
    print(text)
    if args.write:
        page = args.write.read_text(encoding="utf-8")
        head, rest = page.split("<!-- measured -->\n", 1)
        _, tail = rest.split("<!-- /measured -->", 1)
        args.write.write_text(f"{head}<!-- measured -->\n{text}\n<!-- /measured -->{tail}", encoding="utf-8")


def size_table(args, size, xlsx):
    """Compares the facts, then times everybody in turn: the lines of a table."""
    folder = company(args, size)
    exports = twin(args, folder) if xlsx else folder
    commands = {"planbook": [args.planbook, "run", exports, "--quiet", "--out", args.work / f"out-{size}-planbook"]}
    for peer in PEERS:
        out = args.work / f"out-{size}-{peer}"
        # pandas has two readers of workbooks; this is its fast one.
        extra = {"pandas": ["--xlsx", "calamine"]}.get(peer, ["--xlsx"]) if xlsx else []
        commands[peer] = [sys.executable, args.peers / f"peer_{peer}.py", exports, out, *extra]
    if xlsx:
        commands = {name: commands[name] for name in ("planbook", "pandas", "polars")}
    for name, command in list(commands.items()):
        if timed(command) is None:
            sys.exit(f"{name} failed: {' '.join(map(str, command))}")
    # In a process of its own: Linux counts the memory of whoever starts a process into the peak of that process.
    with multiprocessing.get_context("fork").Pool(1) as pool:
        ours = args.work / f"out-{size}-planbook"
        others = [(ours, args.work / f"out-{size}-{peer}", peer) for peer in commands if peer != "planbook"]
        compared = sum(pool.starmap(agree, others))
    runs = {name: [] for name in commands}
    for _ in range(args.runs):
        for name, command in commands.items():
            runs[name].append(timed(command))
    own = statistics.median(run[0] for run in runs["planbook"])
    contacts = f"{SIZES[size]:,} contacts"
    title = f"{size}, {contacts}" + (", contacts and touches in XLSX" if xlsx else "")
    lines = [f"**{title}**: {compared:,} figures agree. {args.runs} runs each, in turn.", "",
             "| | wall, median | min–max | processor time | peak memory | ÷ planbook |", "|---|---|---|---|---|---|"]
    for name, measured in runs.items():
        wall, cpu, memory = (sorted(column) for column in zip(*measured))
        middle = statistics.median(wall)
        lines.append(f"| {name} | {middle:.2f} s | {wall[0]:.2f}–{wall[-1]:.2f} | {statistics.median(cpu):.2f} s "
                     f"| {max(memory) / 1024:,.0f} MB | {middle / own:.2f} |")
    return [*lines, ""]


def growth_table(args):
    """planbook alone on companies of growing size: the lines of a table."""
    most = max(SIZES[size] for size in args.sizes)
    names = {contacts: size for size, contacts in SIZES.items()}
    folders = [company(args, names.get(contacts, str(contacts))) for contacts in GROWTH if contacts <= most]
    runs = {folder: [] for folder in folders}
    for _ in range(args.runs):
        for folder, measured in runs.items():
            measured.append(timed([args.planbook, "run", folder, "--quiet", "--out", args.work / f"out-{folder.name}-planbook"]))
    lines = [f"**How it grows**: planbook alone, {args.runs} runs each, in turn. Each further million rows costs what lies between a "
             "line and the one above it.", "",
             "| million rows | MB read | wall, median | peak memory | each further million rows | and memory |",
             "|---|---|---|---|---|---|"]
    before = None
    for folder, measured in runs.items():
        files = list(folder.glob("*.csv"))
        rows, size = sum(map(row_count, files)) / 1e6, sum(file.stat().st_size for file in files) / 1e6
        wall, memory = statistics.median(run[0] for run in measured), max(run[2] for run in measured) / 1024
        more = ["", ""]
        if before:
            further = rows - before[0]
            more = [f"{(wall - before[1]) / further:.2f} s", f"{(memory - before[2]) / further:,.0f} MB"]
        lines.append(f"| {rows:.2f} | {size:,.0f} | {wall:.2f} s | {memory:,.0f} MB | {more[0]} | {more[1]} |")
        before = (rows, wall, memory)
    return [*lines, ""]


def row_count(file):
    """Lines below the header."""
    with open(file, "rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) - 1


def company(args, size):
    """The synthetic company of that size, or of that many contacts, generated once."""
    folder = args.work / size
    if not folder.exists():
        generator = args.work / "generate"
        if not generator.exists():
            subprocess.run(["rustc", "-O", "-o", generator, args.peers / "generate.rs"], check=True)
        subprocess.run([generator, size, folder], check=True, stdout=subprocess.DEVNULL)
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    return folder


def twin(args, folder):
    """The same company with contacts and touches as workbooks, the rest as it was."""
    other = folder.with_name(folder.name + "-xlsx")
    if not other.exists():
        other.mkdir()
        for name in ("contacts", "touches"):
            command = [sys.executable, args.peers / "csv2xlsx.py", folder / f"{name}.csv", other / f"{name}.xlsx"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for name in ("deals.csv", "spend.csv", "subscriptions.csv", "plan.toml"):
            os.link(folder / name, other / name)
    return other


def timed(command):
    """Wall seconds, processor seconds and peak kilobytes of one run of the whole process; None if it failed."""
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return (wall, used.ru_utime + used.ru_stime, used.ru_maxrss) if process.returncode == 0 else None


def plain(name):
    """A channel's name without the manners of either side."""
    name = name.casefold().replace("_", " ")
    return "" if name in ("(none)", "(unattributed)", "(not set)") else name


def summed(facts, measures, *keys):
    """planbook's facts added up by `keys`."""
    sums = Counter()
    for row in facts:
        if row["measure"] in measures:
            sums[tuple(plain(row[k]) if k == "channel" else row[k] for k in keys)] += float(row["value"])
    return sums


def agree(ours, theirs, peer):
    """Compares every figure that both have; how many there are. Raises the differences, if there are any."""
    with open(ours / "facts.csv", newline="", encoding="utf-8") as file:
        facts = list(csv.DictReader(file))

    def table(name):
        with open(theirs / "facts" / f"{name}.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    pairs = []
    for name, keys, columns in [("funnel_source", ("month", "source"), COHORT),
                                ("funnel_campaign", ("month", "source", "campaign"), COHORT)]:
        for column, measure in columns.items():
            own = summed(facts, [measure], *("channel" if k == "source" else k for k in keys))
            other = {tuple(plain(r[k]) if k == "source" else r[k].replace("(not set)", "") for k in keys): float(r[column])
                     for r in table(name)}
            pairs += [(f"{name} {column} {key}", own[key], other.get(key, 0.0), 0.0) for key in own.keys() | other.keys()]
    credited = {plain(r["channel"]): r for r in table("attr_channel")}
    for model, known in MODELS.items():
        counts = summed(facts, [f"credit_conversions.{known}"], "channel")
        money = summed(facts, [f"credit_revenue.{known}"], "channel")
        # Every conversion is split into whole cents, and every amount in another currency is rounded to one.
        cents = 0.01 * sum(counts.values())
        for channel in counts.keys() | {(c,) for c in credited}:
            row = credited.get(channel[0], {})
            name = f"attr_channel {model} {channel}"
            pairs.append((f"{name} conversions", counts[channel], float(row.get(f"conv_{model}", 0)), EPSILON))
            pairs.append((f"{name} revenue", money[channel], float(row.get(f"rev_{model}", 0)), cents))
    for column, measures in CHURN.items():
        own = summed(facts, measures, "month")
        pairs += [(f"churn_month {column} {r['month']}", own[(r["month"],)], float(r[column]), EPSILON)
                  for r in table("churn_month")]
    own = summed(facts, ["spend"], "month", "channel")
    pairs += [(f"spend {r['month']} {r['platform']}", own[(r["month"], plain(r["platform"]))], float(r["cost"]), EPSILON)
              for r in table("spend_platform")]
    key = {r["key"]: float(r["value"]) for r in table("kpi")}
    for name, measure, slack in [("leads", "leads", 0), ("customers", "customers", 0), ("deals_won", "deals_won", 0),
                                 ("deals_lost", "deals_lost", 0), ("touches", "touchpoints", 0),
                                 ("won_usd", "won_revenue", 0.005 * key["deals_won"]), ("spend", "spend", EPSILON)]:
        pairs.append((f"kpi {name}", sum(summed(facts, [measure], "measure").values()), key[name], slack))
    wrong = [f"{name}: {a} and {b}" for name, a, b, slack in pairs if abs(a - b) > slack + 1e-9 * max(abs(a), abs(b))]
    if wrong:
        raise ValueError("\n".join([f"planbook and {peer} differ in {len(wrong)} of {len(pairs)} figures:", *wrong[:20]]))
    return len(pairs)


if __name__ == "__main__":
    print(f"{platform.machine()}, {os.cpu_count()} processors", file=sys.stderr)
    main()
