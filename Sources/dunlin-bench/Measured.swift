import Glibc

/// One figure of a benchmark, with what it should stay below.
struct Measured {
  let what: String
  let value: Double
  let unit: String
  let bar: Double

  var json: String {
    "{\"what\": \"\(what)\", \"value\": \(value), \"unit\": \"\(unit)\", \"bar\": \(bar)}"
  }
}

/// The median of the seconds that `work` takes, over some runs after one to warm up.
func medianSeconds(runs: Int, _ work: () -> Void) -> Double {
  work()
  let clock = ContinuousClock()
  let times = (0..<runs).map { _ in
    let taken = clock.measure(work).components
    return Double(taken.seconds) + Double(taken.attoseconds) / 1e18
  }
  return times.sorted()[runs / 2]
}

/// The most memory the process has held so far, in millions of bytes.
func peakMegabytes() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_maxrss) * 1024 / 1e6
}
