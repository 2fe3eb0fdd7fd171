-- One view of every history table: who changed what, when and as what. For reading alone; the ledger is what proves it.
-- Made anew by `AttachGuard` whenever a table comes under guard or leaves it.
CREATE FUNCTION changes_shown() RETURNS void LANGUAGE plpgsql SET client_min_messages = warning AS $$
DECLARE body text;
BEGIN
    SELECT string_agg(format('SELECT history_seq AS seq, history_at AS at, history_type::text AS sign, %L::text AS thing, id::bigint AS number,
            history_actor_id AS actor_id, history_actor AS actor, history_post AS post, history_cell AS cell, history_act AS act,
            history_why AS why, history_record AS record_id FROM %s', tracked::text, history), ' UNION ALL ' ORDER BY tracked::text)
      INTO body FROM guard_pair;
    IF body IS NULL THEN
        DROP VIEW IF EXISTS raci_change;
    ELSE
        EXECUTE 'CREATE OR REPLACE VIEW raci_change AS ' || body;
    END IF;
END $$;
REVOKE ALL ON FUNCTION changes_shown() FROM PUBLIC;
SELECT changes_shown();
