import Foundation
import Testing

/// The page of the sample book, as `report` writes it.
private func samplePage(_ program: Program) throws -> String {
  _ = try program("init", "book")
  let settings = program.folder.appendingPathComponent("book/dunlin.yaml")
  try FileManager.default.removeItem(at: settings)
  try FileManager.default.copyItem(atPath: Program.samples + "/dunlin.yaml", toPath: settings.path)
  let day = ["--book", "book", "--as-of", "2026-06-30"]
  _ = try program.run(["import", Program.samples] + day)
  let report = try program.run(["report", "--out", "page.html"] + day)
  #expect(report.status == 0)
  return try String(
    decoding: Data(contentsOf: program.folder.appendingPathComponent("page.html")), as: UTF8.self)
}

@Test("the page loads nothing from elsewhere, runs no script, and its pictures can be read out")
func pageIsSelfContained() throws {
  let program = try Program()
  defer { program.remove() }
  let page = try samplePage(program)
  for word in ["http://", "https://", "<script", "src=", "@import", "url("] {
    #expect(!page.contains(word), "\(word)")
  }
  #expect(page.contains("default-src 'none'"))
  let pictures = page.components(separatedBy: "<svg ").dropFirst()
  #expect(pictures.count == 6)
  #expect(pictures.allSatisfy { $0.contains("role=\"img\"") && $0.contains("<title>") })
  #expect(pictures.allSatisfy { $0.contains("<desc>") })
}

private let browser = ["chromium", "chromium-browser", "google-chrome"].map { "/usr/bin/" + $0 }
  .first { FileManager.default.isExecutableFile(atPath: $0) }

/// What a browser without a window says about a page.
private func browse(_ page: String, width: Int, in program: Program) throws -> String {
  let file = program.folder.appendingPathComponent("page-\(width).html")
  try Data(page.utf8).write(to: file)
  let process = Process()
  process.executableURL = URL(fileURLWithPath: try #require(browser))
  process.arguments = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--user-data-dir=\(program.folder.path)/browser-\(width)", "--enable-logging=stderr",
    "--window-size=\(width),900", "--dump-dom", file.absoluteString,
  ]
  let log = program.folder.appendingPathComponent("browser-\(width).log")
  try Data().write(to: log)
  process.standardError = try FileHandle(forWritingTo: log)
  process.standardOutput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  return try String(decoding: Data(contentsOf: log), as: UTF8.self)
}

@Test(
  "in a browser the page has nothing on its console and fits the screen",
  .enabled(if: browser != nil, "no Chromium here"), arguments: [1280, 390])
func pageInBrowser(width: Int) throws {
  let program = try Program()
  defer { program.remove() }
  let page = try samplePage(program)
  // The page's policy lets nothing be loaded: a request would be an error on the console.
  let plain = try browse(page, width: width, in: program)
  #expect(!plain.contains("CONSOLE"), "\(plain)")
  // A copy without that policy measures itself.
  let policy = try #require(
    page.firstRange(of: /<meta http-equiv="Content-Security-Policy"[^>]*>/))
  let probe = page.replacingCharacters(in: policy, with: "").replacing(
    "</body>",
    with: "<script>const e = document.documentElement;"
      + "console.log('wide by', e.scrollWidth - e.clientWidth, 'of', e.clientWidth > 0)</script>"
      + "</body>")
  let measured = try browse(probe, width: width, in: program)
  #expect(measured.contains("wide by 0 of true"), "\(measured)")
}
