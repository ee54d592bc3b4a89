"""Every file in the data directory, by a pattern of its path there."""

from types import MappingProxyType

from tools.data_map.entry import Personal, Value

MASTER_KEY = "the master key"

FILES = MappingProxyType(
    {
        "livegate.db": (
            Value("The database: the tables above.", Personal.BIOMETRIC, "as its columns"),
            "as its rows; what is freed is overwritten",
        ),
        "livegate.db-wal": (
            Value("What was written lately, as SQLite's write-ahead log.", Personal.BIOMETRIC, "as its columns"),
            "emptied after each erasure",
        ),
        "livegate.db-shm": (Value("SQLite's index of that log: numbers of pages."), "while a process runs"),
        "objects/*": (
            Value("Session images.", Personal.BIOMETRIC, "the session's data key"),
            "until erased; with `LIVEGATE_OBJECTS_URL` they are there",
        ),
        "master.key": (
            Value("Master keys, unless a command or the environment gives them.", opened_by="whoever reads the file"),
            "until they are replaced",
        ),
        "hash.key": (Value("The key of all keyed hashes.", opened_by=MASTER_KEY), "for good"),
        "epoch-keys/*.key": (
            Value("One key for each hour in which lives of sessions end.", opened_by=MASTER_KEY),
            "until that hour is over and swept; then overwritten and removed",
        ),
        "signing-keys.json": (
            Value("The keys that sign tokens and receipts.", opened_by="whoever reads the file"),
            "until they are replaced and what they signed is over",
        ),
        "subscription-keys*.json": (
            Value("The keys of a resource's app backends.", opened_by="whoever reads the file"),
            "until they are replaced",
        ),
        "erasures.log": (
            Value("The tombstones once more, one a line.", Personal.INDIRECT, "nobody: keyed hashes"),
            "for good",
        ),
        "processes/*": (
            Value("An empty file for each process that runs, which it keeps locked."),
            "while the process runs",
        ),
    }
)
"""Value and how long it is kept, by pattern. All have mode 0600, and their folders 0700."""
