"""Reports, what people wrote into their sections, and the editions that were made of them."""

from reports.models.reports import LONG, Edition, EditionFile, Narrative, Report

__all__ = ["LONG", "Edition", "EditionFile", "Narrative", "Report"]
