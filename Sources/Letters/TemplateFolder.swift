import Foundation

/// Where layouts and wordings are found: the given folders in order, then the built-in copy.
package struct TemplateFolder: Sendable {
  /// In the order in which they are looked in.
  package let folders: [String]
  private let parseYAML: @Sendable (String) throws -> [String: [String]]

  /// No template is larger; a file beyond it is a mistake.
  package static let bytesMax = 1_000_000

  /// Why a layout or wording cannot be used.
  package enum Failure: Error, Hashable, CustomStringConvertible {
    case missing(name: String, looked: [String])
    case unreadable(path: String)
    /// The file is found, and its contents are wrong; `reason` says how.
    case malformed(path: String, reason: String)

    package var description: String {
      switch self {
      case .missing(let name, let looked):
        "no template \(name); looked in \(looked.joined(separator: ", "))"
      case .unreadable(let path):
        "\(path) cannot be read as UTF-8 text of at most \(TemplateFolder.bytesMax) bytes"
      case .malformed(let path, let reason): "\(path): \(reason)"
      }
    }
  }

  /// `parseYAML` turns a wording file into dotted keys (`reminder.subject`) and their texts; the
  /// caller brings it, because only one module may know YAML.
  package init(
    folders: [String], parseYAML: @escaping @Sendable (String) throws -> [String: [String]]
  ) {
    self.folders = folders
    self.parseYAML = parseYAML
  }

  /// The text of a template and where it was found.
  package func template(named name: String) throws(Failure) -> (text: String, path: String) {
    for folder in folders {
      if let found = try Self.read(folder, name) { return found }
    }
    guard let builtIn = Self.builtIn(name) else {
      throw .missing(name: name, looked: folders + [Self.builtInPlace])
    }
    return (builtIn, "\(Self.builtInPlace)/\(name)")
  }

  /// The wording of the first of the languages that has one, English last.
  ///
  /// A language is a word of documents and settings: only two or three letters name a file, and of
  /// `de-AT` only the `de` is looked at. A business's own file need not be complete: what it lacks
  /// is taken from the built-in one of the language.
  package func wording(for languages: [String]) throws(Failure) -> Wording {
    var looked: [String] = []
    for language in languages.compactMap(Self.code) + ["en"] where !looked.contains(language) {
      looked.append(language)
      if let wording = try wording(in: language) { return wording }
    }
    let names = looked.map { "wording.\($0).yaml" }
    throw .missing(
      name: names.joined(separator: " or "), looked: folders + [Self.builtInPlace])
  }

  /// Whether a folder or the built-in copy has words for letters in a language.
  package func hasWording(in language: String) -> Bool {
    guard let code = Self.code(language) else { return false }
    let name = "wording.\(code).yaml"
    return Self.builtIn(name) != nil
      || folders.contains { FileManager.default.fileExists(atPath: Self.path($0, name)) }
  }

  private func wording(in language: String) throws(Failure) -> Wording? {
    let name = "wording.\(language).yaml"
    var entries: [String: [String]] = [:]
    var path: String?
    if let builtIn = Self.builtIn(name) {
      path = "\(Self.builtInPlace)/\(name)"
      entries = try parse(builtIn, path: path ?? name)
    }
    for folder in folders {
      guard let own = try Self.read(folder, name) else { continue }
      path = own.path
      entries.merge(try parse(own.text, path: own.path)) { $1 }
      break
    }
    guard let path else { return nil }
    do {
      return try Wording(language: language, entries: entries)
    } catch {
      throw .malformed(path: path, reason: "lacks \(error.keys.joined(separator: ", "))")
    }
  }

  private func parse(_ text: String, path: String) throws(Failure) -> [String: [String]] {
    do {
      return try parseYAML(text)
    } catch {
      throw .malformed(path: path, reason: "\(error)")
    }
  }

  /// The language of `de`, `DE`, `de-AT` or `deu`; nil for anything that names none.
  private static func code(_ language: String) -> String? {
    let code = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
    guard (2...3).contains(code.utf8.count), code.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
    else { return nil }
    return code
  }

  private static func path(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// Nil where the folder has no such file.
  private static func read(
    _ folder: String, _ name: String
  ) throws(Failure) -> (text: String, path: String)? {
    let path = Self.path(folder, name)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path), data.count <= bytesMax,
      let text = String(validating: data, as: UTF8.self)
    else { throw .unreadable(path: path) }
    return (text, path)
  }

  /// The languages that letters come in.
  package static let builtInLanguages = ["de", "en", "es", "fr", "it", "nl", "pl"]

  private static let builtInPlace = "the built-in templates"

  private static func builtIn(_ name: String) -> String? {
    let bytes: [UInt8]? =
      switch name {
      case "letter.txt.mustache": PackageResources.letter_txt_mustache
      case "letter.html.mustache": PackageResources.letter_html_mustache
      case "report.html.mustache": PackageResources.report_html_mustache
      case "wording.en.yaml": PackageResources.wording_en_yaml
      case "wording.de.yaml": PackageResources.wording_de_yaml
      case "wording.fr.yaml": PackageResources.wording_fr_yaml
      case "wording.nl.yaml": PackageResources.wording_nl_yaml
      case "wording.es.yaml": PackageResources.wording_es_yaml
      case "wording.it.yaml": PackageResources.wording_it_yaml
      case "wording.pl.yaml": PackageResources.wording_pl_yaml
      default: nil
      }
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }
}
