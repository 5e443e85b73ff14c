/// Generated handwriting: characters of a script nobody has seen, as many as one wants. Needs the
/// JDK only, so that `demo` runs without libtorch. [Script] is the way in: a script has glyphs (the
/// classes), a [Hand] writes one sample of a [Glyph], a [Pen] puts it on paper as a [GreyImage].
@NullMarked
package dev.kith.tools.glyph;

import org.jspecify.annotations.NullMarked;
