-- The history guard and the ledger (PostgreSQL 16 or newer; core functions only). Run by raci/migrations/0002_guard.py as the owner.
--
-- WHAT IT PROMISES
-- Every tracked table T has a history table H (django-simple-history's, with raw columns added by guard_attach).
-- 1. After each statement on T, guard_note writes down the ids it touched: they are DUE. A transaction with anything due cannot commit.
-- 2. After each INSERT on H, guard_of_<H> demands that each new history row is of a row that is due and equals that row as it stands
--    now (every column both tables have; '-' for a row that is gone), and then strikes it off. So history cannot lie, cannot come
--    before its change, cannot be written without one; and a row changed once more is due once more.
--    The row's lock is held from the change to the commit, so the order of history rows of one row is the order of its changes.
-- 3. History rows and ledger rows are only ever added. Each names who acted (history_actor is not empty).
-- The application's login may INSERT into H, but not set history_id, history_xid, history_seq or history_at, and has no right to
-- write guard_due, guard_pair, seal_due, ledger or seal. What is due lives in an unlogged table: it never outlives its transaction.
--
-- THE LEDGER, AND HOW TO CHECK IT (see raci/history/verify.py)
-- seal_now() moves every committed history row that is not yet in the ledger there, in the order of history_seq. The sequence is drawn
-- while the row's lock is held, and whoever depends on a committed row draws later; a row is sealed only once it is visible, and whatever
-- it depends on is visible then too. So a cause always stands before its effect; promised is causal order, not order of clocks.
-- Positions are dense: 1, 2, ... N (history_seq itself has gaps where transactions were rolled back).
--
--   ledger.line   one line of the export, exactly these bytes (UTF-8, no line break inside, no blank between the parts):
--                 {"position":<P>,"salt":"<32 hex>","leaf":"<64 hex>","payload":<payload>}
--                 hex is lower case, P is a decimal number without leading zeros. <payload> stands there raw: it is the JSON object
--                 to_jsonb(history row)::text with one key more, "history_table" (the name of H); it also holds history_id, history_seq,
--                 history_xid, history_at. Cut it out by bytes (from after `"payload":` to before the last `}`), never re-render it.
--   leaf          = sha256( 0x00 || salt (16 bytes) || payload (those raw bytes) )
--   block n       covers positions first .. first + entries - 1 (at most 1000 entries); first of block 1 is 1, of block n + 1 is first + entries of n
--   seal.root     = sha256( leaf(first) || ... || leaf(last) )                 -- the 32-byte leaves of the block, in order of position
--   seal.hash     = sha256( 0x01 || hash of block n - 1 (32 bytes; 32 zero bytes for n = 1) || int8 first || int8 entries || root )
--                 int8: 8 bytes, big-endian, signed
-- A changed byte of a line breaks that line's form, position or leaf, so the entry is named; a line whose leaf was made to fit breaks the
-- root of its block; a block whose root was made to fit breaks the chain from there on, up to the last hash that somebody kept elsewhere.
--
-- Export the lines with one COPY that adds nothing to them (no line holds a control character):
--   COPY (SELECT line FROM ledger ORDER BY position) TO STDOUT (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01')

-- ---- what a transaction still owes
CREATE UNLOGGED TABLE guard_due (
    xid xid8 NOT NULL,
    tracked regclass NOT NULL,
    low bigint NOT NULL,  -- the least of the ids, and the greatest: so that history looks only into the notes that may concern it
    high bigint NOT NULL,
    ids bigint[] NOT NULL
);
CREATE INDEX guard_due_xid ON guard_due (xid, tracked);
ALTER TABLE guard_due ALTER COLUMN ids SET STORAGE EXTERNAL;  -- packing 200,000 ids would cost more than writing them

-- the tables under guard, and how many columns each had when it was attached
CREATE TABLE guard_pair (
    tracked regclass PRIMARY KEY,
    history regclass NOT NULL UNIQUE,
    tracked_columns int NOT NULL,
    history_columns int NOT NULL
);
CREATE VIEW guard_stale AS
    SELECT p.tracked, p.history FROM guard_pair p JOIN pg_class t ON t.oid = p.tracked JOIN pg_class h ON h.oid = p.history
     WHERE (t.relnatts, h.relnatts) <> (p.tracked_columns, p.history_columns);

-- ---- what waits for the sealer: one range of history_id for each statement
CREATE TABLE seal_due (
    xid xid8 NOT NULL,
    history regclass NOT NULL,
    low bigint NOT NULL,
    high bigint NOT NULL
);

CREATE SEQUENCE history_seq;

CREATE TABLE ledger (
    position bigint PRIMARY KEY,
    seq bigint NOT NULL,
    xid xid8 NOT NULL,
    at timestamptz NOT NULL,
    tbl text NOT NULL,
    history_id bigint NOT NULL,
    leaf bytea NOT NULL,
    line text NOT NULL
);
ALTER TABLE ledger ALTER COLUMN line SET STORAGE EXTERNAL;

CREATE TABLE seal (
    n bigint PRIMARY KEY,
    first bigint NOT NULL UNIQUE,
    entries bigint NOT NULL,
    root bytea NOT NULL,
    hash bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- ---- after each statement on T: the ids it touched are due
CREATE FUNCTION guard_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE touched bigint[]; low bigint; high bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT min(id), max(id), array_agg(id) INTO low, high, touched FROM removed;
    ELSE
        SELECT min(id), max(id), array_agg(id) INTO low, high, touched FROM added;
    END IF;
    IF touched IS NOT NULL THEN
        INSERT INTO guard_due VALUES (pg_current_xact_id(), TG_RELID, low, high, touched);
    END IF;
    RETURN NULL;
END $$;

-- ---- at commit (or SET CONSTRAINTS ALL IMMEDIATE): nothing may be due any more
CREATE FUNCTION guard_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE owed bigint;
BEGIN
    SELECT ids[1] INTO owed FROM guard_due WHERE xid = NEW.xid AND tracked = NEW.tracked LIMIT 1;
    IF owed IS NOT NULL THEN
        RAISE EXCEPTION '% id=% changed without its history row', NEW.tracked, owed USING ERRCODE = 'AU001';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER guard_due_check AFTER INSERT ON guard_due
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_check();

-- ---- history only grows
CREATE FUNCTION guard_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'AU002';
END $$;

-- ---- a row's history hangs on its key
CREATE FUNCTION guard_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the key of % id=% does not change', TG_TABLE_NAME, OLD.id USING ERRCODE = 'AU006';
END $$;

-- ---- attach everything to one pair of tables; again after each change of their columns
CREATE FUNCTION guard_attach(tracked regclass, history regclass) RETURNS void LANGUAGE plpgsql SET client_min_messages = warning AS $attach$
DECLARE
    owner_of text := 'guard_of_' || history::text;
    t_cols text; h_cols text; differs text; t_atts int; h_atts int;
BEGIN
    PERFORM guard_detach(tracked, history);
    EXECUTE format('ALTER TABLE %s
        ADD COLUMN IF NOT EXISTS history_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        ADD COLUMN IF NOT EXISTS history_seq bigint NOT NULL DEFAULT 0,
        ALTER COLUMN history_seq SET DEFAULT nextval(''history_seq''),
        ADD COLUMN IF NOT EXISTS history_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ADD CONSTRAINT history_names_who_acted CHECK (history_actor <> ''''),
        ADD CONSTRAINT history_type_is_one_of_three CHECK (history_type IN (''+'', ''~'', ''-''))', history);

    SELECT string_agg('t.' || quote_ident(a.attname), ', ' ORDER BY a.attnum), string_agg('h.' || quote_ident(a.attname), ', ' ORDER BY a.attnum)
      INTO t_cols, h_cols
      FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = history AND b.attname = a.attname AND NOT b.attisdropped
     WHERE a.attrelid = tracked AND a.attnum > 0 AND NOT a.attisdropped;
    SELECT relnatts INTO t_atts FROM pg_class WHERE oid = tracked;
    SELECT relnatts INTO h_atts FROM pg_class WHERE oid = history;
    INSERT INTO guard_pair VALUES (tracked, history, t_atts, h_atts);
    differs := format('SELECT h.id FROM added h LEFT JOIN %s t ON t.id = h.id
         WHERE (t.id IS NULL) <> (h.history_type = ''-'') OR (t.id IS NOT NULL AND (%s) IS DISTINCT FROM (%s)) LIMIT 1', tracked, t_cols, h_cols);

    EXECUTE format($make$
CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $of$
DECLARE me xid8 := pg_current_xact_id(); many bigint; low bigint; high bigint; least bigint; most bigint; bad bigint; due bigint[]; rest bigint[];
BEGIN
    SELECT count(*), min(h.history_id), max(h.history_id), min(h.id), max(h.id) INTO many, low, high, least, most FROM added h;
    IF many = 0 THEN
        RETURN NULL;
    END IF;
    -- columns came or went since guard_attach: what would not be compared is refused
    PERFORM FROM pg_class WHERE (oid = %2$L::regclass AND relnatts <> %4$s) OR (oid = %3$L::regclass AND relnatts <> %5$s);
    IF FOUND THEN
        RAISE EXCEPTION 'the columns of %% changed: attach its guard again', %2$L USING ERRCODE = 'AU005';
    END IF;
    WITH struck AS (DELETE FROM guard_due d WHERE d.xid = me AND d.tracked = %2$L::regclass AND d.low <= most AND d.high >= least RETURNING d.ids)
    SELECT array_agg(i) INTO due FROM struck, unnest(ids) i;
    IF many < 50 THEN  -- a plan that is kept; a large set is planned for its size
        %6$s;
    ELSE
        EXECUTE %7$L INTO bad;
    END IF;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'history of %% id=%% is not as the row stands', %2$L, bad USING ERRCODE = 'AU001';
    END IF;
    IF many = 1 AND cardinality(due) = 1 THEN
        SELECT id INTO bad FROM added WHERE id <> due[1];
    ELSE
        EXECUTE 'SELECT min(h.id) FILTER (WHERE d.id IS NULL), array_agg(d.id) FILTER (WHERE h.id IS NULL)
            FROM (SELECT id FROM added) h FULL JOIN unnest($1) d (id) ON d.id = h.id' INTO bad, rest USING due;
    END IF;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'history of %% id=%% without a change of the row', %2$L, bad USING ERRCODE = 'AU003';
    END IF;
    IF rest IS NOT NULL THEN
        INSERT INTO guard_due SELECT me, %2$L::regclass, min(i), max(i), rest FROM unnest(rest) i;
    END IF;
    INSERT INTO seal_due VALUES (me, TG_RELID, low, high);
    RETURN NULL;
END $of$ $make$, owner_of, tracked, history, t_atts, h_atts, replace(differs, 'SELECT h.id FROM', 'SELECT h.id INTO bad FROM'), differs);
    EXECUTE format('REVOKE ALL ON FUNCTION %I() FROM PUBLIC', owner_of);

    EXECUTE format('CREATE TRIGGER guard_i AFTER INSERT ON %s REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION guard_note()', tracked);
    EXECUTE format('CREATE TRIGGER guard_u AFTER UPDATE ON %s REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION guard_note()', tracked);
    EXECUTE format('CREATE TRIGGER guard_k AFTER UPDATE ON %s FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION guard_key()', tracked);
    EXECUTE format('CREATE TRIGGER guard_d AFTER DELETE ON %s REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION guard_note()', tracked);
    EXECUTE format('CREATE TRIGGER guard_h AFTER INSERT ON %s REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION %I()', history, owner_of);
    EXECUTE format('CREATE TRIGGER guard_a BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION guard_append_only()', history);
    PERFORM guard_no_truncate(tracked), guard_no_truncate(history);
END $attach$;

-- the setting is for tests that empty their database as the owner; the application's login has no TRUNCATE
CREATE FUNCTION guard_no_truncate(one regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER guard_t BEFORE TRUNCATE ON %s FOR EACH STATEMENT
        WHEN (current_setting(''guard.flush'', true) IS DISTINCT FROM ''on'') EXECUTE FUNCTION guard_append_only()', one);
END $$;

CREATE FUNCTION guard_detach(was regclass, its_history regclass) RETURNS void LANGUAGE plpgsql SET client_min_messages = warning AS $$
DECLARE named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['guard_i', 'guard_u', 'guard_k', 'guard_d', 'guard_t'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', named, was);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['guard_h', 'guard_a', 'guard_t'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', named, its_history);
    END LOOP;
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS history_names_who_acted, DROP CONSTRAINT IF EXISTS history_type_is_one_of_three', its_history);
    EXECUTE format('DROP FUNCTION IF EXISTS %I()', 'guard_of_' || its_history::text);
    DELETE FROM guard_pair WHERE tracked = was;
END $$;

-- ---- the sealer: one at a time, no lock on the write path. The application may call it; an export does so first.
CREATE FUNCTION seal_now() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET intervalstyle = 'postgres' AS $$
DECLARE
    taken seal_due[]; waiting text; last bigint; before seal; many bigint; size bigint; top bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('seal'));
    -- one snapshot says what is sealed now: every entry whose transaction has committed, and so whatever it depends on
    WITH struck AS (DELETE FROM seal_due RETURNING *) SELECT array_agg(struck::seal_due) INTO taken FROM struck;
    IF taken IS NULL THEN
        RETURN 0;
    END IF;
    SELECT coalesce(max(position), 0) INTO last FROM ledger;
    SELECT string_agg(format('SELECT h.history_seq AS seq, h.history_xid AS xid, h.history_at AS at, %1$L AS tbl, h.history_id, uuid_send(gen_random_uuid()) AS salt,
            (to_jsonb(h) || ''{"history_table": "%2$s"}'')::text AS payload
            FROM unnest($1) d JOIN %2$s h ON h.history_id BETWEEN d.low AND d.high AND h.history_xid = d.xid WHERE d.history = %1$L::regclass', history::text, history), ' UNION ALL ')
      INTO waiting FROM (SELECT DISTINCT history FROM unnest(taken)) d;
    EXECUTE format('INSERT INTO ledger (position, seq, xid, at, tbl, history_id, leaf, line)
        SELECT position, seq, xid, at, tbl, history_id, leaf,
               ''{"position":'' || position || '',"salt":"'' || encode(salt, ''hex'') || ''","leaf":"'' || encode(leaf, ''hex'') || ''","payload":'' || payload || ''}''
          FROM (SELECT *, $2 + row_number() OVER (ORDER BY seq) AS position, sha256(''\x00''::bytea || salt || convert_to(payload, ''UTF8'')) AS leaf
                  FROM (%s) waiting OFFSET 0) entry ORDER BY position', waiting) USING taken, last;
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

DO $$
DECLARE one regclass;
BEGIN
    FOREACH one IN ARRAY ARRAY['ledger', 'seal']::regclass[] LOOP
        EXECUTE format('CREATE TRIGGER guard_a BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION guard_append_only()', one);
        PERFORM guard_no_truncate(one);
    END LOOP;
END $$;

-- ---- what the application's login may do: everything it needs, nothing of the guard's. Run after each migration (manage.py secure_database);
-- it also attaches anew where a migration changed columns and did not.
CREATE FUNCTION guard_grants(login text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record; allowed text;
BEGIN
    PERFORM guard_attach(tracked, history) FROM guard_stale;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', login);
    FOR one IN SELECT c.oid::regclass AS name, c.relkind, c.relname,
                      EXISTS (SELECT FROM guard_pair WHERE history = c.oid) AS is_history,
                      c.relname IN ('guard_due', 'guard_pair', 'guard_stale', 'seal_due', 'ledger', 'seal', 'history_seq', 'django_migrations') AS is_ours
                 FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S') LOOP
        EXECUTE format('REVOKE ALL ON %s %s FROM %I, PUBLIC', CASE one.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, one.name, login);
        IF one.relkind = 'S' THEN
            EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', one.name, login);
        ELSIF one.is_ours THEN
            CONTINUE WHEN one.relname IN ('guard_due', 'seal_due');
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

-- A guard's function on a table of one's own would strike off what is due: nobody but the owner may use them.
REVOKE ALL ON FUNCTION guard_note(), guard_check(), guard_append_only(), guard_key(), seal_now(), guard_attach(regclass, regclass),
    guard_detach(regclass, regclass), guard_no_truncate(regclass), guard_grants(text) FROM PUBLIC;
