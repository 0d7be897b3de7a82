"""Changes the input cells of a workbook as `planbook what-if` would, recalculates it with LibreOffice, and compares.

Usage: what_if.py PLANBOOK EXPORTS annual-plan.xlsx
Twenty scenarios from a fixed seed; every named figure must agree to the cent.
"""

import json
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from recalculate import cells, recalculated, sheets

COUNT = 20


def asked(planbook, exports, options):
    """The answer of the command."""
    run = subprocess.run([planbook, "what-if", exports, "--json", *options], check=True, capture_output=True, text=True)
    return json.loads(run.stdout)


def other(chance, name, takes, value):
    """Another value of an input, of the kind that it takes."""
    if name == "months":
        return str(chance.randint(1, 24))
    return {
        "rate": lambda: f"{chance.uniform(0.02, 1.0):.4f}",
        "share": lambda: f"{chance.choice([0.0, chance.uniform(0.0, 0.3), 1.0]):.4f}",
        "days": lambda: str(chance.choice([0, chance.randint(1, 60), chance.randint(60, 500)])),
        "money": lambda: f"{chance.choice([0.0, value * chance.uniform(0.2, 5.0)]):.2f}",
        "switch": lambda: str(chance.randint(0, 1)),
        "amount": lambda: f"{value * chance.uniform(0.2, 5.0):.2f}",
    }[takes]()


def options(chance, inputs):
    """Some inputs with other values, and a scenario."""
    typed = []
    for name, (takes, value) in inputs.items():
        if chance.random() < 0.6:
            typed += ["--set", f"{name}={other(chance, name, takes, value)}"]
    return [*typed, "--scenario", chance.choice(["conservative", "base", "stretch"])]


def changed(path, target, changes):
    """A copy with other values in input cells, and every cached number of a formula spoilt."""
    left = {tuple(change["cell"].split("!")): change["value"] for change in changes}
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(target, "w") as copy:
        parts = {part: name for name, part in sheets(book)}
        for entry in book.infolist():
            text = book.read(entry)
            if entry.filename in parts:
                text = re.sub(rb"(</f><v>)[-0-9.eE]+(</v>)", rb"\g<1>123456\g<2>", text).decode()
                for sheet, cell in [key for key in left if key[0] == parts[entry.filename]]:
                    value = left.pop((sheet, cell))
                    inner = f"<v>{value}</v>"
                    kind = ""
                    if isinstance(value, str):
                        kind, inner = ' t="inlineStr"', f"<is><t>{escape(value)}</t></is>"
                    pattern = rf'<c r="{cell}"( s="\d+")?[^>]*?(/>|>.*?</c>)'
                    text, found = re.subn(pattern, rf'<c r="{cell}"\g<1>{kind}>{inner}</c>', text, count=1)
                    if found != 1:
                        sys.exit(f"{sheet}!{cell} is not in the workbook")
                text = text.encode()
            copy.writestr(entry, text)
    if left:
        sys.exit(f"not in the workbook: {sorted(left)}")


def main():
    planbook, exports, path = sys.argv[1:]
    chance = random.Random(20270101)
    known = asked(planbook, exports, [])
    inputs = {f["name"]: (f["takes"], f["before"]) for f in known["figures"] if f["takes"]}
    compared, wrong, moved = 0, 0, 0
    for turn in range(COUNT):
        typed = options(chance, inputs)
        answer = asked(planbook, exports, typed)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            copy = folder / Path(path).name
            changed(path, copy, answer["changed"])
            new = cells(recalculated(copy, folder), False)
        for figure in answer["figures"]:
            value = new.get(tuple(figure["cell"].split("!")), ("", ""))[0]
            ours = figure["after"]
            compared += 1
            moved += ours != figure["before"]
            # To the cent, and of large numbers to twelve digits.
            same = abs(value - ours) <= max(0.005, 1e-12 * abs(ours)) if isinstance(value, float) and ours is not None \
                else value == "" and ours is None
            if not same or ("chance" in figure["name"] and ours is not None and abs(value - ours) > 1e-9):
                wrong += 1
                print(f"scenario {turn} {typed}: {figure['name']} at {figure['cell']}: {ours!r}, LibreOffice {value!r}")
    print(f"{COUNT} scenarios, {compared} figures compared ({moved} moved), {wrong} differ")
    return 1 if wrong or not moved else 0


if __name__ == "__main__":
    sys.exit(main())
