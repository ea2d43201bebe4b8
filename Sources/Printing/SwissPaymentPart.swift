import Letters

/// The payment part of a Swiss QR bill: receipt and payment part, 105 mm high over the whole width
/// of the foot of an A4 sheet. Lengths in here are in millimetres of that part.
struct SwissPaymentPart {
  let bill: SwissBill
  let sheet: LetterSheet

  static let height = 105.0
  private static let receiptWidth = 62.0
  private static let codeSide = 46.0
  private static let crossSide = 7.0

  private var top: Double { sheet.paper.height - Self.height * Paper.millimetre }

  private func points(_ millimetres: Double) -> Double { millimetres * Paper.millimetre }

  func draw() {
    lines()
    receipt()
    payment()
    code()
  }

  /// Where it is cut off.
  private func lines() {
    let (top, width) = (top, sheet.paper.width)
    let (x, height) = (points(Self.receiptWidth), points(Self.height))
    sheet.draw {
      $0.rule(x: 0, y: top, width: width, thickness: 0.5, .ink)
      $0.fill(x: x, y: top, width: 0.5, height: height, .ink)
    }
  }

  private func receipt() {
    write(bill.labels.receipt, 11, isBold: true, x: 5, y: 5, width: 52)
    var y = 12.0
    y = block(bill.labels.account, bill.creditor, heading: 6, value: 8, x: 5, y: y, width: 52)
    debtor(heading: 6, value: 8, x: 5, y: y, width: 52, boxHeight: 20)
    block(bill.labels.currency, [bill.currency], heading: 6, value: 8, x: 5, y: 68, width: 12)
    block(bill.labels.amount, [bill.amount], heading: 6, value: 8, x: 18, y: 68, width: 39)
    let words = sheet.type.block(
      bill.labels.acceptance, Typesetter.Style(size: 6, isBold: true), width: points(52), .right)
    sheet.text(words, x: points(5), y: top + points(82))
  }

  private func payment() {
    let (x, width) = (118.0, 87.0)
    write(bill.labels.paymentPart, 11, isBold: true, x: 67, y: 5, width: 50)
    block(bill.labels.currency, [bill.currency], heading: 8, value: 10, x: 67, y: 68, width: 14)
    block(bill.labels.amount, [bill.amount], heading: 8, value: 10, x: 82, y: 68, width: 34)
    var y = block(
      bill.labels.account, bill.creditor, heading: 8, value: 10, x: x, y: 5, width: width)
    if !bill.message.isEmpty {
      y = block(
        bill.labels.message, [bill.message], heading: 8, value: 10, x: x, y: y, width: width)
    }
    debtor(heading: 8, value: 10, x: x, y: y, width: width, boxHeight: 25)
  }

  private func code() {
    guard let code = bill.modules() else { return }
    let (x, y) = (points(67), top + points(17))
    let (side, cross) = (points(Self.codeSide), points(Self.crossSide))
    sheet.draw { canvas in
      canvas.grid(x: x, y: y, cells: code.width, side: side, isDark: code.isDark)
      // A white frame, a black square and in it the white cross of the flag.
      let (middleX, middleY) = (x + side / 2, y + side / 2)
      func square(_ width: Double, _ height: Double, _ shade: PDFCanvas.Shade) {
        canvas.fill(
          x: middleX - width / 2, y: middleY - height / 2, width: width, height: height, shade)
      }
      let black = cross * 6 / 7
      square(cross, cross, .paper)
      square(black, black, .ink)
      square(black * 20 / 32, black * 6 / 32, .paper)
      square(black * 6 / 32, black * 20 / 32, .paper)
    }
  }

  /// Who pays; where that is not known, a box to write it into.
  private func debtor(
    heading: Double, value: Double, x: Double, y: Double, width: Double, boxHeight: Double
  ) {
    guard bill.debtor.isEmpty else {
      block(
        bill.labels.debtor, bill.debtor, heading: heading, value: value, x: x, y: y, width: width)
      return
    }
    let below = block(
      bill.labels.debtorToFill, [], heading: heading, value: value, x: x, y: y, width: width)
    let (left, upper) = (points(x), top + points(below - 2))
    let (wide, high, arm) = (points(min(width, 65)), points(boxHeight), points(3))
    sheet.draw { canvas in
      for (cornerX, towards) in [(left, 0.0), (left + wide, -arm)] {
        for (cornerY, down) in [(upper, 0.0), (upper + high, -arm)] {
          canvas.fill(x: cornerX + towards, y: cornerY, width: arm, height: 0.75, .ink)
          canvas.fill(x: cornerX, y: cornerY + down, width: 0.75, height: arm, .ink)
        }
      }
    }
  }

  /// A heading and lines below it; returns where the next begins.
  @discardableResult
  private func block(
    _ label: String, _ lines: [String], heading: Double, value: Double, x: Double, y: Double,
    width: Double
  ) -> Double {
    var y = write(label, heading, isBold: true, x: x, y: y, width: width)
    for line in lines { y = write(line, value, x: x, y: y, width: width) }
    return y + 2.5
  }

  @discardableResult
  private func write(
    _ text: String, _ size: Double, isBold: Bool = false, x: Double, y: Double, width: Double
  ) -> Double {
    let block = sheet.type.block(
      text, Typesetter.Style(size: size, isBold: isBold), width: points(width))
    sheet.text(block, x: points(x), y: top + points(y))
    return y + block.height / Paper.millimetre
  }
}
