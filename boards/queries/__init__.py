"""What one page shows of boards, in a constant number of SQL queries."""
