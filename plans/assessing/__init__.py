"""Equity impact assessments: screened, assessed in six steps, decided, and followed up."""
