"""A model taught a newsroom's own translations: pairs, weights that can learn, training with early stopping, files."""
