-- What a founding act puts in force is on record as what it is: in force from the start, decided by nobody in the portal. Only the load
-- of a city's folder does so, and only while the portal holds no decision. Every other case begins as a draft.
-- Replaces the function of founding.sql; run by compliance/migrations/0009_founding.py as the owner.
CREATE OR REPLACE FUNCTION case_moves_as_the_workflow_says() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE move text := CASE WHEN TG_OP = 'INSERT' THEN '' ELSE OLD.state END || '>' || NEW.state;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    IF move = '>approved' AND NEW.number = 1 AND EXISTS (
        SELECT FROM public.raci_record r WHERE r.id = NEW.record_id AND r.kind = 'matrix'
           AND NOT EXISTS (SELECT FROM public.raci_record other WHERE other.kind = 'matrix' AND other.id <> r.id)) THEN
        RETURN NEW;
    END IF;
    IF move = '>approved' AND NEW.number = 1 AND current_setting('app.act', true) = 'load_city'
       AND NOT EXISTS (SELECT FROM public.raci_decision) THEN
        RETURN NEW;
    END IF;
    IF move NOT IN ('>draft', 'draft>consultation', 'draft>submitted', 'consultation>draft', 'consultation>submitted',
                    'submitted>draft', 'submitted>approved', 'submitted>declined', 'approved>superseded') THEN
        RAISE EXCEPTION 'case_moves_as_the_workflow_says: %', move
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_moves_as_the_workflow_says';
    END IF;
    RETURN NEW;
END $$;
