"""Releases of figures: whose cells they print, what has gone out already, the gate, and what is frozen of them."""
