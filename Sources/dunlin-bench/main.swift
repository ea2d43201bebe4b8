// Benchmarks of single modules, which the whole program would blur.
//
// dunlin-bench [RUNS]           the modules on seeded data: prints one JSON object, for each
//                               section its figures, each with the bar it should stay below
// dunlin-bench read JOBS PATH   reads a file or a folder to all facts, once

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.count == 3, arguments[0] == "read", let jobs = Int(arguments[1]), jobs > 0 {
  ReadingBench(jobs: jobs).read(arguments[2])
} else {
  let runs = arguments.first.flatMap { Int($0) } ?? 5
  func section(_ name: String, _ figures: [Measured]) -> String {
    "\"\(name)\": [\n  \(figures.map(\.json).joined(separator: ",\n  "))\n]"
  }
  let forecast = section("forecast", ForecastBench.measure(runs: max(1, runs)))
  let finance = section("finance", FinanceBench.measure(runs: max(1, runs)))
  let chase = section("chase", try ChaseBench.measure(runs: max(1, runs)))
  print("{\(forecast), \(finance), \(chase)}")
}
