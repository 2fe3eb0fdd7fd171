"""The library of tools: which there are, for which step, who used them."""
