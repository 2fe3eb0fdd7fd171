"""The lists of figures, and of what they come in, go out and stand on."""

from metrics.lists.batches import BATCHES
from metrics.lists.indicators import INDICATORS
from metrics.lists.places import PLACES
from metrics.lists.releases import RELEASES

LISTINGS = (INDICATORS, BATCHES, RELEASES, PLACES)
