-- The ties and measures of the actions of texts (raci_text) as rows.
INSERT INTO plans_tieinforce (record_id, action, kind, place_in_text, number, about, words, place, target, until)
SELECT read.record_id, (action.value->>'id')::bigint, kind.key, tie.place, (tie.value->>'number')::bigint,
       (tie.value->>'about')::bigint, tie.value->>'words', coalesce(tie.value->>'place', ''),
       concat_ws(' ', nullif(tie.value->>'target', ''), nullif(tie.value->>'unit', '')),
       nullif(tie.value->>'by', '')::date
  FROM (SELECT text.record_id, text.content::jsonb AS plan FROM raci_text text WHERE text.id = ANY (%s)) read
 CROSS JOIN LATERAL jsonb_array_elements(read.plan->'goals') goal
 CROSS JOIN LATERAL jsonb_array_elements(goal.value->'outcomes') outcome
 CROSS JOIN LATERAL jsonb_array_elements(outcome.value->'actions') action
 CROSS JOIN LATERAL jsonb_each(coalesce(action.value->'ties', '{}')) kind
 CROSS JOIN LATERAL jsonb_array_elements(kind.value) WITH ORDINALITY tie (value, place)
