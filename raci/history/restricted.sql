-- Restricted history: what stands in the ledger and in every export as a bare leaf. Run by raci/migrations/0027_restricted.py as the owner,
-- after guard.sql and changes.sql; it replaces seal_now(), guard_grants() and changes_shown().
--
-- WHAT IT PROMISES
-- A history table named in guard_restricted is sealed like any other: its rows have positions, their leaves stand in the blocks, nothing is
-- missing. But the line of such an entry in the ledger is BARE, exactly these bytes:
--                 {"position":<P>,"leaf":"<64 hex>"}
-- no salt, no payload, no table; and the ledger's columns beside it name no table, row or transaction, and no time but that of the sealing.
-- The leaf is made as ever, from a salt of 16 random bytes: whoever guesses the payload still cannot try the guess against it.
-- The whole line (salt and payload, the form of guard.sql) goes to ledger_apart, which the owner's login alone may read. To prove an entry
-- to somebody who may know it:   SELECT line FROM ledger_apart WHERE position = <P>
-- Its payload and salt hash to the leaf that was exported, as guard.sql says.
--
-- Restricted from its first row and for good: a table that has history already is refused, and there is no way back.

CREATE TABLE guard_restricted (history regclass PRIMARY KEY);

CREATE TABLE ledger_apart (
    position bigint PRIMARY KEY,
    tbl text NOT NULL,
    history_id bigint NOT NULL,
    line text NOT NULL
);
ALTER TABLE ledger_apart ALTER COLUMN line SET STORAGE EXTERNAL;
CREATE TRIGGER guard_a BEFORE UPDATE OR DELETE ON ledger_apart FOR EACH ROW EXECUTE FUNCTION guard_append_only();
SELECT guard_no_truncate('ledger_apart');
CREATE TRIGGER guard_a BEFORE UPDATE OR DELETE ON guard_restricted FOR EACH ROW EXECUTE FUNCTION guard_append_only();
SELECT guard_no_truncate('guard_restricted');

