SELECT patch FROM time_maps WHERE map_id = $map_id::UUID
