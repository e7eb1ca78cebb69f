SELECT count(*) FROM annotation_versions WHERE project_id = $project_id::UUID
