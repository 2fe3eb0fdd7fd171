"""What a plan came to in a year, put together from its quarters.

A reviewed kind under the plan's own activity: 4.1 is "prepare bureau equity plans and report on them", and each quarter in it
was accepted already, so that nothing is left to decide but whether the whole is told rightly. What a city publishes across its
bureaus is a report's edition, governed under 3.3.
"""
