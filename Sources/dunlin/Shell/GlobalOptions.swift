import ArgumentParser
import Bookkeeping
import Domain
import Foundation
import Reporting
import Synchronization

/// Whether headings are set in bold.
struct ColorOption: ParsableArguments {
  enum When: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Option(help: "Bold headings: on a terminal without NO_COLOR, always, or never.")
  var color = When.auto

  mutating func validate() throws {
    let isWanted =
      ProcessInfo.processInfo.environment["NO_COLOR"].map(\.isEmpty) ?? true && isatty(1) == 1
    Console.setsBold.store(color == .always || color == .auto && isWanted, ordering: .relaxed)
  }
}

/// What every command takes. The clock and the environment are read here and nowhere else.
struct GlobalOptions: ParsableArguments {
  @Option(help: "The book's folder (default: DUNLIN_BOOK, else the current folder).")
  var book: String?

  @Option(
    name: .customLong("as-of"), help: "The day whose end is now, YYYY-MM-DD (default: today).",
    transform: Self.day)
  var asOfDay: Day?

  @Option(help: "Folder of templates that go before the book's own.")
  var templates: String?

  @Option(help: "Threads for reading files (default: all cores).")
  var jobs: Int?

  @OptionGroup var style: ColorOption

  mutating func validate() throws { try Self.check(jobs: jobs) }

  static func check(jobs: Int?) throws {
    if let jobs, !(1...256).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 256.")
    }
  }

  var asOf: Day { asOfDay ?? Self.today }

  var threads: Int { jobs ?? Self.cores }

  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The folder named by `--book` or the environment.
  var namedBook: String? {
    book ?? ProcessInfo.processInfo.environment["DUNLIN_BOOK"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Seconds since 1970.
  static var now: Int64 { Int64(Date().timeIntervalSince1970) }

  /// The local calendar's day.
  static var today: Day {
    let parts = Calendar(identifier: .gregorian)
      .dateComponents([.year, .month, .day], from: Date())
    guard let year = parts.year, let month = parts.month, let day = parts.day,
      let today = Day(year: year, month: month, day: day)
    else { preconditionFailure("the clock shows no day of this age") }
    return today
  }

  static func day(_ text: String) throws -> Day {
    guard let day = Day(iso: text) else {
      throw ValidationError("'\(text)' is no day; expected YYYY-MM-DD such as 2026-06-30.")
    }
    return day
  }
}

extension GlobalOptions {
  /// A currency that anybody pays in.
  static func currency(_ text: String) throws -> Currency {
    do {
      return try Currency(payable: text)
    } catch {
      throw ValidationError(error.message)
    }
  }
}

/// For commands that forecast.
struct MonthsOption: ParsableArguments {
  @Option(help: "Number of months to forecast, 1 to 60.") var months = 6

  mutating func validate() throws {
    guard (1...60).contains(months) else { throw ValidationError("--months takes 1 to 60.") }
  }
}

/// For commands whose result has several formats.
struct FormatOption: ParsableArguments {
  @Option(help: "How to print the result: text, json, csv or tsv.")
  var format: OutputFormat = .text

  /// For commands that change something: says what is wrong before anything is done.
  func require(oneOf formats: OutputFormat...) throws {
    guard !formats.contains(format) else { return }
    throw ValidationError(
      "This result cannot be printed as \(format.rawValue), only as "
        + "\(formats.map(\.rawValue).joined(separator: " or ")); nothing was done.")
  }

  func show(_ report: some Report) throws {
    guard let text = report.rendered(format) else {
      throw ValidationError(
        "This result cannot be printed as \(format.rawValue), only as "
          + "\(report.formats.map(\.rawValue).joined(separator: ", ")).")
    }
    if format == .text { Console.show(text) } else { Console.out(text) }
  }
}

extension OutputFormat: ExpressibleByArgument {}
