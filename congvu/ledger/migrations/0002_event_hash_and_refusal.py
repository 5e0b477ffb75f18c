"""The hash of an event as one SQL function, and triggers that refuse every change of what is append-only."""

from django.db import migrations

HASH = r"""
CREATE FUNCTION ledger_field(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(octet_length(value)::text || ':' || value, '-') || ',' $$;

CREATE FUNCTION ledger_moment(value timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (extract(epoch FROM value) * 1000000)::bigint::text $$;

CREATE FUNCTION event_hash(previous bytea, subject_kind text, subject_id bigint, seq integer, kind text,
                           actor_id bigint, unit_id bigint, at timestamptz, recorded_at timestamptz, body json)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256(coalesce(previous, ''::bytea) || convert_to(
        ledger_field(subject_kind) || ledger_field(subject_id::text) || ledger_field(seq::text) ||
        ledger_field(kind) || ledger_field(actor_id::text) || ledger_field(unit_id::text) ||
        ledger_field(ledger_moment(at)) || ledger_field(ledger_moment(recorded_at)) || ledger_field(body::text),
        'UTF8'))
$$;

CREATE FUNCTION seal_leaf_hash(subject_kind text, subject_id bigint, seq integer, hash bytea)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256('\x00'::bytea || convert_to(octet_length(subject_kind) || ':' || subject_kind || ',' ||
                                              subject_id || ',' || seq || ',', 'UTF8') || hash)
$$;

CREATE FUNCTION seal_root(previous bytea, of_seal bigint) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
DECLARE
    level bytea[] := ARRAY(SELECT seal_leaf_hash(l.subject_kind, l.subject_id, l.seq, l.hash) FROM seal_leaf l
                           WHERE l.seal_id = of_seal ORDER BY l.subject_kind, l.subject_id);
    leaves integer := cardinality(level);
BEGIN
    WHILE cardinality(level) > 1 LOOP
        level := ARRAY(
            SELECT CASE WHEN max(n.place) > min(n.place)
                        THEN sha256('\x01'::bytea || (array_agg(n.node ORDER BY n.place))[1]
                                                  || (array_agg(n.node ORDER BY n.place))[2])
                        ELSE (array_agg(n.node))[1] END
            FROM unnest(level) WITH ORDINALITY AS n(node, place) GROUP BY (n.place - 1) / 2 ORDER BY (n.place - 1) / 2);
    END LOOP;
    RETURN sha256(previous || coalesce(level[1], decode(repeat('00', 32), 'hex')) || convert_to(leaves::text, 'UTF8'));
END $$;
"""
REFUSE = r"""
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Sổ sự kiện chỉ được ghi thêm: không sửa, không xóa (bảng %, %).', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Ghi một sự kiện mới nói điều gì đã được đính chính.';
END $$;
"""
TABLES = ("event", "seal", "seal_leaf")


def _triggers(table):
    return f"""
    CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
    CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
    """


def _untrigger(table):
    return f"DROP TRIGGER {table}_refuse_change ON {table}; DROP TRIGGER {table}_refuse_truncate ON {table};"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(
            HASH,
            "DROP FUNCTION seal_root; DROP FUNCTION seal_leaf_hash; DROP FUNCTION event_hash; DROP FUNCTION ledger_moment; DROP FUNCTION ledger_field;",
        ),
        migrations.RunSQL(
            REFUSE + "".join(map(_triggers, TABLES)),
            "".join(map(_untrigger, TABLES)) + "DROP FUNCTION ledger_refuse_change;",
        ),
    ]
