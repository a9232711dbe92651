"""Finished items on their way out: signed, sent once each, and kept until the receiver has them."""
