package import Chasing
import Domain

extension ChasePlan {
  /// Why an open invoice is in a notice, or in none; nil where no open invoice has the number.
  package func reason(for number: String) -> String? {
    for notice in notices {
      guard let line = notice.lines.first(where: { $0.item.number.text == number }) else {
        continue
      }
      return "\(number.printable): in a notice of level \(notice.level) (\(notice.stage)) of "
        + "\(notice.day); \(line.item.open.withCode) open, due \(line.item.due.day)."
    }
    return skipped.first { $0.item.number.text == number }.map {
      "\(number.printable): no notice: \($0.reason.sentence)."
    }
  }
}
