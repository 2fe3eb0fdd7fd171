"""Acts: verb-first functions with `by=`; one transaction each. Pages, admin, commands and tasks all call these."""
