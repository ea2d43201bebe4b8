package import Domain
package import Letters

/// Letters as PDF: one file each, or many in one for the printer. What was set for one letter
/// serves the next; each thread has a printer of its own.
package final class LetterPDF {
  package let paper: Paper
  private let type: Typesetter
  private var pictures: [String: Picture?] = [:]

  /// The library that draws could not be had.
  package struct Failure: Error, CustomStringConvertible {
    package var description: String { "no PDF could be made" }
  }

  package init(paper: Paper) throws(Failure) {
    self.paper = paper
    guard let type = Typesetter() else { throw Failure() }
    self.type = type
  }

  /// The bytes of one file with all the letters, each from a page of its own on. `day` is told to
  /// readers of the file as the day it was made.
  package func bytes(of letters: [Letter], day: Day) throws(Failure) -> [UInt8] {
    let canvas = try canvas()
    canvas.describe(
      title: letters.count == 1 ? letters[0].subject : "",
      author: letters.first?.sender.first ?? "",
      day: day.description)
    for letter in letters {
      let sheet = LetterSheet(letter, on: paper, by: type, logo: picture(letter.logo))
      let pages = sheet.pages()
      for (index, marks) in pages.enumerated() {
        for mark in marks { mark(canvas) }
        sheet.foot(page: index + 1, of: pages.count, on: canvas)
        canvas.endPage()
      }
    }
    return canvas.finish()
  }

  /// Plain text on pages, as it stands: for letters that were mailed and are printed later.
  package func bytes(ofText text: String, title: String, day: Day) throws(Failure) -> [UInt8] {
    let canvas = try canvas()
    canvas.describe(title: title, author: "", day: day.description)
    let style = Typesetter.Style(size: 9.5, isMonospaced: true)
    var y = paper.top
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let block = type.block(line.isEmpty ? " " : String(line), style, width: paper.textWidth)
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

  /// Whether a file is a picture that letters can carry.
  package func canDraw(_ path: String) -> Bool { picture(path) != nil }

  private func canvas() throws(Failure) -> PDFCanvas {
    guard let canvas = PDFCanvas(width: paper.width, height: paper.height) else { throw Failure() }
    return canvas
  }

  private func picture(_ path: String) -> Picture? {
    guard !path.isEmpty else { return nil }
    if let known = pictures[path] { return known }
    let picture = Picture(path: path)
    pictures[path] = picture
    return picture
  }
}
