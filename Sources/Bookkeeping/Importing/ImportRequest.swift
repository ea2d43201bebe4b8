package import Domain

/// What to import, and how to read it.
package struct ImportRequest {
  /// Files and folders.
  package var paths: [String]
  /// The day whose end is now.
  package var asOf: Day
  /// Order of day and month in CSV dates; nil: as the file itself shows.
  package var dateOrder: DateOrder?
  /// Decimal mark of CSV amounts; nil: as the file itself shows.
  package var decimalMark: DecimalMark?
  /// Whether documents are judged by EN 16931.
  package var isValidating = true
  /// Threads that read files.
  package var threads = 1
  /// Leaves the book as it is.
  package var isDryRun = false
  /// A person entered what the files hold.
  var isByHand = false
  /// The client of the documents, if they are entered by hand.
  var client: ID<Client>?
  /// Lists every document that is read, as CSV.
  package var listsDocuments = false

  package init(_ paths: [String], asOf: Day) {
    self.paths = paths
    self.asOf = asOf
  }
}
