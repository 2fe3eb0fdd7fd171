"""Evidence files: what is accepted, how it is checked, how it is kept. Nothing here knows the framework."""
