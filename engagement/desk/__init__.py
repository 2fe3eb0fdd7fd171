"""The technical assistance desk: what bureaus and partners ask, who answers, how many hours it takes by topic."""
