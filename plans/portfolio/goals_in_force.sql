-- For each action of the goals of texts (raci_text) that hang on another goal: which one.
INSERT INTO plans_tieinforce (record_id, action, kind, place_in_text, number, about, words, place, target, until)
SELECT read.record_id, (action.value->>'id')::bigint, 'serves', 1, (goal.value->'serves'->>'number')::bigint,
       (goal.value->'serves'->>'about')::bigint, goal.value->'serves'->>'words', goal.value->'serves'->>'place', '', NULL
  FROM (SELECT text.record_id, text.content::jsonb AS plan FROM raci_text text WHERE text.id = ANY (%s)) read
 CROSS JOIN LATERAL jsonb_array_elements(read.plan->'goals') goal
 CROSS JOIN LATERAL jsonb_array_elements(goal.value->'outcomes') outcome
 CROSS JOIN LATERAL jsonb_array_elements(outcome.value->'actions') action
 WHERE goal.value ? 'serves'
