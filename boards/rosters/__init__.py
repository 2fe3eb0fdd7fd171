"""Rosters in files: bodies, seats, people and who sat where, in one shape whatever layout their publisher chose. Pure.

`reading` knows the layouts (`boston`, `committees`, `mayors`, `governance`, `plain`, `popolo`); each fills a `Draft`, which seats
whoever sits, and remarks on every odd row: none is dropped. `counting` says how the bodies stand on a day.
"""
