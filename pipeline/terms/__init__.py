"""Terms: a glossary of four languages, stacked with a newsroom's own, found in Russian text in any inflected form."""

from pipeline.terms.entry import Term
from pipeline.terms.find import Glossary, Match
from pipeline.terms.stack import own_glossaries, stack

__all__ = ["Glossary", "Match", "Term", "own_glossaries", "stack"]
