import ArgumentParser
import Bookkeeping

@main
struct Dunlin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dunlin",
    abstract: "Keep track of who owes you money, remind them, and see the cash to come.",
    discussion: """
      One folder is one firm's book. To try it on a folder of invoices and bank files without \
      making a book:

        dunlin run FOLDER
      """,
    version: "0.1.0",
    subcommands: [
      Run.self, Init.self, ImportFiles.self, Validate.self, Match.self, Record.self, Chase.self,
      WriteLetter.self,
      ShowForecast.self,
      ShowBacktest.self, ShowFinance.self, Clients.self, ShowAgeing.self, ShowReport.self,
      History.self,
      Check.self, Backup.self, Undo.self, Forget.self,
    ])

  /// Parses, runs, and turns whatever is thrown into words and an exit code.
  static func main() {
    Console.quietOnClosedPipe()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      failure.exit()
    } catch let request as InvalidRequest {
      exit(withError: ValidationError(request.message))
    } catch {
      // ArgumentParser's own: help, version, wrong usage (64), and the exit codes we throw.
      exit(withError: Failure.isUsage(error) ? error : Failure(error).exit())
    }
  }
}
