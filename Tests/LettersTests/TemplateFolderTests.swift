import Domain
import Letters
import Testing

@Suite("TemplateFolder")
struct TemplateFolderTests {
  @Test("the first folder that has a template wins over later ones and the built-in copy")
  func order() throws {
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    let templates = Sample.templates([first.path, second.path])
    try second.write("second", to: "letter.txt.mustache")
    #expect(try templates.template(named: "letter.txt.mustache").text == "second")
    try first.write("first", to: "letter.txt.mustache")
    let found = try templates.template(named: "letter.txt.mustache")
    #expect(found.text == "first")
    #expect(found.path == "\(first.path)/letter.txt.mustache")
  }

  @Test("a language has words by a file of any folder, or built in")
  func hasWording() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "wording.sv.yaml")
    for (language, expected) in [("sv", true), ("de-AT", true), ("fi", false), ("", false)] {
      #expect(Sample.templates([folder.path]).hasWording(in: language) == expected, "\(language)")
    }
  }

  @Test("without a folder the built-in copy serves")
  func builtIn() throws {
    let templates = Sample.templates(["/no/such/folder"])
    #expect(try templates.template(named: "letter.html.mustache").text.hasPrefix("<!DOCTYPE html>"))
  }

  @Test("a missing template's error lists every place looked in")
  func missing() {
    let failure = #expect(throws: TemplateFolder.Failure.self) {
      try Sample.templates(["/a", "/b"]).template(named: "nothing.mustache")
    }
    let expected = "no template nothing.mustache; looked in /a, /b, the built-in templates"
    #expect(failure?.description == expected)
  }

  @Test(
    "an unknown language falls back to the house's, then to English",
    arguments: [
      (["de", "en"], "de"), (["xx", "de"], "de"), (["xx"], "en"), (["DE-AT"], "de"), ([""], "en"),
      (["../../etc/de", "/de", "e"], "en"),
    ])
  func fallback(languages: [String], expected: String) throws {
    #expect(try Sample.templates().wording(for: languages).language == expected)
  }

  @Test("a house's own wording need only hold what differs")
  func partial() throws {
    let folder = try TemporaryFolder()
    try folder.write("reminder:\n  title: Ahoy\n", to: "wording.en.yaml")
    let wording = try Sample.templates([folder.path]).wording(for: ["en"])
    #expect(try wording.text("reminder.title") == "Ahoy")
    #expect(try wording.text("second.title") == "Second reminder")
  }

  @Test("a wording file of a new language must be complete, and its error names the file")
  func newLanguage() throws {
    let folder = try TemporaryFolder()
    try folder.write("reminder:\n  title: Ahoj\n", to: "wording.cs.yaml")
    let failure = #expect(throws: TemplateFolder.Failure.self) {
      try Sample.templates([folder.path]).wording(for: ["cs"])
    }
    #expect(failure?.description.contains("\(folder.path)/wording.cs.yaml: lacks ") == true)
  }

  @Test("a layout that does not compile is an error that names the file")
  func malformed() throws {
    let folder = try TemporaryFolder()
    try folder.write("{{#open}}", to: "letter.txt.mustache")
    let failure = #expect(throws: TemplateFolder.Failure.self) {
      try Sample.stationery(folders: [folder.path])
    }
    #expect(failure?.description.hasPrefix("\(folder.path)/letter.txt.mustache: ") == true)
  }

  @Test("a file that is no UTF-8 text or too large is refused")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      String(repeating: "x", count: TemplateFolder.bytesMax + 1), to: "letter.txt.mustache")
    #expect(
      throws: TemplateFolder.Failure.unreadable(path: "\(folder.path)/letter.txt.mustache")
    ) {
      try Sample.stationery(folders: [folder.path])
    }
  }
}
