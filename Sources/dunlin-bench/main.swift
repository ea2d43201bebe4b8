// Benchmarks of single modules on seeded data, which the whole program would blur.
// Prints one JSON object: for each section its figures, each with the bar it should stay below.

let runs = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5
let forecast = ForecastBench.measure(runs: max(1, runs))
print("{\"forecast\": [\n  \(forecast.map(\.json).joined(separator: ",\n  "))\n]}")
