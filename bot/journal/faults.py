"""What an error of the database means to the journal: a bad entry, or a database that is away."""

from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError, StatementError

ENTRY_ERRORS = (IntegrityError, DataError, ValueError, TypeError, OverflowError)
"""The database is there, but does not take this entry; the last three are raised before it is asked."""


def of_the_entry(error: Exception) -> bool:
    """Whether the entry is wrong in itself, and another one would be taken."""
    # A bare StatementError is a value that SQLAlchemy itself cannot bind.
    return isinstance(error, ENTRY_ERRORS) or type(error) is StatementError


def kind_of(error: SQLAlchemyError | Exception) -> str:
    """The driver's class; its words quote what was written."""
    return type(getattr(error, "orig", None) or error).__name__
