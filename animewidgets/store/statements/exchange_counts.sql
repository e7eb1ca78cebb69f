-- How many live annotations of each kind each task has.
SELECT task_id::VARCHAR, kind, count(*)
FROM annotations
GROUP BY task_id, kind
ORDER BY task_id, kind
