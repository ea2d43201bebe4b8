import ArgumentParser

@main
struct Dunlin: ParsableCommand {
}
