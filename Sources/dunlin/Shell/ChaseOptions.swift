import ArgumentParser
import Bookkeeping
import Domain

/// What holds for one chase, whatever the settings say.
struct ChaseOptions: ParsableArguments {
  @Option(
    help: "Cut-over from an older system: leave alone what fell due before, YYYY-MM-DD.",
    transform: GlobalOptions.day)
  var start: Day?

  @Flag(help: "Chase even where the bank data are too old to know who has paid.")
  var anyway = false

  func request(_ global: GlobalOptions) -> ChaseRequest {
    var request = ChaseRequest(asOf: global.asOf, start: start, anyway: anyway)
    request.threads = global.threads
    return request
  }
}
