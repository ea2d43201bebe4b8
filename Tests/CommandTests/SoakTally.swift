/// What a soak did, and how often the program was wrong.
struct SoakTally: CustomStringConvertible {
  var (commands, killed, together, answers, letters) = (0, 0, 0, 0, 0)
  var (backups, restored, undone, wrong) = (0, 0, 0, 0)

  static func += (a: inout SoakTally, b: SoakTally) {
    a.commands += b.commands
    a.killed += b.killed
    a.together += b.together
    a.answers += b.answers
    a.letters += b.letters
    a.backups += b.backups
    a.restored += b.restored
    a.undone += b.undone
    a.wrong += b.wrong
  }

  var description: String {
    "\(commands) commands, \(killed) killed, \(together) with two at once, \(answers) answers "
      + "compared, \(letters) letters, \(backups) backups, \(restored) restored, \(undone) "
      + "imports taken back, \(wrong) wrong"
  }
}
