SELECT store_id, schema_version FROM store_meta
