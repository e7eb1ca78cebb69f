-- The end of a pause is past when its beginning is, so that those of each that are not can be counted.
INSERT INTO log_pauses BY NAME
SELECT
    $pause_id::UUID AS pause_id,
    $op AS op,
    coalesce(
        (SELECT until FROM log_pauses WHERE pause_id = $pause_id::UUID), now() + to_milliseconds($milliseconds)
    ) AS until
