import Domain
import GRDB
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The paper trail: entries chained by SHA-256, each to the one before, over a salted digest of
/// what it is about.
///
/// An entry seals the rows of one subject: a file with all it brought, what its bank lines were
/// matched with, an event, a decision, a notice, a client. When they change lawfully, a later entry
/// seals them anew, and the latest one of a subject is what its rows are checked against. So data
/// can be removed (`forget`) without breaking the chain: the earlier entry stays, but its salt
/// goes, so that nobody can find out by trying what it was about.
struct Journal {
  enum Kind: String, CaseIterable {
    /// The subject is the number of a source file.
    case file = "import"
    /// The subject is the number of a source file with bank lines.
    case match
    case event
    case decision
    case notice
    /// A mail, once it was sent, refused, or nobody knows.
    case message
    case client
    /// The subject is the number of an import.
    case undo
    /// The subject is a client.
    case forget
    /// What a list said of clients; the subject is the number of its file.
    case facts
    /// A merge or split of clients.
    case move
  }

  static func chained(
    after last: Digest, _ number: Int64, _ day: String, _ kind: String, _ subject: Int64,
    _ digest: Digest
  ) -> Digest {
    var hash = SHA256()
    // Piece by piece: to put them together first takes longer than the digest.
    hash.feed(last)
    for piece in ["\(number)", day, kind, "\(subject)"] {
      hash.feed("\n")
      hash.feed(piece)
    }
    hash.feed("\n")
    hash.feed(digest)
    return hash.digest()
  }

  /// What the first entry is chained to.
  static let start = Digest()

  static func newSalt() -> String {
    let (first, second) = randomness.withLock { $0.next() }
    return unsafe withUnsafeBytes(of: (first, second)) { unsafe String(hex: $0) }
  }

  private static let randomness = Mutex(Randomness())

  /// The system's random numbers by the dozen: asking for each took more than the digest.
  private struct Randomness {
    private var numbers = [UInt64](repeating: 0, count: 32)
    private var used = 32

    mutating func next() -> (UInt64, UInt64) {
      if used == numbers.count {
        let isFilled = unsafe numbers.withUnsafeMutableBytes { buffer in
          guard let start = buffer.baseAddress else { return false }
          return unsafe getentropy(start, buffer.count) == 0
        }
        if !isFilled {
          var random = SystemRandomNumberGenerator()
          for place in numbers.indices { numbers[place] = random.next() }
        }
        used = 0
      }
      used += 2
      return (numbers[used - 2], numbers[used - 1])
    }
  }
}

extension Database {
  /// Adds an entry for a subject, unless its latest one already says what its rows say now.
  func seal(_ kind: Journal.Kind, _ subject: Int64, on day: Day) throws {
    try Sealer(self, kind).seal(CollectionOfOne(subject), on: day)
  }

  /// Takes the salts of all entries of a subject but the latest, so that they cannot be tried.
  func forgetSalts(_ kind: Journal.Kind, _ subject: Int64) throws {
    try run(
      """
      UPDATE journal SET salt = NULL WHERE kind = ?1 AND subject = ?2 AND id <
        (SELECT MAX(id) FROM journal WHERE kind = ?1 AND subject = ?2)
      """, [kind.rawValue, subject])
  }
}
