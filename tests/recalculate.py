"""Recalculates a workbook with LibreOffice and compares every formula cell's cached value with the new one.

Usage: recalculate.py annual-plan.xlsx
It first proves that LibreOffice does recalculate: a copy whose cached values were spoilt must come back right.
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def sheets(book):
    """The path of each sheet by its name."""
    targets = {
        link.get("Id"): link.get("Target").lstrip("/").removeprefix("xl/")
        for link in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        yield sheet.get("name"), "xl/" + targets[sheet.get(LINK)]


def cells(path, formulas_only):
    """The value of each cell by sheet and place: text or number."""
    with zipfile.ZipFile(path) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            for entry in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{MAIN}si"):
                shared.append("".join(part.text or "" for part in entry.iter(f"{MAIN}t")))
        found = {}
        for name, part in sheets(book):
            for cell in ElementTree.fromstring(book.read(part)).iter(f"{MAIN}c"):
                formula = cell.find(f"{MAIN}f")
                if formulas_only and formula is None:
                    continue
                value = cell.findtext(f"{MAIN}v") or ""
                kind = cell.get("t", "n")
                if kind == "s":
                    value = shared[int(value)]
                elif kind == "n" and value != "":
                    value = float(value)
                found[name, cell.get("r")] = (value, formula.text if formula is not None else "")
        return found


def recalculated(path, folder):
    """The workbook as LibreOffice writes it after a hard recalculation."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    out = folder / "out"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(out), str(path)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300,
    )
    return out / path.name


def spoilt(path, target):
    """A copy in which every cached number of a formula is 123456."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(target, "w") as copy:
        for entry in book.infolist():
            content = book.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f><v>)[-0-9.eE]+(</v>)", rb"\g<1>123456\g<2>", content)
            copy.writestr(entry, content)


def equal(cached, new):
    if isinstance(cached, float) and isinstance(new, float):
        return abs(cached - new) <= max(1e-6, 1e-9 * abs(cached))
    return cached == new


def main():
    path = Path(sys.argv[1])
    cached = cells(path, True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = folder / path.name
        spoilt(path, copy)
        new = cells(recalculated(copy, folder), False)
    wrong = [
        (place, formula, value, new.get(place, ("", ""))[0])
        for place, (value, formula) in cached.items()
        if not equal(value, new.get(place, ("", ""))[0])
    ]
    errors = [place for place, (value, _) in cached.items() if isinstance(value, str) and value.startswith("#")]
    for (sheet, cell), formula, value, other in wrong[:40]:
        print(f"{sheet}!{cell}: ={formula[:200]}\n    cached {value!r}, recalculated {other!r}")
    numbers = sum(isinstance(value, float) for value, _ in cached.values())
    print(f"{len(cached)} formulas ({numbers} numbers), {len(wrong)} differ, {len(errors)} show an error")
    return 1 if wrong or errors or not cached else 0


if __name__ == "__main__":
    sys.exit(main())
