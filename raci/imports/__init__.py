"""Lists of units and people from CSV or a workbook, read and judged row by row. Pure: no Django, no database."""
