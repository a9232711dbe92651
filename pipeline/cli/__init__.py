"""The command line: one module a command, none of which does any work itself."""
