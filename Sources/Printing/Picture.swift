internal import CPango

/// A picture for letters and its measures, in units of its own: a PNG file, or an SVG one where the
/// system has librsvg.
@safe final class Picture {
  let surface: OpaquePointer
  let width: Double
  let height: Double

  /// Reads a file; nil where it is no picture, or none that can be drawn here.
  convenience init?(path: String) {
    if let surface = unsafe Self.png(path) ?? Self.vectors(path) {
      unsafe self.init(surface: surface.0, width: surface.width, height: surface.height)
    } else {
      return nil
    }
  }

  private init(surface: OpaquePointer, width: Double, height: Double) {
    unsafe self.surface = surface
    self.width = width
    self.height = height
  }

  deinit { unsafe cairo_surface_destroy(surface) }

  private typealias Drawn = (OpaquePointer, width: Double, height: Double)

  private static func png(_ path: String) -> Drawn? {
    guard let surface = unsafe cairo_image_surface_create_from_png(path) else { return nil }
    let width = Double(unsafe cairo_image_surface_get_width(surface))
    let height = Double(unsafe cairo_image_surface_get_height(surface))
    guard unsafe cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, width > 0, height > 0
    else {
      unsafe cairo_surface_destroy(surface)
      return nil
    }
    return unsafe (surface, width, height)
  }

  /// A larger file is no logo.
  private static let bytesMax = 1_000_000

  /// Draws an SVG file once, to be played back as lines and curves. It is read from memory, without
  /// a place of its own, so that librsvg opens no other file and no address for it.
  private static func vectors(_ path: String) -> Drawn? {
    var text: UnsafeMutablePointer<CChar>?
    var count: gsize = 0
    guard unsafe g_file_get_contents(path, &text, &count, nil) != 0, let text = unsafe text else {
      return nil
    }
    defer { unsafe g_free(text) }
    guard count <= bytesMax, let library = SVGLibrary.shared,
      let handle = unsafe library.read(UnsafeRawPointer(text), count, nil)
    else { return nil }
    defer { unsafe g_object_unref(UnsafeMutableRawPointer(handle)) }
    var size = SVGLibrary.Rectangle()
    if unsafe library.size(handle, &size.width, &size.height) == 0 {
      var hasBox: gboolean = 0
      unsafe library.box(handle, nil, nil, nil, nil, &hasBox, &size)
      (size.x, size.y) = (0, 0)
    }
    guard size.width > 0, size.height > 0, size.width < 1e6, size.height < 1e6 else { return nil }
    var extents = cairo_rectangle_t(x: 0, y: 0, width: size.width, height: size.height)
    let surface = unsafe cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents)
    let cairo = unsafe cairo_create(surface)
    let isDrawn = unsafe library.draw(handle, cairo, &size, nil) != 0
    unsafe cairo_destroy(cairo)
    guard isDrawn, let surface = unsafe surface else {
      unsafe cairo_surface_destroy(surface)
      return nil
    }
    return unsafe (surface, size.width, size.height)
  }
}

/// librsvg 2.52 or later, loaded when the first SVG file is met: it brings a toolkit with it that
/// no other letter needs.
@safe private struct SVGLibrary: @unchecked Sendable {
  typealias Pointer = UnsafeMutableRawPointer

  /// The library's `RsvgRectangle`.
  struct Rectangle {
    var (x, y, width, height) = (0.0, 0.0, 0.0, 0.0)
  }

  let read: @convention(c) (UnsafeRawPointer, gsize, Pointer?) -> OpaquePointer?
  let size:
    @convention(c) (OpaquePointer, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>)
      -> gboolean
  let box:
    @convention(c) (
      OpaquePointer, Pointer?, Pointer?, Pointer?, Pointer?, UnsafeMutablePointer<gboolean>,
      Pointer
    ) -> Void
  let draw: @convention(c) (OpaquePointer, OpaquePointer?, UnsafeRawPointer, Pointer?) -> gboolean

  static let shared = SVGLibrary()

  private init?() {
    let names = ["librsvg-2.so.2", "librsvg-2.2.dylib"]
    guard let library = unsafe names.lazy.compactMap({ unsafe dlopen($0, RTLD_NOW) }).first,
      let read = unsafe dlsym(library, "rsvg_handle_new_from_data"),
      let size = unsafe dlsym(library, "rsvg_handle_get_intrinsic_size_in_pixels"),
      let box = unsafe dlsym(library, "rsvg_handle_get_intrinsic_dimensions"),
      let draw = unsafe dlsym(library, "rsvg_handle_render_document")
    else { return nil }
    unsafe self.read = unsafeBitCast(read, to: type(of: self.read))
    unsafe self.size = unsafeBitCast(size, to: type(of: self.size))
    unsafe self.box = unsafeBitCast(box, to: type(of: self.box))
    unsafe self.draw = unsafeBitCast(draw, to: type(of: self.draw))
  }
}
