"""Tags of the kernel's own content."""
