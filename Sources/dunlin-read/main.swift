import Documents
import Domain

// Reading without a ledger, to be timed from outside as one process. A program of its own: the
// libraries for letters on paper take as long to start with as some hundred invoices to read.
//
// dunlin-read JOBS PATH               reads a file or a folder to all facts, once, and prints how
//                                     many documents and bank lines there were
// dunlin-read --movements PATH [IBAN/CUR ...]
//                                     prints each bank line as tab-separated values, for a business
//                                     that has the accounts

private func plain(_ text: String) -> String {
  String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
}

private func printMovements(_ path: String, accounts: [String]) {
  var business = Business.unnamed
  for account in accounts {
    let parts = account.split(separator: "/").map(String.init)
    guard parts.count == 2, let currency = Currency(code: parts[1]) else {
      preconditionFailure("not IBAN/CUR: \(account)")
    }
    business.accounts.append(BankAccount(iban: parts[0], currency: currency))
  }
  print(
    "account\tformat\topening\tclosing\tbooked\tamount\tcurrency\tcounterparty\tother account\t"
      + "references\ttext\treversal\tnotice")
  for file in DocumentReader(business: business).readAll(path: path) {
    for fault in file.faults { print("# \(fault.code.rawValue) \(fault.line): \(fault.message)") }
    for statement in file.statements {
      let head = [
        statement.account, statement.format.rawValue, statement.opening?.plain ?? "",
        statement.closing?.plain ?? "",
      ]
      for line in statement.lines {
        let fields = [
          line.booked.description, line.amount.plain, line.amount.currency.code,
          line.counterparty, line.counterpartyAccount, line.references.joined(separator: " | "),
          line.text, line.isReversal ? "yes" : "no", line.isNotice ? "yes" : "no",
        ]
        print((head + fields).map(plain).joined(separator: "\t"))
      }
    }
  }
}

private func countAll(jobs: Int, path: String) {
  let reader = BatchReader(
    jobs: jobs, makeReader: { DocumentReader(business: .unnamed) },
    read: { reader, paths in
      var sum = (documents: 0, lines: 0)
      for path in paths {
        for file in reader.readAll(path: path) {
          sum.documents += file.records.count
          for statement in file.statements { sum.lines += statement.lines.count }
        }
      }
      return sum
    })
  var sum = (documents: 0, lines: 0)
  reader.read(SourceFolder([path]).files) { batches in
    while let batch = batches.next() {
      for found in batch {
        sum.documents += found.documents
        sum.lines += found.lines
      }
    }
  }
  print("\(sum.documents) documents, \(sum.lines) bank lines")
}

private let arguments = CommandLine.arguments.dropFirst()
if arguments.first == "--movements", let path = arguments.dropFirst().first {
  printMovements(path, accounts: Array(arguments.dropFirst(2)))
} else {
  guard arguments.count == 2, let jobs = arguments.first.flatMap({ Int($0) }), jobs > 0 else {
    preconditionFailure("usage: dunlin-read JOBS PATH | --movements PATH [IBAN/CUR ...]")
  }
  countAll(jobs: jobs, path: arguments.last ?? "")
}
