"""Checks of one shape: frozen facts and the law in, a verdict out. Pure; every threshold comes from the law's rows.

A check that lacks a fact or a parameter says so, and who can enter it; it never passes and never fails by default.
"""
