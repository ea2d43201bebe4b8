package import Domain

/// Plain text on pages, as it stands: for letters that were mailed and are printed later.
extension LetterPDF {
  package func bytes(ofText text: String, title: String, day: Day) throws(Failure) -> [UInt8] {
    guard let canvas = PDFCanvas(width: paper.width, height: paper.height) else {
      throw Failure()
    }
    canvas.describe(title: title, author: "", day: day.description)
    let style = PDFCanvas.Style(size: 9.5, isMonospaced: true)
    var y = paper.top
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let block = canvas.block(line.isEmpty ? " " : String(line), style, width: paper.textWidth)
      if y + block.height > paper.bottom {
        canvas.endPage()
        y = paper.top
      }
      canvas.draw(block, x: paper.left, y: y)
      y += block.height
    }
    canvas.endPage()
    return canvas.finish()
  }
}
