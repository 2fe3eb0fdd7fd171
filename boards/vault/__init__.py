"""The vault: what members say of themselves, apart from what is kept of them, read by themselves and the named custodian alone.

`custody` says who the custodian is, `questions` what is asked, `texts` seals and opens, `tallying` counts what was opened.
"""
