"""Why the portal does not start, in one sentence for the person at the keyboard."""


class Trouble(Exception):
    """Stops the launcher; everything started so far is stopped, the sentence is printed, exit status 1."""
