import Domain

@testable import Documents

/// What a person reads in each file of `Samples/Formats`.
let bankTextSamples: [BankTextSample] = [
  BankTextSample(
    file: "mt940-de.sta", format: .mt940,
    statements: [
      "DE43200305000000471100 | 1000.00 | 1757.80",
      "200305000000471199 | -5.00 | -5.00",
    ],
    movements: [
      """
      2026-01-02 | 714.00 EUR | Möwenfels Gartenbau GmbH & Co. KG | \
      DE50370400440999000123 | RG-2025-118 | Rechnung RG-2025-118 Vielen Dank für die \
      gute Arbeit
      """,
      """
      2026-01-02 | -119.00 EUR | Hausverwaltung Siel | DE12500105170648489890 |  | Miete \
      Januar
      """,
      """
      2026-01-05 | -87.50 EUR | Kittiwake Kontor | DE50370400440999000123 | DD-2025-77 | \
      Rueckgabe RG-2025-77 IBAN gesperrt | back
      """,
      "2026-01-05 | 12.30 EUR |  |  |  | Entgelt erstattet",
      "2026-01-05 | 238.00 EUR | Seepocke Verlag | AT611904300234573201 |  | RG-2025-120",
    ]),
  BankTextSample(
    file: "mt940-nl.940", format: .mt940,
    statements: [
      "NL86TERN0123456789 | 500.00 | 1964.50"
    ],
    movements: [
      """
      2026-06-10 | 1210.00 EUR | GEMEENTE ZUIDERQUELLE | NL87GULL0417164300 | PO-7781 | \
      FACTUUR 2026/031 EN 2026/032
      """,
      """
      2026-06-10 | -60.50 EUR | DE TAPUIT BV | NL33DUNE0300065264 | INC-31 | INCASSO \
      2026-0311 | back
      """,
      """
      2026-06-10 | 333.00 EUR | WADLOPER VOF | NL87GULL0417164300 | K-55 + \
      9001123456789012 | 9001123456789012
      """,
      "2026-06-10 | -18.00 EUR |  |  |  | KOSTEN PAKKET JUNI TWEEDE REGEL",
    ]),
  BankTextSample(
    file: "mt940-pl.sta", format: .mt940,
    statements: [
      "PL22109024020000000614268801 | 1000.00 | 5500.00"
    ],
    movements: [
      """
      2026-06-15 | 4512.34 PLN | Rybitwa Sp. z o.o. | PL27114020040000300201355387 | \
      2606150000000012 | Faktura FV/2026/06/018 z dnia 1 czerwca Rybitwa Sp. z o.o. ul. \
      Morska 3 80-001 Gdańsk
      """,
      "2026-06-16 | -12.34 PLN |  |  | 2606160000000013 | Opłata za prowadzenie rachunku",
    ]),
  BankTextSample(
    file: "mt940-swift.fin", format: .mt940,
    statements: [
      "GB29TERN60161355501234567 | 10000.00 | 10960.00"
    ],
    movements: [
      """
      2026-06-02 | 960.00 USD |  |  | INV-3001 | PAYMENT FROM HARROW BAY FOODS LLC REF \
      INV-3001 LESS CHARGES OF THE CORRESPONDENT BANK
      """,
      "2026-06-03 | 500.00 USD |  |  |  | KELP AND COBBLE SARL INV-3002",
      "2026-06-04 | -500.00 USD |  |  |  | REVERSAL OF FT26154 | back",
    ]),
  BankTextSample(
    file: "mt942.sta", format: .mt940,
    statements: [
      "DE43200305000000471100 | none | none"
    ],
    movements: [
      """
      2026-06-30 | 100.00 EUR | Möwenfels Gartenbau | DE50370400440999000123 | E-900 | \
      RG-2026-900 | notice
      """,
      "2026-06-30 | -40.00 EUR | Autohaus Bake |  |  | Leasing | notice",
    ]),
  BankTextSample(
    file: "coda.cod", format: .coda,
    statements: [
      "BE68539007547034 | 1000.00 | 1393.00"
    ],
    movements: [
      """
      2026-06-30 | 242.00 EUR | DE STRANDLOPER BV | BE40001628840063 | 202600070116 + \
      E2E-701 | +++202/6000/70116+++ Zeedijk 4
      """,
      """
      2026-06-30 | -50.00 EUR | PAPIERHANDEL RUITER | BE35363047122337 |  | FACTUUR \
      2026-0702 EN 2026-0703 MET DANK VOOR DE SNELLE LEVERING
      """,
      "2026-06-30 | 180.00 EUR | STEENLOPER NV | BE40001628840063 | DD-704 | 2026-0704",
      "2026-06-30 | 120.00 EUR | LEPELAAR BV | BE35363047122337 | DD-705 | 2026-0705",
      "2026-06-30 | -99.00 EUR | STEENLOPER NV | BE40001628840063 | DD-698 | 2026-0698 | back",
    ]),
  BankTextSample(
    file: "cfonb.txt", format: .cfonb,
    statements: [
      "FR7630999012340001234567868 | 1520.50 | 2974.00"
    ],
    movements: [
      """
      2026-06-30 | 1199.00 EUR | BERNACHE SA |  | VR-88 + E2E-311 | VIR SEPA RECU \
      BERNACHE SA FACTURE F-2026-311 RÈGLEMENT MERCI
      """,
      """
      2026-06-30 | -245.50 EUR | COURLIS SARL |  |  | PRLV IMPAYE COURLIS SARL F-2026-298 \
      PROVISION INSUFFISANTE | back
      """,
      "2026-06-30 | 500.00 EUR | ULTIMATE PAYER INC |  |  | VIR INTERNATIONAL",
    ]),
  BankTextSample(
    file: "norma43.n43", format: .norma43,
    statements: [
      "ES2329990418450200051332 | 2500.00 | 3911.40"
    ],
    movements: [
      """
      2026-06-10 | 605.00 EUR |  |  | FRA 2026/0044 | TRANSFERENCIA DE GAVIOTA S DEL SUR \
      SA FACTURA 2026/0044
      """,
      "2026-06-12 | -181.50 EUR |  |  |  | DEVOLUCION ADEUDO RECIBO 2026/0031 | back",
      "2026-06-15 | -12.10 EUR |  |  |  | COMISION DEVOLUCION RECIBO 2026/0031",
      "2026-06-20 | 1000.00 EUR |  |  |  | ABONO EXTRANJERO OSPREY LTD INV 0045",
    ]),
  BankTextSample(
    file: "bai2.bai", format: .bai2,
    statements: [
      "0009155512345 | 10000.00 | 12925.00"
    ],
    movements: [
      "2026-06-30 | 1190.00 USD |  |  | INV-5001 | ACH CREDIT SANDERLING SUPPLY CO",
      "2026-06-30 | 2500.00 USD |  |  |  | INCOMING WIRE ORIG:DOWITCHER LLC INV-5002",
      "2026-06-30 | -450.00 USD |  |  |  | RETURNED ACH ITEM R01 | back",
      "2026-06-30 | -15.00 USD |  |  |  | RETURN ITEM FEE",
      "2026-06-30 | -300.00 USD |  |  | 1044 | CHECK PAID",
    ]),
  BankTextSample(
    file: "bank.qif", format: .qif,
    statements: [
      "GB29TERN60161355501234567 | 1000.00 | none"
    ],
    movements: [
      "2026-07-01 | -45.10 USD | Post Office |  |  | Post Office Stamps",
      """
      2026-07-13 | 1190.00 USD | Sanderling Supply Co |  |  | Sanderling Supply Co \
      Invoice INV-5003
      """,
      """
      2026-07-14 | -1190.00 USD | SANDERLING SUPPLY CO |  |  | SANDERLING SUPPLY CO \
      DEPOSITED ITEM RETURNED INV-5003 | back
      """,
    ], isProven: false),
  BankTextSample(
    file: "bgmax.txt", format: .giro,
    statements: [
      "SE9450000005839825746610 | none | none"
    ],
    movements: [
      "2026-06-30 | 1250.00 SEK | STRANDSKATA AB |  | 65099 |  | notice",
      """
      2026-06-30 | 800.00 SEK | ÅSA TÄRNA TRYCKERI | 3783511 | 65107 | FAKTURA 2026-17 \
      OCH 2026-18 | notice
      """,
      "2026-06-30 | -50.00 SEK |  |  | 65081 |  | back | notice",
    ]),
  BankTextSample(
    file: "ocr-giro.txt", format: .giro,
    statements: [
      "NO1060110512345 | none | none"
    ],
    movements: [
      "2026-06-30 | 1190.00 NOK |  | 97101234567 | 2026000131 |  | notice",
      "2026-06-30 | 500.00 NOK |  |  | 2026000149 | Faktura 2026-14 Tjeld AS | notice",
      "2026-06-30 | -10.00 NOK |  | 97101234567 | 2026000131 |  | back | notice",
    ]),
  BankTextSample(
    file: "viitemaksut.ktl", format: .giro,
    statements: [
      "FI4950009420028730 | none | none"
    ],
    movements: [
      "2026-06-30 | 248.00 EUR | MERIHARAKKA |  | 1232 |  | notice",
      "2026-06-30 | 99.20 EUR | KARIKUKKO OY |  | 13 |  | notice",
      "2026-06-30 | -248.00 EUR | MERIHARAKKA |  | 1232 |  | back | notice",
    ]),
  BankTextSample(
    file: "betalingsservice.txt", format: .giro,
    statements: [
      "DK5000400440116243 | none | none", "DK5000400440116243 | none | none",
    ],
    movements: [
      "2026-06-30 | 375.00 DKK |  |  | 2026117 |  | notice",
      "2026-06-30 | -100.00 DKK |  |  | 2026090 |  | back | notice",
      "2026-06-30 | 450.00 DKK |  |  | 2026119 |  | notice",
    ], isProven: false),
]
