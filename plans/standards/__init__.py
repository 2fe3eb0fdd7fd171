"""Standards and policies of the city: what they ask, and which bureau adopts them. Layout: CONTRIBUTING.md, as of an app."""
