-- One step more upon exactly those that its maker knew; the same one again changes nothing.
INSERT INTO time_map_steps BY NAME
SELECT
    $map_id::UUID AS map_id,
    $step AS step,
    $step_id::UUID AS step_id,
    $person AS person,
    $kind AS kind,
    $edit::JSON AS edit,
    now() AS created
WHERE
    $step = (SELECT coalesce(max(step), 0) + 1 FROM time_map_steps WHERE map_id = $map_id::UUID)
    AND NOT EXISTS (SELECT 1 FROM time_map_steps WHERE step_id = $step_id::UUID)
