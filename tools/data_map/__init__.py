"""What livegate keeps, in words: every column, sealed field, file and value in memory, for the page of the data map."""
