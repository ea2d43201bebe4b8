package import Domain
package import Letters

/// Letters as PDF: one file each, or many in one for the printer.
package struct LetterPDF: Sendable {
  package let paper: Paper

  package init(paper: Paper) {
    self.paper = paper
  }

  /// The library that draws could not be had.
  package struct Failure: Error, CustomStringConvertible {
    package var description: String { "no PDF could be made" }
  }

  /// The bytes of one file with all the letters, each from a page of its own on. `day` is told to
  /// readers of the file as the day it was made.
  package func bytes(of letters: [Letter], day: Day) throws(Failure) -> [UInt8] {
    guard let canvas = PDFCanvas(width: paper.width, height: paper.height) else {
      throw Failure()
    }
    canvas.describe(
      title: letters.count == 1 ? letters[0].subject : "",
      author: letters.first?.sender.first ?? "",
      day: day.description)
    for letter in letters {
      canvas.setLanguage(letter.language)
      let sheet = LetterSheet(letter, on: canvas, paper: paper)
      let pages = sheet.pages()
      for (index, marks) in pages.enumerated() {
        for mark in marks { mark(canvas) }
        sheet.foot(page: index + 1, of: pages.count)
        canvas.endPage()
      }
    }
    return canvas.finish()
  }
}
