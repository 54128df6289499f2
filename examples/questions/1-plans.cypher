// What Alibaba is said to plan to invest: each figure with a sentence that says so and the article it stands in. What
// may be, but is not asserted, has a relationship type of its own.
MATCH (a {name: 'Alibaba'})-[r:PLANS_INVESTMENT|PLANS_INVESTMENT_POSSIBLE]->(m:Money)
UNWIND evidence(r) AS e
WITH type(r) AS relation, m.name AS amount, e
ORDER BY size(e.sentence) DESC
WITH relation, amount, collect(e)[0] AS said
RETURN relation, amount, said.title AS source, said.sentence AS sentence
ORDER BY relation, amount
LIMIT 5;
