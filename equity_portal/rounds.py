"""The beat's rounds: which task is rung how often, in seconds. Each does what is due and nothing twice."""

from __future__ import annotations

from typing import Any

ROUNDS: dict[str, dict[str, Any]] = {
    "sweep-jobs": {"task": "raci.tasks.sweep_jobs", "schedule": 5.0, "options": {"expires": 15}},
    "forget-jobs": {"task": "raci.tasks.forget_jobs", "schedule": 3600.0},
    "finish-erasures": {"task": "raci.tasks.finish_erasures", "schedule": 3600.0},
    "forget-first-answers": {"task": "raci.tasks.forget_first_answers", "schedule": 3600.0},
    "send-notices": {"task": "raci.tasks.send_notices", "schedule": 15.0},
    "seal-history": {"task": "raci.tasks.seal_history", "schedule": 60.0},
    "supersede-versions": {"task": "raci.tasks.supersede_versions", "schedule": 300.0},
    "tell-of-vacancies": {"task": "raci.tasks.tell_of_vacancies", "schedule": 900.0},
    "tell-of-ending-terms": {"task": "raci.tasks.tell_of_ending_terms", "schedule": 3600.0},
    "tell-of-the-week": {"task": "raci.tasks.tell_of_the_week", "schedule": 3600.0},
    "make-obligations": {"task": "compliance.tasks.make_obligations", "schedule": 6 * 3600.0},
    "tend-progress": {"task": "plans.tasks.tend_progress", "schedule": 3600.0},
    "tell-of-boards": {"task": "boards.tasks.tell_of_boards", "schedule": 3600.0},
    "ask-suppliers": {"task": "metrics.tasks.ask_suppliers", "schedule": 3600.0},
    "take-up-packs": {"task": "compliance.tasks.take_up_packs", "schedule": 900.0},
    "erase-after-leaving": {"task": "boards.tasks.erase_after_leaving", "schedule": 6 * 3600.0},
    "send-links": {"task": "boards.tasks.send_links", "schedule": 60.0},
    "count-answers": {"task": "engagement.tasks.count_answers", "schedule": 3600.0},
    "sweep-evidence": {"task": "raci.tasks.sweep_evidence", "schedule": 3600.0},
}
