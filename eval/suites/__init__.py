"""Test sets: what each is and where it comes from, and models run over them through the pipeline."""
