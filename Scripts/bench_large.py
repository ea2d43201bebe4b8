"""What Scripts/bench measures on large ledgers: 100,000 UBL files from the folder to the forecast, and a million invoices
with a million payments."""
import datetime, os, shutil, statistics, subprocess, tempfile, time

DAY = "2026-09-30"

# What a program of one page would do of the same: read, store, add up what each client owes.
SIMPLE = r'''
import os, sqlite3, sys
from decimal import Decimal
from lxml import etree
B = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
A = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
book = sqlite3.connect(sys.argv[2])
book.executescript("""
CREATE TABLE client (id INTEGER PRIMARY KEY, name TEXT UNIQUE, email TEXT);
CREATE TABLE invoice (number TEXT PRIMARY KEY, client INTEGER, issued TEXT, due TEXT, currency TEXT, cents INTEGER);
CREATE INDEX invoice_client ON invoice(client);""")
for name in sorted(os.listdir(sys.argv[1])):
    root = etree.parse(os.path.join(sys.argv[1], name)).getroot()
    party = root.find(A + "AccountingCustomerParty/" + A + "Party")
    client = party.findtext(A + "PartyLegalEntity/" + B + "RegistrationName")
    email = party.findtext(A + "Contact/" + B + "ElectronicMail")
    book.execute("INSERT OR IGNORE INTO client (name, email) VALUES (?, ?)", (client, email))
    sign = -1 if root.tag.endswith("CreditNote") else 1
    amount = Decimal(root.findtext(A + "LegalMonetaryTotal/" + B + "PayableAmount").strip())
    book.execute(
        "INSERT OR IGNORE INTO invoice VALUES (?, (SELECT id FROM client WHERE name = ?), ?, ?, ?, ?)",
        (root.findtext(B + "ID"), client, root.findtext(B + "IssueDate"), root.findtext(B + "DueDate"),
         root.findtext(B + "DocumentCurrencyCode"), int(sign * amount * 100)))
book.commit()
for row in book.execute("""SELECT name, currency, COUNT(*), SUM(cents), MIN(due) FROM invoice JOIN client ON client.id = client
        WHERE due < ? GROUP BY 1, 2 ORDER BY 4 DESC""", (sys.argv[3],)):
    print(*row)
'''


