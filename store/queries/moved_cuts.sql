-- How far cuts were moved after they were first set, in frames: where the first guess was off.
SELECT release, project, person, frame_before, frame, frame - frame_before AS moved_by, created
FROM history
WHERE op = 'update' AND kind = 'cut' AND frame <> frame_before
ORDER BY abs(frame - frame_before) DESC;
