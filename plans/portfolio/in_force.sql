-- The actions of texts (raci_text) as rows, each with its number in the plan and where it stands today.
INSERT INTO plans_actioninforce
    (action, record_id, scope_id, unit_id, plan_title, number, place, title, lead_id, lead_title, partners, starts_on, due_on,
     budget_cents, status)
SELECT (action.value->>'id')::bigint, read.record_id, read.scope_id, read.unit_id, read.plan->>'title',
       goal.place || '.' || row_number() OVER (PARTITION BY read.record_id, goal.place ORDER BY outcome.place, action.place),
       row_number() OVER (PARTITION BY read.record_id ORDER BY goal.place, outcome.place, action.place),
       action.value->>'title', post.id, action.value->>'lead', action.value->>'partners',
       (action.value->>'starts_on')::date, (action.value->>'due_on')::date, (action.value->>'budget_cents')::bigint,
       coalesce(live.status, 'pending')
  FROM (SELECT text.record_id, record.scope_id, scope.unit_id, text.content::jsonb AS plan
          FROM raci_text text
          JOIN raci_record record ON record.id = text.record_id
          JOIN raci_scope scope ON scope.id = record.scope_id
         WHERE text.id = ANY (%s)) read
 CROSS JOIN LATERAL jsonb_array_elements(read.plan->'goals') WITH ORDINALITY goal (value, place)
 CROSS JOIN LATERAL jsonb_array_elements(goal.value->'outcomes') WITH ORDINALITY outcome (value, place)
 CROSS JOIN LATERAL jsonb_array_elements(outcome.value->'actions') WITH ORDINALITY action (value, place)
  LEFT JOIN raci_post post ON post.code = action.value->>'lead_post'
  LEFT JOIN plans_action live ON live.id = (action.value->>'id')::bigint
