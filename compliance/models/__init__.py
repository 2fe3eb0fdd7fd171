"""What the law asks of the city and how the city answers; one module a room."""

from compliance.models.law import Pack, Parameter, Programme, Requirement

__all__ = ["Pack", "Parameter", "Programme", "Requirement"]
