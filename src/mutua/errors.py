"""Errors a user can cause, each one clear line."""


class ParameterError(ValueError):
    """A bad input: its message names the parameter, its value and what is allowed."""


class StoreError(OSError):
    """A run folder or file that cannot be written, read or trusted, named in one line."""


class WorkError(RuntimeError):
    """Workers that died, went away or failed, named in one line."""
