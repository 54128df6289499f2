// Who owns, backs or has invested in whom.
MATCH (owner:Organization)-[r]->(owned:Organization)
WHERE type(r) IN ['OWNS', 'OWNS_STAKE_IN', 'INVESTED_IN', 'BACKS', 'SUBSIDIARY_OF', 'PARENT_OF']
RETURN owner.name AS owner, type(r) AS relation, owned.name AS owned, evidence(r)[0].sentence AS sentence
ORDER BY owner, owned, relation
LIMIT 6;
