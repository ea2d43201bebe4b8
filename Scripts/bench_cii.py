#!/usr/bin/env python3
"""What Scripts/bench measures on CII and on PDFs that carry it: real documents, beside xmllint, SaxonC-HE with the
official stylesheet, and the Python package factur-x.

usage: Scripts/bench_cii.py DUNLIN DUNLIN-READ PYTHON [--runs N] [--files N] [--stylesheet FILE]

PYTHON has saxonche and factur-x. Without ../shared/data/cii.tar.xz there is nothing to measure, and the script says so; without
--stylesheet (EN16931-CII-validation.xslt of release 1.3.16) the Saxon row is left out.
"""
import argparse, csv, os, shutil, statistics, subprocess, sys, tarfile, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ARCHIVE = os.path.join(os.path.dirname(ROOT), "shared/data/cii.tar.xz")
PDF_COPIES = 20
SAXON_FILES = 100

SAXON = r'''
import sys, os
from saxonche import PySaxonProcessor
with PySaxonProcessor(license=False) as processor:
    sheet = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=sys.argv[2])
    for name in sorted(os.listdir(sys.argv[1]))[: int(sys.argv[3])]:
        sheet.transform_to_string(source_file=os.path.join(sys.argv[1], name))
'''

FACTURX = r'''
import sys, os, logging
logging.disable(logging.CRITICAL)
from facturx import get_xml_from_pdf
for name in sorted(os.listdir(sys.argv[1]))[: int(sys.argv[2])]:
    with open(os.path.join(sys.argv[1], name), "rb") as file:
        get_xml_from_pdf(file.read(), check_xsd=False)
'''


def make_inputs(scratch, count):
    """Folders of `count` CII documents and of PDFs that both sides can read; nil without the archive."""
    if not os.path.exists(ARCHIVE):
        return None
    unpacked = os.path.join(scratch, "cii")
    if not os.path.exists(unpacked):
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(scratch, [m for m in archive.getmembers()
                                         if m.name.startswith(("cii/documents", "cii/pdf"))])
    def table(name):
        with open(os.path.join(unpacked, name), encoding="utf-8") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    documents, pdfs = (os.path.join(scratch, name) for name in ("cii-xml", "cii-pdf"))
    if not os.path.exists(documents):
        os.makedirs(documents)
        found = sorted(os.path.join(at, name) for at, _, names in os.walk(os.path.join(unpacked, "documents"))
                       for name in names if name.endswith(".xml"))
        for place in range(count):
            shutil.copy(found[place % len(found)], os.path.join(documents, f"{place:06}.xml"))
        os.makedirs(pdfs)
        real = [row["file"] for row in table("pdf/pdf.tsv")
                if row["expect"] == "read" and row["source"] == "real" and row["embedded_name"] == "factur-x.xml"]
        for place in range(PDF_COPIES * len(real)):
            shutil.copy(os.path.join(unpacked, "pdf", real[place % len(real)]), os.path.join(pdfs, f"{place:06}.pdf"))
    return documents, pdfs


def cii_bench(dunlin, reader, python, runs, count, stylesheet, scratch):
    """Ratios with their bars, as (what, measured, bar), and milliseconds a document, as (what, milliseconds)."""
    folders = make_inputs(scratch, count)
    if folders is None:
        print("bench: no ../shared/data/cii.tar.xz, so CII and PDFs are left out", file=sys.stderr)
        return [], []
    documents, pdfs = folders
    listing = os.path.join(scratch, "cii-names")
    with open(listing, "w") as file:
        file.write("\n".join(os.path.join(documents, name) for name in sorted(os.listdir(documents))))
    pdf_count = len(os.listdir(pdfs))
    plan = {
        "xmllint": (count, ["xargs", "-a", listing, "-n", "1000", "xmllint", "--noout", "--stream"]),
        "read": (count, [reader, "1", documents]),
        "validate": (count, [dunlin, "validate", "--jobs", "1", "--format", "tsv", documents]),
        "pdf": (pdf_count, [reader, "1", pdfs]),
        "facturx-start": (0, [python, "-c", FACTURX, pdfs, "0"]),
        "facturx": (pdf_count, [python, "-c", FACTURX, pdfs, str(pdf_count)]),
    }
    saxon_files = min(SAXON_FILES, count)
    if stylesheet:
        plan["saxon-start"] = (0, [python, "-c", SAXON, documents, stylesheet, "0"])
        plan["saxon"] = (saxon_files, [python, "-c", SAXON, documents, stylesheet, str(saxon_files)])
    times = {key: [] for key in plan}
    for turn in range(runs + 1):
        for key, (_, command) in plan.items():
            started = time.perf_counter()
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            if done.returncode not in ((0, 1) if command[0] == dunlin else (0,)):
                sys.exit(f"bench: {key} ended with {done.returncode}: {done.stderr[-300:]}")
            if turn:
                times[key].append(time.perf_counter() - started)

    def ratio(own, peer, start=None, share=1.0):
        """How many times as fast, as the median over the turns; the start of the peer is left out."""
        starts = times[start] if start else [0] * runs
        return statistics.median((b - s) * share / a for a, b, s in zip(times[own], times[peer], starts))

    ratios = [("read CII, 1 job / xmllint", ratio("read", "xmllint"), 1.8),
              ("read PDFs, 1 job / factur-x, its start left out", ratio("pdf", "facturx", "facturx-start"), 10)]
    if stylesheet:
        ratios.append(("validate CII, 1 job / SaxonC-HE, its start left out",
                       ratio("validate", "saxon", "saxon-start", count / saxon_files), 25))
    rows = [(key, 1000 * statistics.median(times[key]) / per) for key, (per, _) in plan.items() if per]
    return ratios, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dunlin")
    parser.add_argument("reader")
    parser.add_argument("python")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--stylesheet")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ratios, rows = cii_bench(options.dunlin, options.reader, options.python, options.runs, options.files,
                                 options.stylesheet, scratch)
    for what, milliseconds in rows:
        print(f"{what:62} {milliseconds:9.3f} ms")
    for what, measured, bar in ratios:
        print(f"{what:62} {measured:9.2f} {bar:>11}")


if __name__ == "__main__":
    main()
