"""The city as employer: selection rates and EEO-4 tables, restricted to counsel and whom counsel admits."""
