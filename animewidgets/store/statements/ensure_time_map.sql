-- Of two that begin a map of the same releases at once the first one stands.
INSERT INTO time_maps BY NAME
SELECT
    $map_id::UUID AS map_id,
    $project AS project,
    $source AS source_release,
    $target AS target_release,
    $patch::JSON AS patch,
    $person AS person,
    now() AS created
WHERE NOT EXISTS (SELECT 1 FROM time_maps WHERE map_id = $map_id::UUID)
