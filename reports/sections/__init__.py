"""What sections tell: each gathers facts as plain blocks (`reports.blocks`), in a constant number of queries."""
