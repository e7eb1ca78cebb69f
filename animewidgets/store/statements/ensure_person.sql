INSERT INTO people BY NAME
SELECT $person AS person, now() AS created
WHERE NOT EXISTS (SELECT 1 FROM people WHERE person = $person)
