// Who runs which company.
MATCH (p:Person)-[r:CEO_OF]->(company)
RETURN p.name AS chief, company.name AS company, size(evidence(r)) AS sentences, evidence(r)[0].sentence AS sentence
ORDER BY sentences DESC, chief
LIMIT 5;
