import Domain
import Foundation
import Letters
import Testing

@Suite("PaymentQR")
struct PaymentQRTests {
  private let account = BankAccount(
    iban: "IE29 AIBK 9311 5212 3456 78", bic: "AIBKIE2D", currency: .euro)

  @Test("the payload has the lines of EPC069-12, version 2")
  func payload() throws {
    let code = try #require(
      PaymentQR(euros(1_234_50), to: account, of: "Köster & Söhne", reference: "2026-0117"))
    #expect(
      code.payload.split(separator: "\n", omittingEmptySubsequences: false) == [
        "BCD", "002", "1", "SCT", "AIBKIE2D", "Köster & Söhne", "IE29AIBK93115212345678",
        "EUR1234.50", "", "", "2026-0117",
      ])
  }

  @Test("there is no code for another currency, a wrong IBAN, nothing or too much")
  func none() {
    let pounds = Money(minorUnits: 1_00, currency: .pound)
    #expect(PaymentQR(pounds, to: account, of: "A", reference: "") == nil)
    #expect(PaymentQR(euros(0), to: account, of: "A", reference: "") == nil)
    #expect(PaymentQR(euros(100_000_000_000), to: account, of: "A", reference: "") == nil)
    let wrong = BankAccount(iban: "IE29AIBK93115212345679", currency: .euro)
    #expect(PaymentQR(euros(1_00), to: wrong, of: "A", reference: "") == nil)
  }

  @Test("a decoder reads what was written", .enabled(if: Self.hasDecoder, "zbarimg is not here"))
  func decoded() throws {
    for cents in [1, 99_99, 1_234_567_89] as [Int64] {
      let code = try #require(
        PaymentQR(euros(cents), to: account, of: "Köster & Söhne GmbH", reference: "RE-1, RE-2"))
      let folder = try TemporaryFolder()
      try folder.write(Self.picture(of: try #require(code.modules())), to: "code.pgm")
      let process = Process()
      process.executableURL = URL(filePath: Self.decoder)
      process.arguments = ["--quiet", "--raw", "-Sbinary", "\(folder.path)/code.pgm"]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let read = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(String(decoding: read, as: UTF8.self) == code.payload)
    }
  }

  private static let decoder = "/usr/bin/zbarimg"
  private static let hasDecoder = FileManager.default.isExecutableFile(atPath: decoder)

  /// A grey picture of the code, four dots a module, with its quiet zone.
  private static func picture(of code: PaymentQR.Modules) -> String {
    let side = (code.width + 8) * 4
    var text = "P2\n\(side) \(side)\n1\n"
    for y in 0..<side {
      for x in 0..<side {
        let (row, column) = (y / 4 - 4, x / 4 - 4)
        let isInside = (0..<code.width).contains(row) && (0..<code.width).contains(column)
        text += isInside && code.isDark(row: row, column: column) ? "0 " : "1 "
      }
      text += "\n"
    }
    return text
  }
}
