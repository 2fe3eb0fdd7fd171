-- Whether a barrier's removal has a schedule, as compliance.checks.transition_plan.is_scheduled says it: a day of finish, and where
-- it takes longer than a year, no more than a year from each of its days to the next. A year after 29 February is the 28th.
CREATE FUNCTION barrier_is_scheduled(start date, finish date, steps date[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN finish IS NULL THEN false
        WHEN start IS NULL OR finish <= start + interval '1 year' THEN true
        ELSE (
            SELECT bool_and(coalesce(day <= before + interval '1 year', true))
            FROM (
                SELECT day, lag(day) OVER (ORDER BY day) AS before
                FROM (SELECT DISTINCT unnest(steps || ARRAY[start, finish]) AS day) days
            ) pairs
        )
    END
$$;
