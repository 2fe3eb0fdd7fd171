"""Applications for vacant seats: who reads them, the one seam to their sealed texts, and how long they are kept."""
