import Letters

/// One letter laid out on pages: what is drawn is gathered page by page, because the foot of the
/// first has to know how many there are.
final class LetterSheet {
  typealias Mark = (PDFCanvas) -> Void

  let letter: Letter
  let type: Typesetter
  let paper: Paper
  private let logo: Picture?
  private(set) var marks: [[Mark]] = [[]]
  /// The page that has a Swiss payment part where others have their foot.
  private var billPage: Int?
  /// The upper end of what comes next.
  var y = 0.0

  static let body = Typesetter.Style(size: 10)
  static let bold = Typesetter.Style(size: 10, isBold: true)
  static let small = Typesetter.Style(size: 8)
  static let tiny = Typesetter.Style(size: 7)
  static let heading = Typesetter.Style(size: 12.5, isBold: true)

  init(_ letter: Letter, on paper: Paper, by type: Typesetter, logo: Picture?) {
    self.letter = letter
    self.paper = paper
    self.logo = logo
    self.type = type
    type.setLanguage(letter.language)
  }

  func pages() -> [[Mark]] {
    head()
    y = paper.subjectTop
    paragraph(letter.subject, Self.heading, .accent, after: 12)
    paragraph(letter.greeting, after: 7)
    if !letter.opening.isEmpty { paragraph(letter.opening, after: 12) }
    if let table = letter.table { self.table(table) }
    if let payment = letter.payment { box(payment) }
    paragraphs()
    signature()
    if let annex = letter.annex { self.annex(annex) }
    if let bill = letter.swissBill, paper == .a4 { swissBill(bill) }
    return marks
  }

  /// At the foot of the last page, or of one more where the text reaches into it.
  private func swissBill(_ bill: SwissBill) {
    if y > paper.height - (SwissPaymentPart.height + 5) * Paper.millimetre { marks.append([]) }
    billPage = marks.count
    SwissPaymentPart(bill: bill, sheet: self).draw()
  }

  /// The text below the payment box. The regards never stand alone on a page: the last paragraphs
  /// go with them, or all of them stand a little closer where that keeps a page.
  private func paragraphs() {
    let heights = letter.paragraphs.map {
      type.block($0, Self.body, width: paper.textWidth).height
    }
    let room = paper.bottom - y - signatureHeight
    let least = heights.map { $0 + 3 }.reduce(0, +)
    let gap =
      least <= room && !heights.isEmpty
      ? min(7, 3 + (room - least) / Double(heights.count)) : 7
    for text in letter.paragraphs.dropLast(2) { paragraph(text, after: gap) }
    makeRoom(heights.suffix(2).map { $0 + gap }.reduce(0, +) + signatureHeight)
    for text in letter.paragraphs.suffix(2) { paragraph(text, after: gap) }
  }

  func draw(_ mark: @escaping Mark) { marks[marks.count - 1].append(mark) }

  func text(_ block: Typesetter.Block, x: Double, y: Double, _ shade: PDFCanvas.Shade = .ink) {
    draw { $0.draw(block, x: x, y: y, shade) }
  }

  /// Begins a new page, unless `height` fits below what is there. Returns whether it did.
  @discardableResult
  func makeRoom(_ height: Double) -> Bool {
    guard y + height > paper.bottom, y > paper.top else { return false }
    marks.append([])
    y = paper.top
    return true
  }

  /// A paragraph over the whole width; one longer than a page runs on into the margin, which no
  /// wording comes near.
  func paragraph(
    _ text: String, _ style: Typesetter.Style = body, _ shade: PDFCanvas.Shade = .ink,
    after gap: Double
  ) {
    let block = type.block(text, style, width: paper.textWidth)
    makeRoom(block.height)
    self.text(block, x: paper.left, y: y, shade)
    y += block.height + gap
  }

  private func head() {
    let details = paper.infoLeft
    let width = paper.width - paper.right - details
    if let logo {
      let height = min(50, 170 / logo.width * logo.height)
      let place = paper.width - paper.right - height / logo.height * logo.width
      draw { $0.draw(logo, x: place, y: 36, height: height) }
    } else if let name = letter.sender.first {
      let block = type.block(
        name, Typesetter.Style(size: 15, isBold: true), width: paper.textWidth)
      text(block, x: paper.left, y: 42, .accent)
      let rule = 48 + block.height
      draw { [paper] in
        $0.rule(x: paper.left, y: rule, width: paper.textWidth, thickness: 1.2, .accent)
      }
    }
    var line = paper.infoTop
    for detail in letter.sender + [""] + letter.senderDetails + ["", letter.date] {
      let block = type.block(detail.isEmpty ? " " : detail, Self.small, width: width)
      text(block, x: details, y: line, .soft)
      line += block.height * (detail.isEmpty ? 0.5 : 1) + 1
    }
    address()
    for fold in paper.foldMarks { draw { $0.rule(x: 11, y: fold, width: 9, thickness: 0.4) } }
    if let hole = paper.holeMark { draw { $0.rule(x: 11, y: hole, width: 14, thickness: 0.4) } }
  }

  private func address() {
    let sender = type.block(
      letter.sender.joined(separator: " · "), Self.tiny, width: paper.addressWidth)
    text(sender, x: paper.left, y: paper.returnLine - max(0, sender.height - 9), .soft)
    var line = paper.addressTop
    for part in letter.recipient.prefix(7) {
      let block = type.block(part, Self.body, width: paper.addressWidth)
      text(block, x: paper.left, y: line)
      line += block.height
    }
  }

  private var signatureBlocks: [Typesetter.Block] {
    ([letter.signOff, ""] + letter.signers).map {
      type.block($0.isEmpty ? " " : $0, Self.body, width: paper.textWidth)
    }
  }

  private var signatureHeight: Double { signatureBlocks.reduce(5) { $0 + $1.height } }

  private func signature() {
    let blocks = signatureBlocks
    y += 5
    makeRoom(blocks.reduce(0) { $0 + $1.height })
    for block in blocks {
      text(block, x: paper.left, y: y)
      y += block.height
    }
    y += 12
    for (index, line) in letter.enclosures.enumerated() {
      paragraph(line, Typesetter.Style(size: 8.5, isBold: index == 0), .soft, after: 1)
    }
  }

  /// Who writes, and which page this is, below the text.
  func foot(page: Int, of pages: Int, on canvas: PDFCanvas) {
    guard page != billPage else { return }
    canvas.rule(x: paper.left, y: paper.footTop, width: paper.textWidth, thickness: 0.4)
    let business = type.block(
      (letter.sender + letter.senderDetails).joined(separator: " · "), Self.tiny,
      width: paper.textWidth - 80)
    canvas.draw(business, x: paper.left, y: paper.footTop + 6, .soft)
    guard pages > 1 else { return }
    let number = type.block(
      letter.page(page, of: pages), Self.tiny, width: 76, .right)
    canvas.draw(number, x: paper.left + paper.textWidth - 76, y: paper.footTop + 6, .soft)
  }
}
