"""From a file of figures to the series of a batch: verdicts gathered, names found in the portal, sums worked out."""
