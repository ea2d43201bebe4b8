import ArgumentParser
import Bookkeeping
import Reporting
import Validation

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge e-invoices by the rules of EN 16931, Peppol or XRechnung.",
    discussion: """
      Documents are judged loose, in ZIPs, attached to e-mails and inside PDFs. The
      profile peppol adds the rules of Peppol BIS Billing 3 and of single countries,
      the profile xrechnung those of XRechnung 3.0. Files in a folder that are no
      e-invoices are skipped. No book is needed.

      Example: dunlin validate Invoices --format tsv
      """)

  @OptionGroup var output: FormatOption
  @OptionGroup var style: ColorOption
  @Option(help: "Rules to judge by.") var profile: Profile = .en16931
  @Option(help: "Threads for reading files (default: all cores).") var jobs: Int?
  @Flag(help: "Leave out rules that only warn (text).") var fatalOnly = false
  @Flag(help: "List the rule sets with their releases, and judge nothing.") var profiles = false
  @Argument(help: "Files and folders.") var paths: [String] = []

  mutating func validate() throws {
    try GlobalOptions.check(jobs: jobs)
    if paths.isEmpty && !profiles { throw ValidationError("Name files or folders to judge.") }
  }

  func run() throws {
    guard !profiles else { return Console.out(Profile.releases) }
    var request = ValidationRequest(paths, profile)
    request.threads = jobs ?? GlobalOptions.cores
    request.needsFindings = output.format != .tsv
    request.fatalOnly = fatalOnly
    let (found, faults) = JobWatch.following("Judging", isStoppable: false) { progress in
      request.judged(progress)
    }
    Console.faults(faults)
    try output.show(found)
    if found.isEmpty {
      Console.note("validate: nothing was judged: there is no e-invoice in what was named")
      throw Failure.doneWithFaults
    }
    if !found.isWell { throw Failure.doneWithFaults }
  }
}

extension Profile: ExpressibleByArgument {}
