"""multilingual-e5-small, cut to this program's four languages: where its weights came from and how they were cut."""
