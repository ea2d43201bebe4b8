import Glibc

/// One figure of a benchmark, with what it should stay below.
struct Measured {
  let what: String
  let value: Double
  let unit: String
  let bar: Double
  /// Seconds of processor time over all threads, which a busy machine blurs less; nil for what
  /// is no time.
  let processorSeconds: Double?

  init(_ what: String, _ times: (wall: Double, processor: Double), bar: Double) {
    (self.what, value, unit, self.bar) = (what, times.wall, "s", bar)
    processorSeconds = times.processor
  }

  init(_ what: String, megabytes: Double, bar: Double) {
    (self.what, value, unit, self.bar) = (what, megabytes, "MB", bar)
    processorSeconds = nil
  }

  var json: String {
    let processor = processorSeconds.map { ", \"processor_seconds\": \($0)" } ?? ""
    return "{\"what\": \"\(what)\", \"value\": \(value), \"unit\": \"\(unit)\", "
      + "\"bar\": \(bar)\(processor)}"
  }
}

/// The median seconds that `work` takes, on the wall and of processors, over some runs after one to
/// warm up.
func medianSeconds(
  runs: Int, _ work: () throws -> Void
) rethrows -> (wall: Double, processor: Double) {
  try work()
  let times = try (0..<runs).map { _ in
    let (wall, processor) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
    try work()
    return (seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - processor)
  }
  return (times.map(\.0).sorted()[runs / 2], times.map(\.1).sorted()[runs / 2])
}

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory the process has held so far, in millions of bytes.
func peakMegabytes() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_maxrss) * 1024 / 1e6
}
