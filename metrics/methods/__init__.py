"""Methods of judging as governed records: what a decision about one is about, and those in force."""
