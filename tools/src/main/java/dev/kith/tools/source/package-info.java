/// Where an import's items come from: folders of images, NDJSON, files of vectors.
@NullMarked
package dev.kith.tools.source;

import org.jspecify.annotations.NullMarked;
