"""The session store on SQLite: one file, any number of processes of one machine."""
