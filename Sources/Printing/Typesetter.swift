internal import CPango

/// Shapes texts. What was shaped is kept and serves again, on pages of whatever file: most words of
/// a letter stand in the next one too. Not for several threads at once.
@safe final class Typesetter {
  private let context: OpaquePointer
  private var language = ""
  private var fonts: [Style: Font] = [:]
  /// What was asked for lately, and what was before that: the second goes when the first is full,
  /// so that words every letter has outlive those of one letter.
  private var blocks: [Order: Block] = [:]
  private var olderBlocks: [Order: Block] = [:]

  /// In each of the two; a block takes some kilobytes.
  private static let blocksMax = 800

  struct Style: Hashable {
    var size: Double
    var isBold = false
    var isMonospaced = false
  }

  enum Alignment {
    case left, right
  }

  private struct Order: Hashable {
    let text: String
    let style: Style
    let width: Double
    let alignment: Alignment
    let language: String
  }

  /// A paragraph in lines, ready to be drawn.
  @safe final class Block {
    let layout: OpaquePointer
    let width: Double
    let height: Double
    /// From the left end of its room to where the layout is drawn.
    let indent: Double

    /// Lines are broken only where the text is wider than its room: one line is set without, for
    /// half the work.
    fileprivate init(layout: OpaquePointer, room: Double, _ alignment: Alignment) {
      unsafe self.layout = layout
      var size = unsafe Self.size(layout)
      if size.width > room {
        unsafe pango_layout_set_width(layout, Int32(room * Double(PANGO_SCALE)))
        size = unsafe Self.size(layout)
        indent = 0
      } else {
        indent = alignment == .right ? room - size.width : 0
      }
      (width, height) = size
    }

    private static func size(_ layout: OpaquePointer) -> (width: Double, height: Double) {
      var (width, height): (Int32, Int32) = (0, 0)
      unsafe pango_layout_get_size(layout, &width, &height)
      return (Double(width) / Double(PANGO_SCALE), Double(height) / Double(PANGO_SCALE))
    }

    deinit { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) }
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

  /// Nil where the library has no memory for it.
  init?() {
    guard let map = unsafe pango_cairo_font_map_get_default(),
      let context = unsafe pango_font_map_create_context(map)
    else { return nil }
    unsafe self.context = context
    unsafe pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
    // Paper has no pixels that letters would have to be moved to.
    unsafe pango_context_set_round_glyph_positions(context, 0)
    let options = unsafe cairo_font_options_create()
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe pango_cairo_context_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
  }

  deinit { unsafe g_object_unref(UnsafeMutableRawPointer(context)) }

  /// ISO 639-1; it decides which face Chinese and Japanese signs get.
  func setLanguage(_ language: String) {
    guard language != self.language else { return }
    self.language = language
    unsafe pango_context_set_language(context, pango_language_from_string(language))
  }

  /// Shapes a text in at most `width` points, broken at words, and inside one that is longer.
  func block(
    _ text: String, _ style: Style, width: Double, _ alignment: Alignment = .left
  ) -> Block {
    let order = Order(
      text: text, style: style, width: width, alignment: alignment, language: language)
    if let known = blocks[order] { return known }
    if blocks.count >= Self.blocksMax {
      swap(&blocks, &olderBlocks)
      blocks.removeAll(keepingCapacity: true)
    }
    let block = olderBlocks.removeValue(forKey: order) ?? shape(order)
    blocks[order] = block
    return block
  }

  private func shape(_ order: Order) -> Block {
    guard let layout = unsafe pango_layout_new(context) else {
      preconditionFailure("no memory for a line of text")
    }
    unsafe pango_layout_set_font_description(layout, font(order.style).description)
    unsafe pango_layout_set_auto_dir(layout, 0)
    unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    unsafe pango_layout_set_line_spacing(layout, 1.12)
    if order.alignment == .right {
      unsafe pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
    }
    unsafe pango_layout_set_text(layout, order.text, Int32(order.text.utf8.count))
    return unsafe Block(layout: layout, room: order.width, order.alignment)
  }

  private func font(_ style: Style) -> Font {
    if let known = fonts[style] { return known }
    let font = Font(style, of: style.isMonospaced ? "DejaVu Sans Mono,monospace" : Self.families)
    fonts[style] = font
    return font
  }

  /// The first that the system has, sign by sign.
  private static let families = "Liberation Sans,Arial,Helvetica,Noto Sans,DejaVu Sans,sans-serif"
}
