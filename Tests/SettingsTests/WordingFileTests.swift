import Settings
import Testing

@Suite("WordingFile")
struct WordingFileTests {
  @Test("keys are joined by dots, each with its paragraphs")
  func entries() throws {
    let entries = try wordingEntries(
      yaml: "reminder:\n  subject: A\n  paragraphs: [B, C]\nclosing: D\n")
    #expect(
      entries == ["reminder.subject": ["A"], "reminder.paragraphs": ["B", "C"], "closing": ["D"]])
  }

  @Test("an empty file has no entries, and no YAML is an error")
  func edges() throws {
    #expect(try wordingEntries(yaml: "").isEmpty)
    #expect(throws: (any Error).self) { try wordingEntries(yaml: "a: [") }
  }
}
