-- Sealed texts in the database: written once, erased at most once, never changed. Run by raci/migrations/0029_guard_payloads.py as the owner.
CREATE FUNCTION payload_is_written_once_and_erased_at_most_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ciphertext IS NOT NULL AND NEW.ciphertext IS NULL AND NEW.erased_at IS NOT NULL
       AND (NEW.id, NEW.kind, NEW.created_at) = (OLD.id, OLD.kind, OLD.created_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'payload_is_written_once_and_erased_at_most_once: %', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payload_is_written_once_and_erased_at_most_once';
END $$;
CREATE TRIGGER payload_is_written_once_and_erased_at_most_once BEFORE UPDATE OR DELETE ON raci_payload
    FOR EACH ROW EXECUTE FUNCTION payload_is_written_once_and_erased_at_most_once();

-- ---- who read and who erased is said once and stays
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON raci_payloadread FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON raci_payloaderasure FOR EACH ROW EXECUTE FUNCTION guard_append_only();
