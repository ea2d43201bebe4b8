internal import CPango

/// Pages of a PDF file that are drawn one after another; lengths are in points, from the upper left
/// corner.
@safe final class PDFCanvas {
  private let sink = Sink()
  private let surface: OpaquePointer
  private let cairo: OpaquePointer

  enum Shade {
    case ink, soft, accent, rule, tint, paper

    var rgb: (Double, Double, Double) {
      switch self {
      case .ink: (0.11, 0.15, 0.18)
      case .soft: (0.36, 0.41, 0.46)
      case .accent: (0.12, 0.31, 0.37)
      case .rule: (0.72, 0.76, 0.79)
      case .paper: (1, 1, 1)
      case .tint: (0.945, 0.96, 0.965)
      }
    }
  }

  /// Where the file's bytes go.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  /// Nil where the library has no memory for it.
  init?(width: Double, height: Double) {
    let write: cairo_write_func_t = { target, data, count in
      guard let target = unsafe target, let data = unsafe data else {
        return CAIRO_STATUS_WRITE_ERROR
      }
      let sink = unsafe Unmanaged<Sink>.fromOpaque(target).takeUnretainedValue()
      unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
      return CAIRO_STATUS_SUCCESS
    }
    guard
      let surface = unsafe cairo_pdf_surface_create_for_stream(
        write, Unmanaged.passUnretained(sink).toOpaque(), width, height),
      let cairo = unsafe cairo_create(surface)
    else { return nil }
    unsafe self.surface = surface
    unsafe self.cairo = cairo
    unsafe cairo_set_line_width(cairo, 0.6)
  }

  deinit {
    unsafe cairo_destroy(cairo)
    unsafe cairo_surface_destroy(surface)
  }

  /// What a reader of the file is told of it. `day` is ISO 8601.
  func describe(title: String, author: String, day: String) {
    unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
    unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, author)
    unsafe cairo_pdf_surface_set_metadata(
      surface, CAIRO_PDF_METADATA_CREATE_DATE, "\(day)T00:00:00Z")
  }

  func draw(_ block: Typesetter.Block, x: Double, y: Double, _ shade: Shade = .ink) {
    ink(shade)
    unsafe cairo_move_to(cairo, x + block.indent, y)
    unsafe pango_cairo_show_layout(cairo, block.layout)
  }

  func rule(x: Double, y: Double, width: Double, thickness: Double = 0.6, _ shade: Shade = .rule) {
    fill(x: x, y: y, width: width, height: thickness, shade)
  }

  func fill(x: Double, y: Double, width: Double, height: Double, _ shade: Shade) {
    ink(shade)
    unsafe cairo_rectangle(cairo, x, y, width, height)
    unsafe cairo_fill(cairo)
  }

  /// Fills the cells of a square grid that `isDark` says.
  ///
  /// It goes into the file as a picture of one bit a dot: as rectangles it would be most of what a
  /// page says, and take most of the time. Several dots a cell keep the edges sharp in programs
  /// that smooth what they enlarge.
  func grid(
    x: Double, y: Double, cells: Int, side: Double, isDark: (_ row: Int, _ column: Int) -> Bool
  ) {
    let dots = 4
    let count = Int32(cells * dots)
    guard let mask = unsafe cairo_image_surface_create(CAIRO_FORMAT_A1, count, count),
      let data = unsafe cairo_image_surface_get_data(mask)
    else { preconditionFailure("no memory for a small picture") }
    unsafe cairo_surface_flush(mask)
    let stride = Int(unsafe cairo_image_surface_get_stride(mask))
    // A byte holds two cells; which comes first goes by the machine's order of bytes.
    let halves: [UInt8] = 1.littleEndian == 1 ? [0x0F, 0xF0] : [0xF0, 0x0F]
    for row in 0..<cells {
      for column in 0..<cells where isDark(row, column) {
        for line in 0..<dots {
          unsafe data[(row * dots + line) * stride + column / 2] |= halves[column % 2]
        }
      }
    }
    unsafe cairo_surface_mark_dirty(mask)
    unsafe cairo_save(cairo)
    unsafe cairo_translate(cairo, x, y)
    unsafe cairo_scale(cairo, side / Double(count), side / Double(count))
    let pattern = unsafe cairo_pattern_create_for_surface(mask)
    unsafe cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
    unsafe cairo_set_source_rgb(cairo, 0, 0, 0)
    unsafe cairo_mask(cairo, pattern)
    unsafe cairo_pattern_destroy(pattern)
    unsafe cairo_restore(cairo)
    unsafe cairo_surface_destroy(mask)
  }

  func draw(_ picture: Picture, x: Double, y: Double, height: Double) {
    let scale = height / picture.height
    unsafe cairo_save(cairo)
    unsafe cairo_translate(cairo, x, y)
    unsafe cairo_scale(cairo, scale, scale)
    unsafe cairo_set_source_surface(cairo, picture.surface, 0, 0)
    unsafe cairo_paint(cairo)
    unsafe cairo_restore(cairo)
  }

  private func ink(_ shade: Shade) {
    let (red, green, blue) = shade.rgb
    unsafe cairo_set_source_rgb(cairo, red, green, blue)
  }

  func endPage() { unsafe cairo_show_page(cairo) }

  /// The whole file. Nothing can be drawn after it.
  func finish() -> [UInt8] {
    unsafe cairo_surface_finish(surface)
    return sink.bytes
  }
}
