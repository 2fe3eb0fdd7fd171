"""What the acts of the law's rooms are called in a sentence after a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "keep_language_assessment": _("changed a language assessment"),
    "keep_vital_document": _("changed a vital document"),
    "log_encounters": _("wrote encounters down"),
    "add_award": _("entered a funding award"),
    "change_award": _("changed a funding award"),
    "say_city_fact": _("said what is so of the city"),
    "say_effects_basis": _("said what an agency’s rules reach"),
    "generate_obligations": _("looked at what applies and made obligations"),
    "choose_for_requirement": _("chose whom a requirement concerns"),
    "set_due": _("set the day an obligation is due"),
    "record_event": _("recorded an event that the law asks something for"),
    "add_evidence": _("added evidence to an obligation"),
    "remove_obligation_evidence": _("took evidence off an obligation"),
    "assess": _("assessed an obligation"),
    "raise_finding": _("recorded a finding"),
    "close_finding": _("closed a finding"),
    "recommend_from_finding": _("recommended something on a finding"),
    "add_corrective_action": _("added a corrective action"),
    "change_corrective_action": _("changed a corrective action"),
    "drop_corrective_action": _("dropped a corrective action"),
    "report_done": _("reported a corrective action done"),
    "strike_encounter": _("took an encounter out"),
    "name_coordinator": _("named who coordinates a programme of law"),
    "change_coordinator": _("changed what is published of a coordinator"),
    "receive_complaint": _("received a complaint"),
    "write_to_complaint": _("wrote about a complaint"),
    "take_complaint": _("took a step in a complaint"),
    "ask_information": _("asked an office for information"),
    "give_information": _("gave information"),
    "bring_in_complaints": _("brought in a log of complaints"),
    # of requests for interpreters and accommodations: told to their own readers alone
    "receive_request": _("received a request"),
    "arrange_request": _("said who must provide it"),
    "offer_request": _("wrote what is offered"),
    "provide_request": _("wrote that it was provided"),
    "withdraw_request": _("wrote that it is needed no more"),
    "ask_refusal": _("brought it before the head of the city"),
    "refuse_request": _("refused it, with reasons"),
    "grant_request": _("had it arranged"),
    "appeal_request": _("wrote an appeal down"),
    "uphold_refusal": _("stayed with the refusal, with reasons"),
}
