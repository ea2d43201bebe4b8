import ArgumentParser
import Documents
import Domain

/// How files are to be read where they do not say so themselves.
struct ImportOptions: ParsableArguments {
  @Option(help: "Order of day and month in CSV dates: ymd, dmy or mdy.")
  var dateOrder: DateOrder?

  @Option(help: "Decimal mark of CSV amounts: dot or comma.")
  var decimal: DecimalMark?
}

extension DateOrder: ExpressibleByArgument {}
extension DecimalMark: ExpressibleByArgument {}
