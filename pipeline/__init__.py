"""From a Russian news article to Chinese, Kazakh and English, structure and provenance kept."""
