"""The law in force: read from the rows of the database, written by packs and parameters that were approved."""
