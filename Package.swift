// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]
let callsC: [SwiftSetting] = strict + [.strictMemorySafety()]
// The parser's callbacks touch one object a million times a second; the checks that no two
// accesses overlap cost a tenth of it and guard what a single thread cannot do.
let unchecked: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "dunlin",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "dunlin", targets: ["dunlin"]),
    .executable(name: "dunlin-bench", targets: ["dunlin-bench"]),
    .executable(name: "dunlin-read", targets: ["dunlin-read"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(
      name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
    .systemLibrary(name: "CQPDF", pkgConfig: "libqpdf", providers: [.apt(["libqpdf-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
    .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CSQLiteSetup"),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(
      name: "CPango", pkgConfig: "pangocairo",
      providers: [.apt(["libpango1.0-dev"])]),

    .target(
      name: "Domain",
      resources: [
        .embedInCode("Tables/currencies.tsv"), .embedInCode("Tables/holidays.tsv"),
        .embedInCode("Tables/limitation.tsv"),
      ],
      swiftSettings: strict),
    .target(
      name: "Documents",
      dependencies: [
        "Domain", "CArchive", "CGMime", "CLibXML2", "CNettle", "CQPDF", "CZlib",
      ],
      resources: [
        .embedInCode("Tables/csv-dialects.tsv"), .embedInCode("Tables/csv-words.tsv"),
        .embedInCode("Tables/return-words.tsv"), .embedInCode("Tables/state-words.tsv"),
        .embedInCode("Tables/term-words.tsv"),
      ],
      swiftSettings: callsC + unchecked),
    .target(
      name: "Originals", dependencies: ["Domain", "Documents", "CArchive", "CLZ4"],
      swiftSettings: callsC + unchecked),
    .target(
      name: "Validation", dependencies: ["Domain", "Documents"],
      resources: [
        .embedInCode("Tables/wording.tsv"), .embedInCode("Tables/code-lists.tsv"),
        .embedInCode("Tables/outside-the-model.tsv"),
        .embedInCode("Tables/cii-outside-the-model.tsv"), .embedInCode("Tables/cii-wording.tsv"),
        .embedInCode("Tables/peppol-wording.tsv"), .embedInCode("Tables/peppol-codes.tsv"),
        .embedInCode("Tables/xrechnung-wording.tsv"),
      ],
      swiftSettings: strict + unchecked),
    .target(name: "Accounting", dependencies: ["Domain"], swiftSettings: strict),
    .target(name: "Matching", dependencies: ["Domain", "Accounting"], swiftSettings: strict),
    .target(
      name: "LedgerStore",
      dependencies: [
        "Domain", "Accounting", "Matching", "CNettle", "CSQLiteSetup", grdb, sqlite,
      ],
      swiftSettings: callsC),
    .target(
      name: "Chasing", dependencies: ["Domain"],
      resources: [
        .embedInCode("Tables/statutory-rates.tsv"), .embedInCode("Tables/moving-rates.tsv"),
        .embedInCode("Tables/late-laws.tsv"), .embedInCode("Tables/refused-laws.tsv"),
      ],
      swiftSettings: strict),
    .target(name: "Forecasting", dependencies: ["Domain"], swiftSettings: strict),
    .target(name: "Financing", dependencies: ["Domain"], swiftSettings: strict),
    .target(
      name: "Letters", dependencies: ["Domain", "Chasing", "CQREncode", mustache],
      resources: [
        .embedInCode("../../Templates/letter.txt.mustache"),
        .embedInCode("../../Templates/letter.html.mustache"),
        .embedInCode("../../Templates/report.html.mustache"),
        .embedInCode("../../Templates/wording.en.yaml"),
        .embedInCode("../../Templates/wording.de.yaml"),
        .embedInCode("../../Templates/wording.es.yaml"),
        .embedInCode("../../Templates/wording.fr.yaml"),
        .embedInCode("../../Templates/wording.it.yaml"),
        .embedInCode("../../Templates/wording.nl.yaml"),
        .embedInCode("../../Templates/wording.pl.yaml"),
      ],
      swiftSettings: callsC),
    .target(
      name: "Printing", dependencies: ["Domain", "Letters", "CPango"], swiftSettings: callsC),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "Mailing", dependencies: ["Domain", "CCurl"], swiftSettings: callsC),
    .target(
      name: "Reporting",
      dependencies: ["Domain", "Chasing", "Forecasting", "Financing", mustache],
      swiftSettings: strict),
    .target(
      name: "Settings",
      dependencies: ["Domain", "Chasing", "Forecasting", "Financing", "Mailing", yams],
      swiftSettings: strict),
    .target(
      name: "Bookkeeping",
      dependencies: [
        "Domain", "Documents", "Validation", "LedgerStore", "Chasing", "Forecasting", "Financing",
        "Letters", "Mailing", "Originals", "Printing", "Reporting", "Settings",
      ],
      resources: [.embedInCode("../../Templates/dunlin.yaml")],
      swiftSettings: strict),
    .executableTarget(
      name: "dunlin",
      dependencies: [
        "Bookkeeping", "Domain", "Documents", "Validation", "LedgerStore", "Chasing", "Forecasting",
        "Financing",
        "Letters", "Mailing", "Originals", "Printing", "Reporting", "Settings", argumentParser,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "dunlin-bench",
      dependencies: [
        "Chasing", "Domain", "Financing", "Forecasting", "Letters", "Printing", "Settings",
        "Support",
      ], swiftSettings: strict),
    .executableTarget(
      name: "dunlin-read", dependencies: ["Documents", "Domain"], swiftSettings: strict),

    .target(
      name: "Support", dependencies: ["Domain"], path: "Tests/Support", swiftSettings: strict),
    .testTarget(
      name: "ValidationTests", dependencies: ["Validation", "Documents", "Domain", "Support"],
      swiftSettings: strict),
    .testTarget(name: "DomainTests", dependencies: ["Domain", "Support"], swiftSettings: strict),
    .testTarget(
      name: "DocumentsTests",
      dependencies: ["Domain", "Documents", "LedgerStore", "Settings", "Support"],
      swiftSettings: strict),
    .testTarget(
      name: "OriginalsTests", dependencies: ["Documents", "Domain", "Originals", "Support"],
      swiftSettings: strict),
    .testTarget(
      name: "SettingsTests",
      dependencies: ["Domain", "Chasing", "Financing", "Forecasting", "Settings"],
      swiftSettings: strict),
    .testTarget(
      name: "FinancingTests", dependencies: ["Domain", "Financing", "Support"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Domain", "Financing", "Forecasting", "Reporting", "Support"],
      swiftSettings: strict),
    .testTarget(
      name: "ChasingTests", dependencies: ["Domain", "Chasing", "Support"],
      exclude: ["Examples"], swiftSettings: strict),
    .testTarget(
      name: "LettersTests", dependencies: ["Domain", "Chasing", "Letters", yams],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "MailingTests", dependencies: ["Domain", "Mailing", "Support"],
      swiftSettings: strict),
    .testTarget(
      name: "PrintingTests", dependencies: ["Domain", "Letters", "Printing", "Support", yams],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerStoreTests",
      dependencies: ["Accounting", "Documents", "Domain", "LedgerStore", "Support", grdb],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "MatchingTests", dependencies: ["Domain", "Matching", "Support"],
      swiftSettings: strict),
    .testTarget(
      name: "BookkeepingTests",
      dependencies: [
        "Bookkeeping", "Chasing", "Domain", "LedgerStore", "Letters", "Reporting", "Settings",
        "Support",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["dunlin", "Domain", "Support"],
      exclude: ["Exports/Files", "Golden"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
    .testTarget(
      name: "ForecastingTests", dependencies: ["Domain", "Forecasting", "Support"],
      swiftSettings: strict),
  ]
)

// `Scripts/fuzz` alone builds these, with the sanitizers they need.
if Context.environment["DUNLIN_FUZZ"] != nil {
  package.targets += ["UBL", "CSV", "Camt", "CII", "PDF", "Sheet", "Text"].map { kind in
    .executableTarget(
      name: "fuzz-\(kind.lowercased())",
      dependencies: ["Documents", "Domain", "Support", "Validation"], path: "Tests/Fuzz/\(kind)",
      swiftSettings: strict)
  }
}
