import Domain

/// Pictures of figures as SVG, drawn in the colours of the page's style sheet (classes, no fixed
/// colours), with a title and a description for screen readers.
///
/// Heights come from `Double`s made of amounts: they decide where a line is drawn, never a figure.
struct Chart {
  let title: String
  let description: String
  private let width = 640.0
  private let height = 220.0
  private let left = 64.0
  private let bottom = 28.0
  private let top = 10.0
  private let right = 24.0

  init(title: String, description: String) {
    self.title = title
    self.description = description
  }

  /// One period of a curve or a group of bars.
  struct Point {
    var label: String
    var low: Money
    var middle: Money
    var high: Money
  }

  /// A curve through the middles with the band from low to high, and a line at zero.
  func curve(_ points: [Point]) -> String {
    guard points.count > 1, let scale = Scale(points.flatMap { [$0.low, $0.high] }) else {
      return ""
    }
    let step = (width - left - right) / Double(points.count - 1)
    func place(_ index: Int, _ amount: Money) -> String {
      "\(Self.short(left + Double(index) * step)),\(Self.short(y(amount, scale)))"
    }
    let upper = points.indices.map { place($0, points[$0].high) }
    let lower = points.indices.reversed().map { place($0, points[$0].low) }
    let middle = points.indices.map { place($0, points[$0].middle) }
    let body =
      grid(scale) + "<polygon class=\"band\" points=\"\((upper + lower).joined(separator: " "))\"/>"
      + "<polyline class=\"line\" points=\"\(middle.joined(separator: " "))\"/>"
      + labels(points.map(\.label), at: { left + Double($0) * step })
    return svg(body)
  }

  /// A bar from zero to each middle, with a thin line from low to high.
  func bars(_ points: [Point]) -> String {
    guard !points.isEmpty, let scale = Scale(points.flatMap { [$0.low, $0.high, $0.middle] })
    else { return "" }
    let step = (width - left - right) / Double(points.count)
    var body = grid(scale)
    for (index, point) in points.enumerated() {
      let x = left + Double(index) * step + step * 0.2
      let (from, to) = (y(.zero(point.middle.currency), scale), y(point.middle, scale))
      body +=
        "<rect class=\"bar\" x=\"\(Self.short(x))\" y=\"\(Self.short(min(from, to)))\" "
        + "width=\"\(Self.short(step * 0.6))\" height=\"\(Self.short(abs(from - to)))\"/>"
      let centre = Self.short(x + step * 0.3)
      body +=
        "<line class=\"range\" x1=\"\(centre)\" x2=\"\(centre)\" "
        + "y1=\"\(Self.short(y(point.low, scale)))\" y2=\"\(Self.short(y(point.high, scale)))\"/>"
    }
    return svg(body + labels(points.map(\.label), at: { left + (Double($0) + 0.5) * step }))
  }

  /// The vertical axis: whole units from `from` to `to`, a round `step` apart.
  private struct Scale {
    let from: Double
    let to: Double
    let step: Double
    let unit: Double

    init?(_ amounts: [Money]) {
      guard let currency = amounts.first?.currency else { return nil }
      let unit = Double(currency.minorUnitsPerUnit)
      self.unit = unit
      let values = amounts.map { Double($0.minorUnits) / unit } + [0]
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      guard high > low else { return nil }
      var step = 1.0
      while (high - low) / step > 5 {
        step *= (high - low) / (step * 2) <= 5 ? 2 : (high - low) / (step * 5) <= 5 ? 5 : 10
      }
      self.step = step
      from = (low / step).rounded(.down) * step
      to = (high / step).rounded(.up) * step
    }
  }

  private func y(_ amount: Money, _ scale: Scale) -> Double {
    let value = Double(amount.minorUnits) / scale.unit
    return height - bottom - (value - scale.from) / (scale.to - scale.from)
      * (height - bottom - top)
  }

  private func grid(_ scale: Scale) -> String {
    var lines = ""
    var value = scale.from
    while value <= scale.to + scale.step / 2 {
      let y =
        height - bottom - (value - scale.from) / (scale.to - scale.from)
        * (height - bottom - top)
      let kind = abs(value) < scale.step / 2 ? "zero" : "grid"
      let text = Money(minorUnits: Int64(value.rounded()), currency: .yen).grouped
      lines +=
        "<line class=\"\(kind)\" x1=\"\(Self.short(left))\" x2=\"\(Self.short(width - right))\" "
        + "y1=\"\(Self.short(y))\" y2=\"\(Self.short(y))\"/>"
        + "<text class=\"tick\" x=\"\(Self.short(left - 6))\" y=\"\(Self.short(y + 4))\" "
        + "text-anchor=\"end\">\(text)</text>"
      value += scale.step
    }
    return lines
  }

  /// At most eight labels, evenly spread.
  private func labels(_ names: [String], at x: (Int) -> Double) -> String {
    let every = max(1, (names.count + 7) / 8)
    return names.enumerated().filter { $0.offset % every == 0 }.map { index, name in
      "<text class=\"tick\" x=\"\(Self.short(x(index)))\" y=\"\(Self.short(height - 8))\" "
        + "text-anchor=\"middle\">\(Self.escaped(name))</text>"
    }.joined()
  }

  private func svg(_ body: String) -> String {
    "<svg role=\"img\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" "
      + "aria-label=\"\(Self.escaped(title))\">"
      + "<title>\(Self.escaped(title))</title><desc>\(Self.escaped(description))</desc>"
      + body + "</svg>"
  }

  /// One decimal is a tenth of a pixel.
  private static func short(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let size = abs(tenths)
    return (tenths < 0 ? "-" : "") + "\(size / 10).\(size % 10)"
  }

  static func escaped(_ text: String) -> String {
    text.printable.reduce(into: "") { out, character in
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.append(character)
      }
    }
  }
}
