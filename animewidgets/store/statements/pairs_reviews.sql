SELECT changes FROM pairs_reviews WHERE digest = $digest AND person = $person ORDER BY number
