INSERT INTO log_pauses BY NAME
SELECT $pause_id::UUID AS pause_id, $op AS op, now() + to_milliseconds($milliseconds) AS until
