-- All maps, the one that was touched last first.
SELECT m.map_id::VARCHAR, m.project, m.source_release, m.target_release
FROM time_maps AS m
LEFT JOIN time_map_steps AS s USING (map_id)
GROUP BY m.map_id, m.project, m.source_release, m.target_release, m.created
ORDER BY coalesce(max(s.created), m.created) DESC, m.map_id
