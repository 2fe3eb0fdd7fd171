"""Disclosure control: which counts of a release are hidden, and the gate that judges it. Pure: numpy and HiGHS, no Django.

The attacker reads every number of the release and of all earlier live releases of the same population, can solve linear
programmes, and knows the rules. What that attacker uses here (`audit`):

- every published n and k as an equation over the finest cells, through tables, margins, hierarchies and linked tables at once;
- counts are whole and not negative, and no outcome exceeds its group (0 <= k <= n), for several outcomes of one population;
- a combination that has no row is known to be empty; a row with n = 0 may be hidden like any other;
- two sums over the same cells are one number: who reads one of them has read both.

A release passes where each of these stays uncertain by at least the threshold (high - low, in people): every hidden count,
whether small or hidden to protect another, so that arithmetic does not tell one mark from another; every small finest cell and
its outcome, printed or not; every small count of an earlier release. Small: 0 < n < t, 0 < k < t, 0 < n - k < t, and k = 0 or
k = n in a group below the group threshold (there the table tells something about everybody in it).

Not covered, and to be said to whoever publishes: what is known from outside (a member of a small cell, another publisher's
table); odds rather than limits (an interval says nothing of what is likely in it); that at least one cell of each hidden
pattern is small, by which a reader who trusts the suppressor to hide nothing in vain can exclude the ends of some intervals;
limits that only integer programming finds (ends of intervals are rounded to whole people, and in a two-way table they are
exact; with three and more dimensions whole-number solutions may span less, though none did in the tests' releases); sums that
lie between the finest cells and the tables and are printed nowhere (print them, hidden or not, and they are judged); weighted
sums and means; a correction that changes what an earlier live release counted (refused: withdraw that release first).

After Fischetti and Salazar (2001), Castro (2012) and the handbook of Hundepool et al., Statistical Disclosure Control (2012),
chapter 4; the thresholds are CMS's cell-size policy (11) and the limit usual inside research units (10).
"""
