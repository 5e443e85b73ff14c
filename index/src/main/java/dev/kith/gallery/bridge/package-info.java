/// Embeddings carried from one space into another without their sample: an adapter learned on
/// samples that were embedded in both. The orthogonal one is Schönemann's (1966, "A generalized
/// solution of the orthogonal Procrustes problem"); a residual transformation between the spaces of
/// face encoders is Wang et al.'s (2020, "Unified representation learning for cross model
/// compatibility").
@NullMarked
package dev.kith.gallery.bridge;

import org.jspecify.annotations.NullMarked;
