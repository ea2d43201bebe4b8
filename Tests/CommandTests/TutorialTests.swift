import Foundation
import Testing

/// What the documentation shows: files to write and commands with what they print.
private struct Walk {
  enum Step {
    case file(name: String, text: String)
    case command(String, prints: [Substring])
  }

  var steps: [Step] = []

  init(_ document: String) throws {
    let url = Program.root.appendingPathComponent("Documentation/\(document)")
    let parts = try String(decoding: Data(contentsOf: url), as: UTF8.self)
      .components(separatedBy: "```")
    #expect(parts.count % 2 == 1, "a block of \(document) is not closed")
    for block in stride(from: 1, to: parts.count, by: 2).map({ parts[$0] }) {
      let lines = block.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      let head = lines[0].split(separator: " ", maxSplits: 1)
      if head.count == 2 {
        steps.append(
          .file(name: String(head[1]), text: lines.dropFirst().joined(separator: "\n") + "\n"))
      } else if head == ["console"] {
        add(lines.dropFirst())
      }
    }
  }

  private mutating func add(_ lines: ArraySlice<Substring>) {
    var command: Substring?
    var prints: [Substring] = []
    for line in lines + ["$ "] {
      guard line.hasPrefix("$ ") else {
        prints.append(line)
        continue
      }
      if let command { steps.append(.command(String(command), prints: prints)) }
      (command, prints) = (line.dropFirst(2), [])
    }
  }
}

/// Whether lines are those expected, where `…` stands for any number of them.
private func agrees(_ lines: ArraySlice<Substring>, _ expected: ArraySlice<Substring>) -> Bool {
  guard let first = expected.first else { return lines.isEmpty }
  if first == "…" {
    return (lines.startIndex...lines.endIndex).contains {
      agrees(lines[$0...], expected.dropFirst())
    }
  }
  return lines.first == first && agrees(lines.dropFirst(), expected.dropFirst())
}

@Test("the tutorial can be followed word by word, and prints what it shows")
func tutorial() throws {
  let program = try Program()
  defer { program.remove() }
  var commands = 0
  for step in try Walk("Tutorial.md").steps {
    switch step {
    case .file(let name, let text): try program.write(text, to: name)
    case .command(let command, let expected):
      let printed = try shell(command, in: program.folder)
      var lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
      if lines.last == "" { lines.removeLast() }
      #expect(agrees(lines[...], expected[...]), "$ \(command)\n\(printed)")
      commands += 1
    }
  }
  #expect(commands > 8)
}

@Test("systemd takes the units of the documentation")
func units() throws {
  let program = try Program()
  defer { program.remove() }
  var names: [String] = []
  for case .file(let name, let text) in try Walk("EveryDay.md").steps {
    try program.write(text, to: name)
    names.append(name)
  }
  #expect(names == ["dunlin.service", "dunlin.timer"])
  let verify = "/usr/bin/systemd-analyze"
  guard FileManager.default.isExecutableFile(atPath: verify) else { return }
  let said = try shell(
    "\(verify) --user verify ./dunlin.timer ./dunlin.service", in: program.folder)
  // The program itself is not installed where the tests run.
  let faults = said.split(separator: "\n").filter {
    $0.contains("dunlin.") && !$0.contains("not executable") && !$0.contains("bus")
  }
  #expect(faults.isEmpty, "\(said)")
}

/// What a command prints, with the program on the path.
private func shell(_ command: String, in folder: URL) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/bin/sh")
  process.arguments = ["-c", command]
  process.currentDirectoryURL = folder
  let bin = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
  process.environment = ["PATH": "\(bin):/usr/bin:/bin", "TZ": "UTC", "HOME": folder.path]
  let output = Pipe()
  process.standardOutput = output
  process.standardError = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}
