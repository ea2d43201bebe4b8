/// How a result is printed.
package enum OutputFormat: String, Sendable, CaseIterable {
  case text, json, csv, tsv
}

/// What a command found, ready to be printed in the formats it has.
package protocol Report {
  /// For people, at most 80 columns wide where the figures allow it.
  var text: String { get }
  /// What CSV, TSV and JSON say where the report has no words of its own for them, or nil.
  var data: DataTable? { get }
  /// A documented schema, or nil.
  var json: JSONValue? { get }
  /// A header and rows, or nil.
  var csv: String? { get }
  /// The same with tabs, or nil.
  var tsv: String? { get }
}

extension Report {
  package var data: DataTable? { nil }
  package var json: JSONValue? { data?.json }
  package var csv: String? { data?.csv }
  package var tsv: String? { data?.tsv }

  /// The formats that it has.
  package var formats: [OutputFormat] { OutputFormat.allCases.filter { rendered($0) != nil } }

  /// Nil where the report has no such format.
  package func rendered(_ format: OutputFormat) -> String? {
    switch format {
    case .text: text
    case .json: json?.document
    case .csv: csv
    case .tsv: tsv
    }
  }
}

/// A heading with a line under it.
package func heading(_ title: String) -> String {
  title + "\n" + String(repeating: "=", count: title.count) + "\n"
}

/// `1 invoice`, `2 invoices`.
package func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? one : many ?? one + "s")"
}
