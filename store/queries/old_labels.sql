-- Every label that a migration changed: what it said before, by the name of that time and by whom, what it says now.
SELECT
    was.project,
    was.release,
    was.seconds,
    was.category_name AS said,
    was.person AS said_by,
    was.created AS said_on,
    coalesce(h.category_name, '(a person must choose)') AS became,
    h.schema_id,
    h.schema_version AS in_version,
    h.category_now_name AS says_now,
    was.annotation_id
FROM category_history AS h
ASOF JOIN category_history AS was ON was.annotation_id = h.annotation_id AND h.version > was.version
WHERE h.tool = 'migration'
ORDER BY was.project, was.release, was.seconds;
