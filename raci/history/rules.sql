-- Rules that the database keeps by itself, whoever writes. Run by raci/migrations/0002_guard.py as the owner, after guard.sql.

-- ---- the city's clock: tests move time by replacing portal_now() as the owner
CREATE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';

CREATE FUNCTION portal_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (portal_now() AT TIME ZONE coalesce((SELECT time_zone FROM raci_city LIMIT 1), 'UTC'))::date
$$;

-- ---- a decision's copy of submitted_by is that of its submission, so that its own check proves that the submitter did not decide
ALTER TABLE raci_decision ADD CONSTRAINT decision_names_its_submitter
    FOREIGN KEY (submission_id, submitted_by_id) REFERENCES raci_submission (id, submitted_by_id) DEFERRABLE INITIALLY DEFERRED;

-- ---- nobody decides on what they wrote
CREATE FUNCTION record_is_not_decided_by_an_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM public.raci_submission s JOIN public.raci_author a ON a.case_id = s.case_id
                WHERE s.id = NEW.submission_id AND a.person_id = NEW.decided_by_id) THEN
        RAISE EXCEPTION 'record_is_not_decided_by_an_author: submission %, person %', NEW.submission_id, NEW.decided_by_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_is_not_decided_by_an_author';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_is_not_decided_by_an_author BEFORE INSERT OR UPDATE ON raci_decision
    FOR EACH ROW EXECUTE FUNCTION record_is_not_decided_by_an_author();

-- ---- six states, and only these moves between them
CREATE FUNCTION case_moves_as_the_workflow_says() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE move text := CASE WHEN TG_OP = 'INSERT' THEN '' ELSE OLD.state END || '>' || NEW.state;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    IF move NOT IN ('>draft', 'draft>consultation', 'draft>submitted', 'consultation>draft', 'consultation>submitted',
                    'submitted>draft', 'submitted>approved', 'submitted>declined', 'approved>superseded') THEN
        RAISE EXCEPTION 'case_moves_as_the_workflow_says: %', move
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_moves_as_the_workflow_says';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_moves_as_the_workflow_says BEFORE INSERT OR UPDATE ON raci_case
    FOR EACH ROW EXECUTE FUNCTION case_moves_as_the_workflow_says();

-- ---- frozen: what was decided on stays what it was, history or not
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON raci_text FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON raci_decision FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON raci_blob FOR EACH ROW EXECUTE FUNCTION guard_append_only();

-- ---- people are disabled, never deleted: history names them for ever
CREATE FUNCTION people_are_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'people_are_never_deleted: disable % instead', OLD.email
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'people_are_never_deleted';
END $$;
CREATE TRIGGER people_are_never_deleted BEFORE DELETE ON raci_person FOR EACH ROW EXECUTE FUNCTION people_are_never_deleted();

-- ---- authority comes from the matrix alone (raci_grant): the libraries' own tables of permissions take no rows
CREATE FUNCTION takes_no_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% takes no rows: authority comes from the matrix', TG_TABLE_NAME USING ERRCODE = 'AU004';
END $$;
CREATE TRIGGER takes_no_rows BEFORE INSERT OR UPDATE ON guardian_userobjectpermission FOR EACH ROW EXECUTE FUNCTION takes_no_rows();
CREATE TRIGGER takes_no_rows BEFORE INSERT OR UPDATE ON guardian_groupobjectpermission FOR EACH ROW EXECUTE FUNCTION takes_no_rows();
CREATE TRIGGER takes_no_rows BEFORE INSERT OR UPDATE ON auth_group_permissions FOR EACH ROW EXECUTE FUNCTION takes_no_rows();
