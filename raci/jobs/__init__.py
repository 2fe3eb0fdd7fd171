"""Work in the background. The row is the job: a worker, Redis or the whole machine may die, and it is made once all the same.

An app registers what it can make in `AppConfig.ready` (`register(JobKind(...))`) and asks for it in an act
(`ask("print", title=..., arguments={...}, by=person)`); `do(pk)` makes it, in a worker.
"""

from raci.jobs.asking import ask, ask_again, cancel
from raci.jobs.kinds import JobKind, Product, kind_of, register
from raci.jobs.working import do

__all__ = ["JobKind", "Product", "ask", "ask_again", "cancel", "do", "kind_of", "register"]
