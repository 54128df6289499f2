// What Alibaba is said to invest or spend, each figure with a sentence that says so and the article it stands in.
MATCH (a {name: 'Alibaba'})-[r]->(m:Money)
WITH type(r) AS relation, m.name AS amount, evidence(r) AS said
UNWIND said AS e
RETURN relation, amount, e.title AS source, e.sentence AS sentence
ORDER BY relation, amount, source
LIMIT 5;
