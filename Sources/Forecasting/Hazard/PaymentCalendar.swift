import Domain

/// How much likelier a payment is on some weekdays and days of the month than on others: clients
/// pay in runs.
///
/// A multiplier of 1 is the average day. There are 7 for the weekdays and 31 for the days of the
/// month, whose last three are counted from the month's end, for all clients together and for
/// each client.
package struct PaymentCalendar: Sendable {
  static let weekdays = 7
  static let monthDays = 31

  private(set) var weekday: [Double]
  private(set) var monthDay = [Double](repeating: 1, count: monthDays)
  /// 7 and 31 for each client, in the model's order of clients.
  private(set) var clientWeekday: [Double]
  private(set) var clientMonthDay: [Double]

  /// 0 is Monday.
  static func weekdayClass(_ day: Day) -> Int { day.weekday.rawValue - 1 }

  /// 0 to 27 for the days counted from the month's start; 28, 29, 30 for its last three days.
  static func monthDayClass(_ day: Day) -> Int {
    let fromEnd = Month(day).last - day
    return fromEnd < 3 ? 30 - fromEnd : min(day.dayOfMonth - 1, 27)
  }

  /// The multiplier of each day from `first` on for a client, or for an unknown one (nil).
  func multipliers(client: Int?, days: CalendarDays) -> [Double] {
    days.weekdays.indices.map { day in
      let (week, month) = days.kind(day)
      let pooled = weekday[week] * monthDay[month]
      guard let client else { return pooled }
      return pooled * clientWeekday[client * Self.weekdays + week]
        * clientMonthDay[client * Self.monthDays + month]
    }
  }

  /// Observed payments over expected ones, fitted in three rounds: the weekdays of all, the days
  /// of the month of all, then both for each client with the weight of 10 expected payments
  /// (2.5 for a day of the month) on the multipliers of all.
  ///
  /// A day of the month comes but a dozen times a year, however many clients pay on it, so the
  /// multipliers of all go less than half the way.
  init(fitting counts: Counts) {
    weekday = PriorDelay.weekdays
    clientWeekday = Array(repeating: 1, count: counts.clients * Self.weekdays)
    clientMonthDay = Array(repeating: 1, count: counts.clients * Self.monthDays)
    for _ in 0..<3 {
      fitPooled(counts)
      fitClients(counts)
    }
  }

  private mutating func fitPooled(_ counts: Counts) {
    let pooledShrinkage = 2.0
    let doubt = 1.2
    var observedWeek = [Double](repeating: 0, count: Self.weekdays)
    var observedMonth = [Double](repeating: 0, count: Self.monthDays)
    for index in counts.observedWeekday.indices {
      observedWeek[index % Self.weekdays] += counts.observedWeekday[index]
    }
    for index in counts.observedMonthDay.indices {
      observedMonth[index % Self.monthDays] += counts.observedMonthDay[index]
    }
    var expectedWeek = [Double](repeating: 0, count: Self.weekdays)
    for client in 0..<counts.clients {
      let sums = counts.byWeekday(client, months: monthFactors(client, pooled: monthDay))
      for week in 0..<Self.weekdays {
        expectedWeek[week] += sums[week] * clientWeekday[client * Self.weekdays + week]
      }
    }
    weekday = (0..<Self.weekdays).map {
      (observedWeek[$0] + pooledShrinkage * PriorDelay.weekdays[$0])
        / (expectedWeek[$0] + pooledShrinkage)
    }
    var expectedMonth = [Double](repeating: 0, count: Self.monthDays)
    for client in 0..<counts.clients {
      let sums = counts.byMonthDay(client, weeks: weekFactors(client, pooled: weekday))
      for month in 0..<Self.monthDays {
        expectedMonth[month] += sums[month] * clientMonthDay[client * Self.monthDays + month]
      }
    }
    let (observed, expected) = (Self.ring(observedMonth[...]), Self.ring(expectedMonth[...]))
    monthDay = zip(observed, expected).map {
      ($0 + pooledShrinkage + doubt * $1) / ($1 + pooledShrinkage + doubt * $1)
    }
  }

  private mutating func fitClients(_ counts: Counts) {
    let shrinkage = 10.0
    for client in 0..<counts.clients {
      let sums = counts.byWeekday(client, months: monthFactors(client, pooled: monthDay))
      for week in 0..<Self.weekdays {
        let index = client * Self.weekdays + week
        clientWeekday[index] =
          (counts.observedWeekday[index] + shrinkage) / (sums[week] * weekday[week] + shrinkage)
      }
      let days = counts.byMonthDay(client, weeks: weekFactors(client, pooled: weekday))
      let range = client * Self.monthDays..<(client + 1) * Self.monthDays
      let observed = Self.ring(counts.observedMonthDay[range])
      let expected = Self.ring(zip(days, monthDay).map(*)[...])
      for day in 0..<Self.monthDays {
        clientMonthDay[range.lowerBound + day] =
          (observed[day] + shrinkage / 4) / (expected[day] + shrinkage / 4)
      }
    }
  }

  /// What the days of the month say for a client, all clients' say included.
  private func monthFactors(_ client: Int, pooled: [Double]) -> [Double] {
    (0..<Self.monthDays).map { pooled[$0] * clientMonthDay[client * Self.monthDays + $0] }
  }

  /// The same of the weekdays.
  private func weekFactors(_ client: Int, pooled: [Double]) -> [Double] {
    (0..<Self.weekdays).map { pooled[$0] * clientWeekday[client * Self.weekdays + $0] }
  }

  /// Each day of the month with half of its neighbours: runs move by a day or two for weekends.
  private static func ring(_ values: ArraySlice<Double>) -> [Double] {
    let all = Array(values)
    return all.indices.map {
      (2 * all[$0] + all[($0 + 1) % all.count] + all[($0 + all.count - 1) % all.count]) / 4
    }
  }

  /// Weighted payments by client and kind of day, as seen and as the delays alone let expect.
  struct Counts {
    let clients: Int
    var observedWeekday: [Double]
    var observedMonthDay: [Double]
    /// By client, weekday and day of the month.
    var expected: [Double]

    init(clients: Int) {
      self.clients = clients
      observedWeekday = Array(repeating: 0, count: clients * weekdays)
      observedMonthDay = Array(repeating: 0, count: clients * monthDays)
      expected = Array(repeating: 0, count: clients * weekdays * monthDays)
    }

    /// What is expected of a client on each weekday, its days of the month weighted.
    func byWeekday(_ client: Int, months: [Double]) -> [Double] {
      let first = client * weekdays * monthDays
      return (0..<weekdays).map { week in
        var sum = 0.0
        for month in 0..<monthDays {
          sum += expected[first + week * monthDays + month] * months[month]
        }
        return sum
      }
    }

    /// What is expected of a client on each day of the month, its weekdays weighted.
    func byMonthDay(_ client: Int, weeks: [Double]) -> [Double] {
      let first = client * weekdays * monthDays
      var sums = [Double](repeating: 0, count: monthDays)
      for week in 0..<weekdays {
        for month in 0..<monthDays {
          sums[month] += expected[first + week * monthDays + month] * weeks[week]
        }
      }
      return sums
    }

    /// The payments of the last 400 days.
    init(_ observations: Observations, fit: HazardFit) {
      self.init(clients: observations.clients.count)
      let recent = RecentDays(of: observations)
      let cells = recent.days.weekdays.indices.map { place in
        let kind = recent.days.kind(place)
        return kind.week * monthDays + kind.month
      }
      var chances = [Double](repeating: 0, count: RecentDays.count)
      // A client's days are added up before they are told apart by kind.
      var risk = chances
      var client = -1
      func end() {
        guard client >= 0 else { return }
        let first = client * weekdays * monthDays
        for day in risk.indices where risk[day] > 0 { expected[first + cells[day]] += risk[day] }
        for day in risk.indices { risk[day] = 0 }
      }
      for record in observations.records {
        guard let span = recent.span(record) else { continue }
        if record.client != client {
          end()
          client = record.client
        }
        fit.lay(record, span, into: &chances)
        let first = span.lowerBound - recent.first
        risk.withUnsafeMutableBufferPointer { risk in
          chances.withUnsafeBufferPointer { chances in
            for day in 0..<span.count { risk[first &+ day] += chances[day] * record.weight }
          }
        }
        guard record.paid else { continue }
        let kind = recent.days.kind(span.upperBound - recent.first)
        observedWeekday[record.client * weekdays + kind.week] += record.weight
        observedMonthDay[record.client * monthDays + kind.month] += record.weight
      }
      end()
    }
  }
}

/// The kinds of the days of a span, worked out once.
struct CalendarDays: Sendable {
  let first: Day
  let weekdays: [Int]
  let monthDays: [Int]

  init(from first: Day, count: Int) {
    self.first = first
    weekdays = (0..<count).map { PaymentCalendar.weekdayClass(first + $0) }
    monthDays = (0..<count).map { PaymentCalendar.monthDayClass(first + $0) }
  }

  /// The classes of a day, counted from `first`.
  func kind(_ place: Int) -> (week: Int, month: Int) { (weekdays[place], monthDays[place]) }
}
