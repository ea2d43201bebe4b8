#!/usr/bin/env python3
"""Files of many movements in banks' text formats, and how fast they are read.

`mt940(program, folder)` returns (label, ratio, bar): how many times as fast dunlin-read reads an MT940
of 100,000 movements as the Python package mt-940, and how many times it has to be at least.

  Scripts/bench_formats.py DUNLIN-READ [FOLDER]   runs it alone and prints the line
"""
import os
import subprocess
import sys
import tempfile
import time
import venv

MOVEMENTS = 100_000
PER_STATEMENT = 500
BAR = 20


def write_mt940(path, movements=MOVEMENTS):
    """Statements of 500 movements in the German manner, whose balances agree."""
    names = ["Seepocke Verlag GmbH", "Kontor Siebenstern", "Wattlauf e.K.", "Möwenfels Gartenbau"]
    balance, number = 100_000_00, 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        for page in range(0, movements, PER_STATEMENT):
            day = f"26{page // PER_STATEMENT % 12 + 1:02}{page // PER_STATEMENT % 28 + 1:02}"
            lines = [":20:STARTUMS", ":25:20030500/0000471100", f":28C:{page // PER_STATEMENT + 1}/1",
                     f":60F:C{day}EUR{balance // 100},{balance % 100:02}"]
            for _ in range(min(PER_STATEMENT, movements - page)):
                number += 1
                cents = 1_00 + number * 7919 % 500_000
                # One in four goes out, never more than came in.
                isout = number % 4 == 0 and balance > cents
                balance += -cents if isout else cents
                lines.append(f":61:{day}{day[2:]}{'D' if isout else 'C'}R{cents // 100},"
                             f"{cents % 100:02}NTRFNONREF//B{number:012}")
                details = (f"{'116' if isout else '166'}?00SEPA-UEBERWEISUNG?20EREF+E2E-{number:09}"
                           f"?21SVWZ+Rechnung RG-2026-{number % 7919:05}?22vom {day} Kundennummer"
                           f" {number % 997:04}?30COBADEFFXXX?31DE50370400440999000123"
                           f"?32{names[number % 4]}")
                lines += [f":86:{details[:61]}"]
                lines += [details[start:start + 65] for start in range(61, len(details), 65)]
            lines += [f":62F:C{day}EUR{balance // 100},{balance % 100:02}", "-", ""]
            file.write("\r\n".join(lines))


def python_with(package, folder):
    """A Python of its own with the package, made once."""
    place = os.path.join(folder, "venv-" + package.split("=")[0])
    python = os.path.join(place, "bin", "python")
    if not os.path.exists(python):
        venv.create(place, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                        package], check=True)
    return python


def seconds(command, runs):
    """The shortest of some runs."""
    best = None
    for _ in range(runs):
        start = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        passed = time.monotonic() - start
        best = passed if best is None else min(best, passed)
    return best


READ = """
import sys, mt940
found = mt940.parse(sys.argv[1], encoding="utf-8")
assert len(found) == int(sys.argv[2]), len(found)
"""


def mt940(program, folder=None):
    folder = folder or os.path.join(tempfile.gettempdir(), "dunlin-bench-formats")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "movements.sta")
    if not os.path.exists(path):
        write_mt940(path)
    out = subprocess.run([program, "1", path], check=True, capture_output=True, text=True).stdout
    if f"{MOVEMENTS} bank lines" not in out:
        raise SystemExit(f"dunlin-read read {out!r} of {MOVEMENTS} movements")
    ours = seconds([program, "1", path], 5)
    python = python_with("mt-940==5.1.1", folder)
    theirs = seconds([python, "-c", READ, path, str(MOVEMENTS)], 1)
    label = f"MT940, {MOVEMENTS:,} movements: {ours:.2f} s, mt-940 {theirs:.1f} s"
    return label, theirs / ours, BAR


if __name__ == "__main__":
    label, ratio, bar = mt940(*sys.argv[1:])
    print(f"{label}: {ratio:.0f} times as fast, at least {bar}")
    sys.exit(0 if ratio >= bar else 1)
