"""What Scripts/bench measures on spreadsheets: a register of 200,000 rows as .xlsx, beside openpyxl's read-only mode."""
import datetime, os, statistics, subprocess, sys, time, zipfile

ROWS = 200_000
HEADER = ["invoice_id", "customer_id", "customer_name", "invoice_date", "due_date", "amount", "currency", "paid_date"]

# What openpyxl has of the same: the values of all cells, rows that are not kept.
PEER = r'''
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
n = 0
for row in book.worksheets[0].iter_rows(values_only=True):
    n += 1
print(n)
'''

STYLES = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
          '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1">'
          '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="1"><font/></fonts><fills count="1">'
          '<fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
          '<cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="164" xfId="0"/></cellXfs><cellStyles count="1">'
          '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>')
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_sheet(path, rows=ROWS):
    """A register as Excel writes it: texts shared, dates as numbers with a format."""
    texts = {}

    def shared(text):
        return texts.setdefault(text, len(texts))

    def day(date):
        return (date - datetime.date(1899, 12, 30)).days

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("[Content_Types].xml",
            '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + "".join(f'<Override PartName="/xl/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
                      f'spreadsheetml.{kind}+xml"/>' for part, kind in (
                          ("workbook.xml", "sheet.main"), ("worksheets/sheet1.xml", "worksheet"),
                          ("styles.xml", "styles"), ("sharedStrings.xml", "sharedStrings"))) + "</Types>")
        package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
        archive.writestr("_rels/.rels",
            f'<Relationships {package}><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>")
        archive.writestr("xl/workbook.xml",
            f'<workbook {MAIN} xmlns:r="{REL}"><sheets><sheet name="Register" sheetId="1" r:id="rId1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels",
            f'<Relationships {package}>' + "".join(
                f'<Relationship Id="rId{place}" Type="{REL}/{kind}" Target="{part}"/>' for place, (kind, part) in enumerate((
                    ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"),
                    ("sharedStrings", "sharedStrings.xml")), 1)) + "</Relationships>")
        archive.writestr("xl/styles.xml", STYLES)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            out = [f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet {MAIN}>'
                   f'<dimension ref="A1:H{rows + 1}"/><sheetData>']
            out.append('<row r="1" spans="1:8">' + "".join(
                f'<c r="{"ABCDEFGH"[place]}1" t="s"><v>{shared(title)}</v></c>' for place, title in enumerate(HEADER)) + "</row>")
            for row in range(rows):
                issued = datetime.date(2024, 1, 1) + datetime.timedelta(days=row * 700 // rows)
                due, client, r = issued + datetime.timedelta(days=30), row * 7919 % 5000, row + 2
                paid = "" if row % 5 == 0 else (
                    f'<c r="H{r}" s="1"><v>{day(due + datetime.timedelta(days=client % 40 - 10))}</v></c>')
                amount = f"{row % 9000 + 100}.{row % 100:02}".rstrip("0").rstrip(".")
                out.append(
                    f'<row r="{r}" spans="1:8"><c r="A{r}" t="s"><v>{shared(f"R-{row}")}</v></c><c r="B{r}" t="s"><v>'
                    f'{shared(f"C{client}")}</v></c><c r="C{r}" t="s"><v>{shared(f"Client {client} Ltd")}</v></c><c r="D{r}" '
                    f's="1"><v>{day(issued)}</v></c><c r="E{r}" s="1"><v>{day(due)}</v></c><c r="F{r}"><v>{amount}</v></c>'
                    f'<c r="G{r}" t="s"><v>{shared("EUR")}</v></c>{paid}</row>')
                if len(out) > 5000:
                    sheet.write("".join(out).encode())
                    out = []
            sheet.write(("".join(out) + "</sheetData></worksheet>").encode())
        with archive.open("xl/sharedStrings.xml", "w") as table:
            table.write(f'<sst {MAIN} count="{rows * 4}" uniqueCount="{len(texts)}">'.encode())
            table.write("".join(f"<si><t>{text}</t></si>" for text in texts).encode() + b"</sst>")


def sheets_bench(read, python, spent, scratch, runs=3):
    """Figures with their bars, as (what, measured, bar, unit): `read` is dunlin-read, `python` one that has openpyxl, `spent`
    gives wall seconds, processor seconds and peak MB of a command."""
    path = os.path.join(scratch, f"register-{ROWS}.xlsx")
    if not os.path.exists(path):
        make_sheet(path + ".partial")
        os.rename(path + ".partial", path)
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(spent(read, "1", path))
        theirs.append(spent(python, "-c", PEER, path))
    wall = statistics.median(one[0] for one in ours)
    peer = statistics.median(one[0] for one in theirs)
    return [
        (f"{ROWS} rows of .xlsx / openpyxl read-only, times as fast", peer / wall, 5, "x at least"),
        ("peak memory of it", max(one[2] for one in ours), 150, "MB"),
    ]


def main():
    """usage: python3 Scripts/bench_sheets.py DUNLIN_READ PYTHON SCRATCH"""
    def spent(*command):
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"bench_sheets: {command[0]} ended with {os.waitstatus_to_exitcode(status)}")
        return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    for what, measured, bar, unit in sheets_bench(*sys.argv[1:3], spent, sys.argv[3]):
        print(f"{what}: {measured:.2f} (bar {bar} {unit})")


if __name__ == "__main__":
    main()
