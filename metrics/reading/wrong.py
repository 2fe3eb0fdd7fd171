"""What can be wrong with a row: the sentence, and the column it is about."""

from __future__ import annotations

from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say


class Wrong(Exception):
    """A row that has to be mended; `field` is its column's heading, "" for the whole row."""

    def __init__(self, sentence: Sentence, field: str) -> None:
        super().__init__(str(sentence))
        self.sentence, self.field = sentence, field


def short(cells: int, columns: int) -> Sentence:
    """A row that ends too early."""
    return say(TOO_FEW_CELLS, cells=cells, columns=columns)


TOO_FEW_CELLS = _("The row has %(cells)d cells and the headings %(columns)d. Fill it up, or take the row out.")
TOO_MANY_CELLS = _(
    "The row has %(cells)d cells and the headings %(columns)d. Put quotation marks about a cell that holds the sign"
    " between cells."
)
NO_INDICATOR = _("There is no indicator. Write one, or say one for the whole file.")
NO_FIGURES = _("No column holds figures. Say which one does.")
NO_PERIOD = _("There is no period. Write one like 2021, FY 2025 or 2021 Q2, or say one for the whole file.")
PERIODS_TURNED = _("“%(begin)s” is after “%(end)s”. Turn the two around.")
NO_NUMBER = _("“%(text)s” is not a number. Write it as 1234.5, or leave it empty if it is not known.")
NO_COUNT = _("“%(text)s” is not a count of people. Write a whole number, or say that the column is a value.")
BELOW_ZERO = _("%(text)s is below zero. Correct it, or leave it empty if it is not known.")
NO_RESULT = _("The cell holds a formula without its result. Open the file in Excel, save it, and choose it again.")
MORE_THAN_ALL = _("%(k)s of %(n)s: more have the outcome than there are. Check whether the columns are swapped.")
ALONE = _("There is a number with the outcome (%(k)s), and not of how many. Fill in the other number.")
LIMITS_TURNED = _("The lower limit (%(low)s) is above the upper (%(high)s). Check whether the columns are swapped.")
SQUARES = _("The sum of squares (%(squares)s) is too small for a sum of %(sum)s over %(n)s. Check the three.")
NO_ANSWER = _("“%(text)s” is neither yes nor no here. Write one of: %(words)s; or leave it empty if it is not known.")
NO_GROUP = _("There is no dimension for the group “%(group)s”. Name it in the column %(column)s.")
NOT_GIVEN = _("No figure is given: it stays unknown.")
HIDDEN = _("Its publisher hid this figure: it stays unknown.")
