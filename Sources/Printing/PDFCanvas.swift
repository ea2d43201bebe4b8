internal import CPango

/// Pages of a PDF file that are drawn one after another; lengths are in points, from the upper left
/// corner.
///
/// Text is shaped once, as a `Block`, and can then be measured and drawn.
@safe final class PDFCanvas {
  private let sink = Sink()
  private let surface: OpaquePointer
  private let cairo: OpaquePointer
  private let context: OpaquePointer
  private var fonts: [Style: Font] = [:]
  private var images: [String: Image] = [:]

  struct Style: Hashable {
    var size: Double
    var isBold = false
    var isMonospaced = false
  }

  enum Alignment {
    case left, right
  }

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

  /// A paragraph in lines, ready to be drawn.
  @safe final class Block {
    fileprivate let layout: OpaquePointer
    let width: Double
    let height: Double

    fileprivate init(layout: OpaquePointer) {
      unsafe self.layout = layout
      var (width, height): (Int32, Int32) = (0, 0)
      unsafe pango_layout_get_size(layout, &width, &height)
      self.width = Double(width) / Double(PANGO_SCALE)
      self.height = Double(height) / Double(PANGO_SCALE)
    }

    deinit { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) }
  }

  /// A picture and its own measures, in its own units.
  @safe final class Image {
    fileprivate let surface: OpaquePointer
    let width: Double
    let height: Double

    fileprivate init?(path: String) {
      guard let surface = unsafe cairo_image_surface_create_from_png(path) else { return nil }
      unsafe self.surface = surface
      width = Double(unsafe cairo_image_surface_get_width(surface))
      height = Double(unsafe cairo_image_surface_get_height(surface))
      guard unsafe cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, width > 0, height > 0
      else { return nil }
    }

    deinit { unsafe cairo_surface_destroy(surface) }
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
      let cairo = unsafe cairo_create(surface),
      let context = unsafe pango_cairo_create_context(cairo)
    else { return nil }
    unsafe self.surface = surface
    unsafe self.cairo = cairo
    unsafe self.context = context
    unsafe pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
    // Paper has no pixels that letters would have to be moved to.
    unsafe pango_context_set_round_glyph_positions(context, 0)
    let options = unsafe cairo_font_options_create()
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe pango_cairo_context_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
    unsafe cairo_set_line_width(cairo, 0.6)
  }

  deinit {
    unsafe g_object_unref(UnsafeMutableRawPointer(context))
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

  /// ISO 639-1; it decides which face Chinese and Japanese signs get.
  func setLanguage(_ language: String) {
    unsafe pango_context_set_language(context, pango_language_from_string(language))
  }

  /// Shapes a text in at most `width` points, broken at words, and inside one that is longer.
  func block(
    _ text: String, _ style: Style, width: Double, _ alignment: Alignment = .left
  ) -> Block {
    guard let layout = unsafe pango_layout_new(context) else {
      preconditionFailure("no memory for a line of text")
    }
    unsafe pango_layout_set_font_description(layout, font(style).description)
    unsafe pango_layout_set_auto_dir(layout, 0)
    unsafe pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
    unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    unsafe pango_layout_set_line_spacing(layout, 1.12)
    if alignment == .right { unsafe pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT) }
    unsafe pango_layout_set_text(layout, text, Int32(text.utf8.count))
    return unsafe Block(layout: layout)
  }

  private func font(_ style: Style) -> Font {
    if let known = fonts[style] { return known }
    let font = Font(style, of: style.isMonospaced ? "DejaVu Sans Mono,monospace" : Self.families)
    fonts[style] = font
    return font
  }

  @safe private final class Font {
    let description: OpaquePointer

    init(_ style: Style, of families: String) {
      guard let font = unsafe pango_font_description_from_string(families) else {
        preconditionFailure("no memory for a font's name")
      }
      unsafe description = font
      unsafe pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
      if style.isBold { unsafe pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD) }
    }

    deinit { unsafe pango_font_description_free(description) }
  }

  /// The first that the system has, sign by sign.
  private static let families = "Liberation Sans,Arial,Helvetica,Noto Sans,DejaVu Sans,sans-serif"

  func draw(_ block: Block, x: Double, y: Double, _ shade: Shade = .ink) {
    ink(shade)
    unsafe cairo_move_to(cairo, x, y)
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
  func grid(
    x: Double, y: Double, cells: Int, side: Double, isDark: (_ row: Int, _ column: Int) -> Bool
  ) {
    unsafe cairo_set_source_rgb(cairo, 0, 0, 0)
    let cell = side / Double(cells)
    for row in 0..<cells {
      var column = 0
      while column < cells {
        let start = column
        while column < cells, isDark(row, column) { column += 1 }
        if column > start {
          unsafe cairo_rectangle(
            cairo, x + Double(start) * cell, y + Double(row) * cell,
            Double(column - start) * cell, cell)
        }
        column += 1
      }
    }
    unsafe cairo_fill(cairo)
  }

  /// A PNG file, read once; nil where there is none at the path.
  func image(_ path: String) -> Image? {
    if let known = images[path] { return known }
    let image = Image(path: path)
    images[path] = image
    return image
  }

  func draw(_ image: Image, x: Double, y: Double, height: Double) {
    let scale = height / image.height
    unsafe cairo_save(cairo)
    unsafe cairo_translate(cairo, x, y)
    unsafe cairo_scale(cairo, scale, scale)
    unsafe cairo_set_source_surface(cairo, image.surface, 0, 0)
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