CREATE FUNCTION guard_restrict(its_history regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found boolean;
BEGIN
    IF EXISTS (SELECT FROM guard_restricted WHERE history = its_history) THEN
        RETURN;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', its_history) INTO found;
    IF found THEN
        RAISE EXCEPTION '% holds history that may have been told already: a kind is restricted from its first row', its_history USING ERRCODE = 'AU007';
    END IF;
    INSERT INTO guard_restricted VALUES (its_history);
END $$;
REVOKE ALL ON FUNCTION guard_restrict(regclass) FROM PUBLIC;

-- ---- the sealer: as in guard.sql, with bare lines
CREATE OR REPLACE FUNCTION seal_now() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET intervalstyle = 'postgres' AS $$
DECLARE
    taken seal_due[]; waiting text; apart text := ''; last bigint; before seal; many bigint; size bigint; top bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('seal'));
    -- one snapshot says what is sealed now: every entry whose transaction has committed, and so whatever it depends on
    WITH struck AS (DELETE FROM seal_due RETURNING *) SELECT array_agg(struck::seal_due) INTO taken FROM struck;
    IF taken IS NULL THEN
        RETURN 0;
    END IF;
    SELECT coalesce(max(position), 0) INTO last FROM ledger;
    SELECT string_agg(format('SELECT h.history_seq AS seq, h.history_xid AS xid, h.history_at AS at, %1$L AS tbl, h.history_id, %3$L::boolean AS bare,
            uuid_send(gen_random_uuid()) AS salt, (to_jsonb(h) || ''{"history_table": "%2$s"}'')::text AS payload
            FROM unnest($1) d JOIN %2$s h ON h.history_id BETWEEN d.low AND d.high AND h.history_xid = d.xid WHERE d.history = %1$L::regclass',
            d.history::text, d.history, r.history IS NOT NULL), ' UNION ALL '),
           CASE WHEN bool_or(r.history IS NOT NULL) THEN ', apart AS (INSERT INTO ledger_apart SELECT position, tbl, history_id, line FROM entry WHERE bare)' ELSE '' END
      INTO waiting, apart FROM (SELECT DISTINCT history FROM unnest(taken)) d LEFT JOIN guard_restricted r ON r.history = d.history;
    EXECUTE format('WITH entry AS (
            SELECT position, seq, xid, at, tbl, history_id, leaf, bare,
                   ''{"position":'' || position || '',"salt":"'' || encode(salt, ''hex'') || ''","leaf":"'' || encode(leaf, ''hex'') || ''","payload":'' || payload || ''}'' AS line
              FROM (SELECT *, $2 + row_number() OVER (ORDER BY seq) AS position, sha256(''\x00''::bytea || salt || convert_to(payload, ''UTF8'')) AS leaf
                      FROM (%s) waiting OFFSET 0) hashed)%s
        INSERT INTO ledger (position, seq, xid, at, tbl, history_id, leaf, line)
        SELECT position, seq, CASE WHEN bare THEN ''0''::xid8 ELSE xid END, CASE WHEN bare THEN clock_timestamp() ELSE at END,
               CASE WHEN bare THEN '''' ELSE tbl END, CASE WHEN bare THEN 0 ELSE history_id END, leaf,
               CASE WHEN bare THEN ''{"position":'' || position || '',"leaf":"'' || encode(leaf, ''hex'') || ''"}'' ELSE line END
          FROM entry ORDER BY position', waiting, apart) USING taken, last;
    GET DIAGNOSTICS many = ROW_COUNT;
    SELECT * INTO before FROM seal ORDER BY n DESC LIMIT 1;
    FOR start IN last + 1 .. last + many BY 1000 LOOP
        SELECT count(*), sha256(string_agg(leaf, NULL ORDER BY position)) INTO size, top FROM ledger WHERE position BETWEEN start AND start + 999;
        INSERT INTO seal (n, first, entries, root, hash)
        VALUES (coalesce(before.n, 0) + 1, start, size, top,
                sha256('\x01'::bytea || coalesce(before.hash, decode(repeat('00', 32), 'hex')) || int8send(start) || int8send(size) || top))
        RETURNING * INTO before;
    END LOOP;
    RETURN many;
END $$;

-- ---- what the application's login may do: as in guard.sql; it reads which tables are restricted, and nothing of what stands apart
CREATE OR REPLACE FUNCTION guard_grants(login text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record; allowed text;
BEGIN
    PERFORM guard_attach(tracked, history) FROM guard_stale;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', login);
    FOR one IN SELECT c.oid::regclass AS name, c.relkind, c.relname,
                      EXISTS (SELECT FROM guard_pair WHERE history = c.oid) AS is_history,
                      c.relname IN ('guard_due', 'guard_pair', 'guard_stale', 'guard_restricted', 'seal_due', 'ledger', 'ledger_apart', 'seal',
                                    'history_seq', 'django_migrations') AS is_ours
                 FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S') LOOP
        EXECUTE format('REVOKE ALL ON %s %s FROM %I, PUBLIC', CASE one.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, one.name, login);
        IF one.relkind = 'S' THEN
            EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', one.name, login);
        ELSIF one.is_ours THEN
            CONTINUE WHEN one.relname IN ('guard_due', 'seal_due', 'ledger_apart');
            EXECUTE format('GRANT SELECT ON %s TO %I', one.name, login);
        ELSIF one.is_history THEN
            SELECT string_agg(quote_ident(attname), ', ') INTO allowed FROM pg_attribute
             WHERE attrelid = one.name AND attnum > 0 AND NOT attisdropped
               AND attname NOT IN ('history_id', 'history_xid', 'history_seq', 'history_at');
            EXECUTE format('REVOKE INSERT (history_id, history_xid, history_seq, history_at) ON %s FROM %I', one.name, login);
            EXECUTE format('GRANT SELECT, INSERT (%s) ON %s TO %I', allowed, one.name, login);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', one.name, login);
        END IF;
    END LOOP;
    EXECUTE format('GRANT EXECUTE ON FUNCTION seal_now() TO %I', login);
END $$;

-- ---- the view of all changes: as in changes.sql, without what is restricted
CREATE OR REPLACE FUNCTION changes_shown() RETURNS void LANGUAGE plpgsql SET client_min_messages = warning AS $$
DECLARE body text;
BEGIN
    SELECT string_agg(format('SELECT history_seq AS seq, history_at AS at, history_type::text AS sign, %L::text AS thing, id::bigint AS number,
            history_actor_id AS actor_id, history_actor AS actor, history_post AS post, history_cell AS cell, history_act AS act,
            history_why AS why, history_record AS record_id FROM %s', tracked::text, history), ' UNION ALL ' ORDER BY tracked::text)
      INTO body FROM guard_pair p WHERE NOT EXISTS (SELECT FROM guard_restricted r WHERE r.history = p.history);
    IF body IS NULL THEN
        DROP VIEW IF EXISTS raci_change;
    ELSE
        EXECUTE 'CREATE OR REPLACE VIEW raci_change AS ' || body;
    END IF;
END $$;
