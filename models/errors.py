"""The root of Audarma's one exception tree, and the branch of the engines.

The whole tree, with the pipeline's branch, is drawn in `pipeline.errors`. It grows from here because `models`
imports no other package of ours.
"""


class AudarmaError(Exception):
    """Something that a user can act on. Its text is one line: what happened, and what to do."""


class UsageError(AudarmaError):
    """A wrong word in the question: an unknown language, model or option. Exit code 2."""


class ModelError(AudarmaError):
    """A model that cannot be loaded or that failed while it decoded."""


class ModelDamagedError(ModelError):
    """A file of a model is missing, or its sha256 is not the one its card gives."""


class CatalogueError(ModelError):
    """A card that does not validate. The text names the file and the field."""


class LicenceError(ModelError):
    """A licence that must be accepted by name before its model is fetched."""


class PackError(ModelError):
    """A pack that is damaged, altered, or not one of Audarma's. Nothing of it is left behind."""


def one_line(error: BaseException) -> str:
    """What an exception says, on one line; its name where it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__
