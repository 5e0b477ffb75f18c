"""Extensions and SQL functions that Vietnamese text and periods need; the first operations of the first migration."""

EXTENSIONS = "btree_gist", "unaccent", "pg_trgm"

# The order of a Vietnamese dictionary as plain bytes: letters, then tones; runs of digits compare as numbers. The same
# steps as core.text.vi_sort_key; a test holds the two together.
VI_SORT_KEY = r"""
CREATE FUNCTION vi_sort_key(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
WITH n AS (SELECT normalize(lower($1), NFD) AS d),
p AS (SELECT d, normalize(translate(d, U&'\0300\0309\0303\0301\0323', ''), NFC) AS base FROM n)
SELECT translate(regexp_replace(regexp_replace(base, '(\d+)', '0000000000\1', 'g'), '\d*(\d{10})', '\1', 'g'),
                 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`a') || chr(1) ||
       translate(regexp_replace(regexp_replace(d, U&'[\0302\0306\031B]', '', 'g'),
                                U&'[^\0300\0309\0303\0301\0323]', '1', 'g'),
                 U&'\0300\0309\0303\0301\0323', '23456') FROM p $$
"""

# Lists of people go by the given name, which is the last word.
VI_NAME_KEY = r"""
CREATE FUNCTION vi_name_key(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT public.vi_sort_key(regexp_replace(btrim($1), '^(.*\S)\s+(\S+)$', '\2 \1')) $$
"""

# Folded text for indexes on parts of words (gin_trgm_ops); unaccent itself is only STABLE.
VI_FOLD = r"""
CREATE FUNCTION vi_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT lower(public.unaccent('public.unaccent', normalize($1, NFC))) $$
"""

FUNCTIONS = (
    (VI_SORT_KEY, "DROP FUNCTION vi_sort_key(text)"),
    (VI_NAME_KEY, "DROP FUNCTION vi_name_key(text)"),
    (VI_FOLD, "DROP FUNCTION vi_fold(text)"),
)
