"""Plans that exist already, from a file or a pasted text: read line by line, confirmed by a person, begun as a draft."""
