import Reporting
import Support
import Testing

@Suite("TextTable")
struct TextTableTests {
  @Test("columns are aligned, and nothing stands behind the last cell")
  func alignment() {
    var table = TextTable([.soft("client"), .right("open"), .left("due")])
    table.add(["Tern", "1.00", "2026-01-31"])
    table.add(["Marram & Tide", "1,000.00", ""])
    table.addRule()
    table.add(["total", "1,001.00", ""])
    #expect(
      table.text
        == """
        client             open  due
        ---------------------------------
        Tern               1.00  2026-01-31
        Marram & Tide  1,000.00
        ---------------------------------
        total          1,001.00

        """.replacing("---------------------------------", with: String(repeating: "-", count: 35)))
  }

  @Test(
    "a table is at most 80 columns wide wherever its soft column can give way",
    arguments: [61, 62, 63] as [UInt64])
  func width(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<200 {
      let figures = (0..<Int.random(in: 1...5, using: &random)).map { "f\($0)" }
      var table = TextTable([.soft("client")] + figures.map { .right($0) })
      // Five figures of eight columns, their gaps and twelve columns of a name fit.
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let name = String(repeating: "ü", count: .random(in: 0...90, using: &random))
        let cells = figures.map { _ in
          String(repeating: "9", count: .random(in: 1...12, using: &random))
        }
        table.add([name] + cells)
      }
      let lines = table.text.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= TextTable.widthMax }, "seed \(seed)")
      #expect(lines.allSatisfy { $0.last != " " })
    }
  }

  @Test("figures are never cut, even where the table grows wider")
  func figures() {
    let figure = String(repeating: "9", count: 30)
    var table = TextTable([.soft("client"), .right("a"), .right("b"), .right("c")])
    table.add(["A client with a long name", figure, figure, figure])
    let row = table.text.split(separator: "\n").last ?? ""
    #expect(row.split(separator: " ").filter { $0 == figure }.count == 3)
    #expect(row.hasPrefix("A client wi…"))
  }

  @Test("text without a break is wrapped at 80 columns, each word kept whole")
  func wrapping() {
    let words = Array(repeating: "Süderquell", count: 40).joined(separator: " ")
    let lines = wrapped(words).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.flatMap { $0.split(separator: " ") }.count == 40)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  S") })
  }
}
