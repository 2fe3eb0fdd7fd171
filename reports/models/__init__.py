"""Reports, what people wrote into their sections, and the editions that were made of them."""

from reports.models.reports import LONG, Delivery, Edition, EditionFile, Narrative, Report

__all__ = ["LONG", "Delivery", "Edition", "EditionFile", "Narrative", "Report"]
