#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <dlfcn.h>