class LargeBench:
    """`run`, `spent` are those of Scripts/bench; every book is made below `books`. The import of files is measured
    `runs` times, as many as its bar asks for, all that takes longer `turns` times."""

    def __init__(self, dunlin, run, spent, scratch, python, runs, turns):
        self.dunlin, self.run, self.spent, self.python, self.turns = dunlin, run, spent, python, turns
        self.runs = runs
        self.scratch, self.books = scratch, tempfile.mkdtemp(prefix="large-", dir=scratch)

    def book(self):
        book = tempfile.mkdtemp(dir=self.books)
        self.run(self.dunlin, "init", book)
        return book

    def end(self):
        shutil.rmtree(self.books)

    def from_files(self, folder, few, count, few_count):
        """Figures of a folder of `count` files, beside those of one with `few_count`."""
        listing = os.path.join(self.scratch, "large-names")
        with open(listing, "w") as file:
            file.write("\n".join(os.path.join(folder, name) for name in sorted(os.listdir(folder))))
        command = ("xargs", "-a", listing, "-n", "1000", "xmllint", "--noout", "--stream")
        times = {"xmllint": [], "import": [], "run": [], "few": []}
        peaks = {"import": 0, "run": 0}
        for turn in range(self.runs):
            times["xmllint"].append(self.spent(*command)[0])
            wall, _, peak = self.spent(
                self.dunlin, "import", "--no-validate", "--jobs", "2", "--book", self.book(), folder)
            times["import"].append(wall)
            peaks["import"] = max(peaks["import"], peak)
            for what, source in (("run", folder), ("few", few)) if turn < self.turns else ():
                wall, _, peak = self.spent(
                    self.dunlin, "run", "--jobs", "2", "--book", self.book(), "--as-of", DAY, source)
                times[what].append(wall)
                if what == "run":
                    peaks["run"] = max(peaks["run"], peak)
        started = time.perf_counter()
        subprocess.run(
            [self.python, "-c", SIMPLE, folder, os.path.join(self.books, "simple.sqlite"), DAY], check=True,
            stdout=subprocess.DEVNULL)
        simple = time.perf_counter() - started
        xmllint, imported, whole, part = (statistics.median(times[key]) for key in ("xmllint", "import", "run", "few"))
        name = f"{count} UBL files"
        return [
            (f"{name}, xmllint --noout --stream", xmllint, None, "s"),
            (f"{name} into a ledger, 2 jobs / xmllint, wall", imported / xmllint, 0.45, "x"),
            ("peak memory of it", peaks["import"], 150, "MB"),
            (f"{name} validated, in a ledger, letters, forecast / xmllint", whole / xmllint, 0.75, "x"),
            ("peak memory of it", peaks["run"], 200, "MB"),
            ("lxml and sqlite3 doing the simple part of it / dunlin run", simple / whole, 5, "x"),
            (f"each of {count} files / each of {few_count}, wall", whole / count * few_count / part, 1.1, "x"),
        ]

    def from_rows(self, invoices, few_invoices, make_register):
        """Figures of a ledger with as many invoices and payments: four in five paid by a register's word, as many as are
        left by lines of a bank account."""
        def imported(count):
            register, bank = (os.path.join(self.scratch, f"{what}-{count}.csv") for what in ("register", "bank"))
            if not os.path.exists(register):
                make_register(register, count)
            if not os.path.exists(bank):
                make_bank(bank, count // 5)
            runs = []
            for _ in range(self.turns):
                book = self.book()
                with open(os.path.join(book, "dunlin.yaml"), "w") as file:
                    file.write("house: {name: House}\nbank:\n  - {iban: DE02120300000000202051, currency: EUR}\n")
                runs.append([
                    self.spent(self.dunlin, "import", "--book", book, "--as-of", "2026-02-28", path)
                    for path in (register, bank)])
            # The medians of each figure of each file.
            return book, *([statistics.median(values) for values in zip(*times)] for times in zip(*runs))

        few_book, few_rows, few_lines = imported(few_invoices)
        book, rows, lines = imported(invoices)
        figures = [
            (f"{invoices} register rows into a ledger", invoices / rows[0], 200_000, "rows/s"),
            ("peak memory of it", rows[2], None, "MB"),
            (f"{invoices // 5} bank lines into the same, matched", invoices / 5 / lines[0], None, "lines/s"),
            ("peak memory of it", lines[2], None, "MB"),
            (f"each of {invoices} rows and lines / each of {few_invoices}, wall",
             (rows[0] + lines[0]) / invoices * few_invoices / (few_rows[0] + few_lines[0]), None, "x"),
        ]
        for command in ("ageing", "clients", "forecast"):
            runs = [self.spent(self.dunlin, command, "--book", book, "--as-of", "2026-02-28") for _ in range(self.turns)]
            figures.append((f"{command} of {invoices} invoices and as many payments",
                            statistics.median(wall for wall, _, _ in runs), 3, "s"))
            figures.append(("peak memory of it", max(peak for _, _, peak in runs), 500, "MB"))
        return figures


def make_register(path, rows):
    """A register of so many rows: paid and open invoices of 5,000 clients."""
    with open(path, "w") as file:
        file.write("invoice_id,customer_id,customer_name,invoice_date,due_date,amount,currency,paid_date\n")
        for row in range(rows):
            day, client = row * 700 // rows, row * 7919 % 5000
            issued = datetime.date(2024, 1, 1) + datetime.timedelta(days=day)
            due = issued + datetime.timedelta(days=30)
            paid = "" if row % 5 == 0 else due + datetime.timedelta(days=client % 40 - 10)
            file.write(f"R-{row},C{client},Client {client} Ltd,{issued},{due},{row % 9000 + 100}.{row % 100:02},EUR,{paid}\n")


def make_bank(path, lines):
    """Payments of every fifth invoice of the register, as a bank of Germany exports them."""
    with open(path, "w", encoding="cp1252") as file:
        file.write('"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubiger ID";'
                   '"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Ursprungsbetrag";'
                   '"Auslagenersatz Ruecklastschrift";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";'
                   '"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"\n')
        for line in range(lines):
            row = line * 5
            client = row * 7919 % 5000
            day = datetime.date(2024, 1, 1) + datetime.timedelta(days=row * 700 // (lines * 5) + 30 + client % 40)
            file.write(f'"DE02120300000000202051";"{day:%d.%m.%y}";"{day:%d.%m.%y}";"GUTSCHRIFT";"Rechnung R-{row} vielen Dank";'
                       f'"";"";"";"";"";"";"Client {client} Ltd";"DE{client:020}";"";"{row % 9000 + 100},{row % 100:02}";'
                       '"EUR";"Umsatz gebucht"\n')
