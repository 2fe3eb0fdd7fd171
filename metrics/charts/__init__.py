"""Pictures of figures: one specification, drawn for the browser and for paper. Pure: no Django, no numpy.

A page makes a specification (`spec`), and everything comes from it: the drawing (`drawing.svg`, `drawing.image`), its text for
those who hear it and the table beside it (`telling`). A figure that is hidden has no number in the specification, so none can
be in a coordinate, a length, an order or a sentence. Words arrive translated (`words.Words`).
"""
