// Benchmarks of single modules, which the whole program would blur.
//
// dunlin-bench [RUNS] [SECTION]  the modules on seeded data: prints one JSON object, for each
//                                section (forecast, finance, chase, pdf) its figures, each with
//                                the bar it should stay below

let arguments = Array(CommandLine.arguments.dropFirst())
let runs = max(1, arguments.first.flatMap { Int($0) } ?? 5)
let sections: [(name: String, measure: (Int) throws -> [Measured])] = [
  ("forecast", ForecastBench.measure), ("finance", FinanceBench.measure),
  ("chase", ChaseBench.measure), ("pdf", ChaseBench.measurePDF),
]
let wanted = sections.filter { arguments.count < 2 || arguments[1] == $0.name }
let parts = try wanted.map { section in
  let figures = try section.measure(runs).map(\.json).joined(separator: ",\n  ")
  return "\"\(section.name)\": [\n  \(figures)\n]"
}
print("{\(parts.joined(separator: ", "))}")
