import Domain
import Foundation
import Support
import Testing

@testable import Documents

@Suite("text formats of banks")
struct BankTextTests {
  @Test("each sample holds what a person reads in it", arguments: bankTextSamples)
  func samples(sample: BankTextSample) throws {
    let contents = BankTextSample.read(sample.file, try sample.bytes)
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.statements.map(BankTextSample.row) == sample.statements)
    #expect(contents.statements.flatMap(\.lines).map(BankTextSample.row) == sample.movements)
    #expect(contents.statements.allSatisfy { $0.format == sample.format })
    #expect(contents.flaws == [])
  }

  @Test("each sample has its table")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: packageFolder + "/Samples/Formats")
    #expect(
      Set(files.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".ofx") })
        == Set(bankTextSamples.map(\.file)))
  }

  @Test("the name does not matter, nor how lines end, nor the encoding", arguments: bankTextSamples)
  func disguised(sample: BankTextSample) throws {
    let bytes = try sample.bytes
    let text = Array(String(decoding: bytes.asUTF8, as: UTF8.self).utf8)
    let lineFeeds = text.filter { $0 != 0x0D }
    let returns = text.filter { $0 != 0x0A }
    for other in [text, lineFeeds, returns, [0xEF, 0xBB, 0xBF] + text] {
      var business = BankTextSample.business
      if sample.format == .qif { business.accounts.removeAll { $0.currency != .dollar } }
      let contents = DocumentReader(business: business)
        .read(SourceFile(path: "export", bytes: other))
      #expect(contents.faults.map(\.message) == [])
      #expect(contents.statements.flatMap(\.lines).map(BankTextSample.row) == sample.movements)
    }
  }

  @Test("a file without an ending that tells is found in a folder", arguments: bankTextSamples)
  func found(sample: BankTextSample) throws {
    let folder = try TemporaryFolder()
    for name in ["export.txt", "export", sample.file] {
      let path = folder.path + "/" + name
      try Data(try sample.bytes).write(to: URL(fileURLWithPath: path))
    }
    let files = SourceFolder([folder.path], mappings: []).files
    #expect(files.count == Set(["export.txt", "export", sample.file]).count)
  }

  /// Sums of the movements by currency.
  private static func sums(_ statements: [BankStatement]) -> [Currency: Int64] {
    statements.flatMap(\.lines).reduce(into: [:]) {
      $0[$1.amount.currency, default: 0] += $1.amount.minorUnits
    }
  }

  @Test("a file that is cut at any line is read in bounds, and says so", arguments: bankTextSamples)
  func truncated(sample: BankTextSample) throws {
    let whole = try sample.bytes
    let full = BankTextSample.read(sample.file, whole)
    let known = Set(full.statements.map { "\($0.account) \($0.lines.map(BankTextSample.row))" })
    for end in whole.indices where whole[end] == 0x0A {
      let contents = BankTextSample.read(sample.file, Array(whole[...end]))
      #expect(contents.flaws == [])
      guard contents.faults.isEmpty, sample.format != .qif else { continue }
      // What ends between two statements is whole.
      for statement in contents.statements {
        let row = "\(statement.account) \(statement.lines.map(BankTextSample.row))"
        #expect(known.contains(row), "cut at byte \(end)")
      }
    }
  }

  @Test(
    "a file with a byte changed never gives a wrong sum without a word", arguments: bankTextSamples)
  func flipped(sample: BankTextSample) throws {
    let whole = try sample.bytes
    let sums = Self.sums(BankTextSample.read(sample.file, whole).statements)
    let masks: [UInt8] = [0x01, 0x02, 0x04, 0x10, 0x40]
    // Each third byte; all of them where there is time, as in a search for faults.
    let isThorough = ProcessInfo.processInfo.environment["DUNLIN_ALL_BYTES"] != nil
    for place in stride(from: 0, to: whole.count, by: isThorough ? 1 : 3) {
      var bytes = whole
      bytes[place] ^= masks[place % masks.count]
      let contents = BankTextSample.read(sample.file, bytes)
      #expect(contents.flaws == [], "byte \(place)")
      let isWrong = contents.faults.isEmpty && Self.sums(contents.statements) != sums
      #expect(!isWrong || !sample.isProven, "byte \(place)")
    }
  }
}
