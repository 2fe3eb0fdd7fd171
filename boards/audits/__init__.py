"""Audits of who sits on boards: what of the counts may be told, what is worked out of it, and what a decision is about.

`publishing` coarsens counts and asks `guarding` what a reader of all audits could find out; `figures` are worked out of what
is left and of nothing else. Those three are pure.
"""
