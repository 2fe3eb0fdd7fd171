"""Complaints: who reads one, its private code, its sealed texts, its clocks, what is counted, and logs from elsewhere."""
