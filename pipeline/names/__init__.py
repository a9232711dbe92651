"""Names of persons and places: found in Russian text, and written as each target language writes them."""
