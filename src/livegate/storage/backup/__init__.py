"""Backups: the database, the images and the erasure log in one folder, and on request the keys in another."""
