-- Rules of figures that the database keeps by itself, whoever writes. Run by metrics/migrations/0002_guard.py as the owner.

-- ---- cells never change: a correction is another batch
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON metrics_series FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON metrics_releasedtable FOR EACH ROW EXECUTE FUNCTION guard_append_only();

-- ---- cells come into a batch that is still being written, and into no other; arrays of a series have one length
CREATE FUNCTION series_come_into_an_open_batch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE closed bigint;
BEGIN
    SELECT a.batch_id INTO closed FROM (SELECT DISTINCT batch_id FROM added) a
      LEFT JOIN public.metrics_batch b ON b.id = a.batch_id AND b.state IN ('draft', 'returned') AND b.undone_at IS NULL
     WHERE b.id IS NULL LIMIT 1;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'series_come_into_an_open_batch: batch %', closed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'series_come_into_an_open_batch';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER series_come_into_an_open_batch AFTER INSERT ON metrics_series REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION series_come_into_an_open_batch();

ALTER TABLE metrics_series ADD CONSTRAINT series_arrays_have_one_length CHECK (
    cardinality(begins) > 0 AND cardinality(ends) = cardinality(begins)
    AND cardinality(begins) = ALL (ARRAY[
        coalesce(cardinality(n), cardinality(begins)), coalesce(cardinality(k), cardinality(begins)),
        coalesce(cardinality(w), cardinality(begins)), coalesce(cardinality(wy), cardinality(begins)),
        coalesce(cardinality(w2), cardinality(begins)), coalesce(cardinality(w2y), cardinality(begins)),
        coalesce(cardinality(x), cardinality(begins)), coalesce(cardinality(x2), cardinality(begins)),
        coalesce(cardinality(events), cardinality(begins)), coalesce(cardinality(exposure), cardinality(begins)),
        coalesce(cardinality(value), cardinality(begins)), coalesce(cardinality(se), cardinality(begins))])
);
