"""Brings a database to the newest schema. Alembic is imported only where there is something to do."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from pipeline.errors import StoreDamagedError, StoreVersionError
from pipeline.store.schema import HEAD

SCRIPTS = Path(__file__).with_name("migrations")
_TABLE = "alembic_version"
_LOCK = 0x41756461726D61  # "Audarma": the number of our advisory lock


def migrate(engine: Engine, name: str, to: str = HEAD) -> None:
    """Runs what lacks, in one transaction; of several programs at once, one does it and the others wait.

    Raises StoreVersionError when the database is newer than this program, StoreDamagedError when it is another's.
    """
    with engine.connect() as connection, connection.begin():
        if _revision(connection, name) == to:
            return
    with engine.connect().execution_options(audarma_writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _upgrade(connection, _revision(connection, name), to, name)


def _revision(connection: Connection, name: str) -> str | None:
    """The migration that the database stands at; None for a new one."""
    tables = inspect(connection).get_table_names()
    if _TABLE in tables:
        return connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar_one_or_none()
    if tables and connection.dialect.name == "sqlite":
        raise StoreDamagedError(f"the store {name}: the database of another program; name a file of its own")
    return None


def _upgrade(connection: Connection, revision: str | None, to: str, name: str) -> None:
    if revision == to:
        return
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(SCRIPTS))
    if revision is not None and revision not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreVersionError(
            f"the store {name}: a newer Audarma made it (schema {revision}, this one knows {HEAD}): update Audarma"
        )

    def steps(at: Any, _context: object) -> Any:
        return scripts._upgrade_revs(to, at)  # what alembic's own `command.upgrade` calls

    with EnvironmentContext(Config(), scripts, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=connection, transactional_ddl=True, transaction_per_migration=False)
        environment.run_migrations()
