import ArgumentParser
import Bookkeeping
import Reporting
import Validation

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge UBL documents by the rules of EN 16931 or Peppol.",
    discussion: """
      The profile peppol adds the rules of Peppol BIS Billing 3 and of single
      countries. Files in a folder that are no UBL documents are passed over. No
      book is needed.

      Example: dunlin validate Invoices --format tsv
      """)

  @OptionGroup var output: FormatOption
  @OptionGroup var style: ColorOption
  @Option(help: "Rules to judge by.") var profile: Profile = .en16931
  @Option(help: "Threads for reading files (default: all cores).") var jobs: Int?
  @Flag(help: "Leave out rules that only warn (text).") var fatalOnly = false
  @Argument(help: "Files and folders.") var paths: [String]

  mutating func validate() throws { try GlobalOptions.check(jobs: jobs) }

  func run() throws {
    var request = ValidationRequest(paths, profile)
    request.threads = jobs ?? GlobalOptions.cores
    request.needsFindings = output.format != .tsv
    request.fatalOnly = fatalOnly
    let (found, faults) = JobWatch.following("Judging", isStoppable: false) { progress in
      request.judged(progress)
    }
    Console.faults(faults)
    try output.show(found)
    if !found.isWell { throw Failure.doneWithFaults }
  }
}

extension Profile: ExpressibleByArgument {}
