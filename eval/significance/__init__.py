"""Whether a difference is real: a test set drawn anew many times, as segments or as whole documents."""
