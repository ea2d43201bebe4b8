/// Folders outside the book where templates are looked for.
package struct TemplatePlaces: Sendable {
  /// Takes precedence over the book's own folder.
  package var override: String?
  /// Asked after the book's own folder, in this order; the templates built in come last.
  package var shared: [String]

  package init(override: String? = nil, shared: [String] = []) {
    self.override = override
    self.shared = shared
  }
}
