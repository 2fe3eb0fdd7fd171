from django.db import migrations

from raci.history.operations import AttachGuard

# Everybody on a team, however they came to it: by a post of the team's role, by a post that was named, or themself.
MEMBERS = """
CREATE VIEW raci_member AS
SELECT 'holding-' || holding.id AS key, team.id AS team_id, holding.person_id, holding.post_id, holding.id AS holding_id,
       NULL::bigint AS membership_id, ''::varchar AS part, holding.begins_on, holding.ends_on, holding.acting
  FROM raci_team team
  JOIN raci_post post ON post.role_id = team.role_id
  JOIN raci_holding holding ON holding.post_id = post.id AND holding.state = 'in_force'
UNION ALL
SELECT 'membership-' || named.id || '-' || holding.id, named.team_id, holding.person_id, holding.post_id, holding.id,
       named.id, named.part, greatest(named.begins_on, holding.begins_on), least(named.ends_on, holding.ends_on), holding.acting
  FROM raci_membership named
  JOIN raci_holding holding ON holding.post_id = named.post_id AND holding.state = 'in_force'
   AND daterange(named.begins_on, named.ends_on, '[]') && daterange(holding.begins_on, holding.ends_on, '[]')
UNION ALL
SELECT 'membership-' || named.id, named.team_id, named.person_id, NULL, NULL, named.id, named.part, named.begins_on,
       named.ends_on, false
  FROM raci_membership named
 WHERE named.person_id IS NOT NULL
"""
FROZEN = "CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON raci_charter FOR EACH ROW EXECUTE FUNCTION guard_append_only()"


class Migration(migrations.Migration):
    dependencies = [("raci", "0015_teams")]

    operations = [
        *(AttachGuard(name) for name in ("Team", "Charter", "Membership", "Nomination")),
        migrations.RunSQL(FROZEN, "DROP TRIGGER frozen ON raci_charter"),
        migrations.RunSQL(MEMBERS, "DROP VIEW raci_member"),
    ]
