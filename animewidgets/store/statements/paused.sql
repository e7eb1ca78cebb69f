-- Whether a migration holds commits up.
SELECT count(*) FILTER (op = 'begin') > count(*) FILTER (op = 'end') FROM log_pauses WHERE until > now()
