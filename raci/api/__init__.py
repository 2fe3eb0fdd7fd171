"""The kernel's part of the API: the same queries and acts as the pages, for programs. One file a noun; `contract` says how."""
