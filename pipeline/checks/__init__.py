"""The checks, one file each, in the order that their findings stand in."""

from types import ModuleType

CHECKS: tuple[ModuleType, ...] = ()
