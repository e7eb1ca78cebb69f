-- Whether a migration holds commits up.
SELECT count(*) > 0
FROM log_pauses AS b
WHERE
    b.op = 'begin' AND b.until > now()
    AND NOT EXISTS (SELECT 1 FROM log_pauses AS e WHERE e.pause_id = b.pause_id AND e.op = 'end')
