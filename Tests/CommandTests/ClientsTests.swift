import Foundation
import Testing

private let day = ["--book", "book", "--as-of", "2026-06-30"]

@Test("a client list changes where letters go, faults name their rows, and undo takes it back")
func clientList() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program.run(["init", "book"])
  try FileManager.default.removeItem(at: program.folder.appendingPathComponent("book/dunlin.yaml"))
  try program.write(
    try String(contentsOfFile: Program.samples + "/dunlin.yaml", encoding: .utf8),
    to: "book/dunlin.yaml")
  let files = ["/Invoices/2026", "/register-2026.csv"].map { Program.samples + $0 }
  #expect(try program.run(["import"] + files + day).status == 0)
  try program.write(
    """
    client;email;language;kind
    DE 098 110 345;verlag@ostertide.example;fr;business
    Ballynore Distilling Ltd;ap@ballynore.example;fr;
    Nobody Ltd;x@y.example;;
    Maison Pluvier SRL;no address;;
    """, to: "clients.csv")
  let done = try program.run(["clients", "import", "clients.csv"] + day)
  #expect(done.status == 1)
  #expect(done.out == "Took in 5 new entries about 2 clients; import 2.\n")
  #expect(done.err.contains("clients.csv:4: CSV-CLIENT"))
  #expect(done.err.contains("clients.csv:5: CSV-VALUE"))
  let chase = try program.run(["chase", "--dry-run", "--format", "json"] + day).out
  let notice = chase.split(separator: "\"client\": ").first { $0.contains("BS-2026-0034") }
  #expect(notice?.contains("\"language\": \"fr\"") == true)
  #expect(try program.run(["check"] + day).status == 0)
  #expect(try program.run(["undo", "2"] + day).status == 0)
  #expect(try program.run(["check"] + day).status == 0)
}

@Test("columns of a client list that mean nothing are named, and consumer says the kind")
func unknownColumns() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program.run(["init", "book"])
  try program.write(
    "number,client,date,due,amount,currency\nR-1,North,2026-05-01,2026-05-31,100.00,EUR\n",
    to: "a.csv")
  #expect(try program.run(["import", "a.csv"] + day).status == 0)
  try program.write(
    "client,consumer,shoe size,fax\nNorth,yes,44,\n", to: "clients.csv")
  let done = try program.run(["clients", "import", "clients.csv"] + day)
  #expect(done.status == 0, "\(done.err)")
  #expect(done.out == "Took in 1 new entry about 1 client; import 2.\n")
  #expect(done.err.contains("\"shoe size\", \"fax\""), "\(done.err)")
  try program.write("client,consumer\nNorth,perhaps\n", to: "clients.csv")
  let refused = try program.run(["clients", "import", "clients.csv"] + day)
  #expect(refused.status == 1 && refused.err.contains("clients.csv:2: CSV-VALUE"))
}

@Test("two clients are merged and split by their names, and the book says so")
func mergedClients() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program.run(["init", "book"])
  let register = Program.samples + "/register-2026.csv"
  #expect(try program.run(["import", register] + day).status == 0)
  let merge = ["clients", "merge", "FK-204", "TL-088", "--note", "one owner"]
  #expect(try program.run(merge + ["--dry-run"] + day).out == "Would merge TL-088 into FK-204.\n")
  #expect(try program.run(merge + day).out == "Merged TL-088 into FK-204.\n")
  // The other name leads to the client that stays.
  let shown = try program.run(["clients", "Tern Lane Stationers Ltd"] + day).out
  #expect(shown.contains("(FK-204)"))
  #expect(shown.contains("Tern Lane Stationers Ltd was merged into Federkiel Papeterie e.K."))
  #expect(
    try program.run(["clients", "split", "FK-204"] + day).out
      == "Separated Tern Lane Stationers Ltd from FK-204.\n")
  #expect(try program.run(["check"] + day).status == 0)
}

@Test("a client that was split off has the contact its documents name, and they are known again")
func splitClient() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program.run(["init", "book"])
  try program.write("house: {name: Our Business, country: IE}\n", to: "book/dunlin.yaml")
  try program.write(
    """
    number,client,date,due,amount,currency,email
    R-1,North,2026-03-01,2026-03-31,100.00,EUR,one@north.example
    R-2,North,2026-03-02,2026-04-01,200.00,EUR,two@north.example

    """, to: "a.csv")
  #expect(try program.run(["import", "a.csv"] + day).status == 0)
  let split = ["clients", "split", "North", "R-2", "--name", "North Two"]
  #expect(try program.run(split + day).out == "Separated North Two from North.\n")
  let chase = try program.run(["chase", "--dry-run", "--format", "json"] + day).out
  #expect(chase.components(separatedBy: "\"channel\": \"email\"").count == 3, "\(chase)")
  let again = try program.run(["import", "a.csv", "--format", "json"] + day)
  #expect(again.status == 0, "\(again)")
  #expect(again.out.contains("\"already_known\": 2") && again.out.contains("\"refused\": 0"))
  #expect(try program.run(["check"] + day).status == 0)
}

@Test(
  "an import warns of an invoice for a client that was stopped, and no letter goes to one insolvent"
)
func warnings() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program.run(["init", "book"])
  try program.write(
    "number,client,date,due,amount,currency\nR-1,North,2026-05-01,2026-05-31,100.00,EUR\n",
    to: "a.csv")
  try program.write(
    "number,client,date,due,amount,currency\nR-2,North,2026-06-10,2026-06-30,100.00,EUR\n",
    to: "b.csv")
  #expect(try program.run(["import", "a.csv"] + day).status == 0)
  let stop = ["record", "blacklist", "North", "--on", "2026-06-01", "--note", "never paid"]
  #expect(try program.run(stop + day).status == 0)
  let second = try program.run(["import", "b.csv"] + day)
  #expect(
    second.err.contains(
      "warning: R-2 is for North, who is blacklisted since 2026-06-01: never paid"))
  #expect(try program.run(["record", "insolvent", "North"] + day).status == 0)
  let letter = try program.run(["letter", "statement", "North"] + day)
  #expect(letter.status == 2 && letter.err.contains("insolvent since 2026-06-30"))
}
