"""Surveys of barriers in files: which column is what, what each row says, and what becomes of it.

`fields`, `mapping` and `reading` are pure; `judging` compares rows with the register; `kept` holds a chosen file until it is
brought in (compliance.actions.surveys), which a long one is in the background (`job`).
"""
