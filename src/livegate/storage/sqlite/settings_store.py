"""The settings of the resources on SQLite."""

from livegate.sessions.resource_settings import ResourceSettings, SettingsChange
from livegate.storage import statements
from livegate.storage.rows import resource_settings, settings_parameters
from livegate.storage.sqlite.connection import ReadConnection, WriteConnection
from livegate.storage.sqlite.database import SqliteDatabase


class SqliteSettingsStore:
    """One row for each resource whose settings were ever changed."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def read(self, resource: str) -> ResourceSettings:
        """Return the settings; the defaults for a resource that has none of its own."""

        def read(connection: ReadConnection) -> ResourceSettings:
            return _select(connection, resource)

        return self._database.find(read)

    async def change(self, resource: str, change: SettingsChange) -> ResourceSettings:
        """Change the settings and return them; of changes at the same time, each keeps what the other has set."""

        def write(connection: WriteConnection) -> ResourceSettings:
            connection.execute(statements.CHANGE_SETTINGS, settings_parameters(resource, change))
            return _select(connection, resource)

        return await self._database.write(write)


def _select(connection: ReadConnection | WriteConnection, resource: str) -> ResourceSettings:
    return resource_settings(connection.execute(statements.SELECT_SETTINGS, {"resource": resource}).fetchone())
