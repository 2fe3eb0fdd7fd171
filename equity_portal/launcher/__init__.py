"""Starts the portal on one machine: set-up, the embedded servers, one supervisor. No other room imports it."""
