"""Feedback rounds and public comment under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard

ROUNDS = ("FeedbackRound", "HeardGroup", "FeedbackTheme", "Quote", "Coding", "WeDid")
COMMENTS = ("CommentRound", "Comment", "CommentOutcome")


class Migration(migrations.Migration):
    dependencies = [("engagement", "0007_rounds_and_comments")]

    operations = [AttachGuard(model) for model in (*ROUNDS, *COMMENTS)]
