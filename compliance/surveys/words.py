"""What the acts of the transition plan are called in a sentence after a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "keep_facility": _("changed a facility"),
    "begin_barrier": _("entered a barrier"),
    "change_barrier": _("changed a barrier"),
    "change_barriers": _("changed several barriers at once"),
    "verify_removal": _("verified a removal"),
    "import_barriers": _("brought a survey of barriers in"),
    "undo_import_barriers": _("took a survey of barriers out"),
    "add_photo": _("added a photo of a barrier"),
    "take_photo_off": _("took a photo of a barrier off"),
    "note_comment": _("wrote down what the public said of a barrier"),
    "keep_digital_asset": _("changed the digital inventory"),
}
