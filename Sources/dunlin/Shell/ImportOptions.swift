import ArgumentParser
import Bookkeeping
import Documents
import Domain

/// How files are to be read where they do not say so themselves.
struct ImportOptions: ParsableArguments {
  @Option(help: "Order of day and month in CSV dates: ymd, dmy or mdy.")
  var dateOrder: DateOrder?

  @Option(help: "Decimal mark of CSV amounts: dot or comma.")
  var decimal: DecimalMark?

  @Flag(name: .customLong("no-validate"), help: "Do not judge documents by EN 16931.")
  var skipsValidation = false

  /// The request to import `paths`.
  func request(_ paths: [String], _ global: GlobalOptions, isDryRun: Bool) -> ImportRequest {
    var request = ImportRequest(paths, asOf: global.asOf)
    request.dateOrder = dateOrder
    request.decimalMark = decimal
    request.isValidating = !skipsValidation
    request.threads = global.threads
    request.isDryRun = isDryRun
    return request
  }
}

extension DateOrder: ExpressibleByArgument {}
extension DecimalMark: ExpressibleByArgument {}
