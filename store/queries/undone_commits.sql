-- Commits that were taken back, with how long they stood.
SELECT
    undo.person,
    undo.project,
    undo.release,
    done.number AS commit_number,
    undo.number AS undone_by,
    undo.created - done.created AS stood_for
FROM history AS undo
JOIN history AS done ON done.commit_id = undo.reverts AND done.edit_index = 0
WHERE undo.action = 'undo' AND undo.edit_index = 0
ORDER BY undo.number;
