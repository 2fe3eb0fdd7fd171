"""What is done about boards: each act asks who may, changes, records and tells, in one transaction."""
