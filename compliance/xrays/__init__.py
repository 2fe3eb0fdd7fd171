"""X-rays of the law's rooms: a module a room."""
