-- One person by id, another one each time; what is no right answer counts as an error.
local number, wrong = 0, 0
local threads = {}

function setup(thread) table.insert(threads, thread) end

function request()
  number = (number * 1103515245 + 12345) % 2147483648
  local body = '{"statement": "MATCH (p:Person {id: $id}) RETURN p.name AS name, p.age AS age", "parameters": {"id": '
    .. number % 100000 + 1 .. "}}"
  return wrk.format("POST", "/db/skein/query/v2", { ["Content-Type"] = "application/json" }, body)
end

errors = 0
function response(status, headers, body)
  if status ~= 202 or not body:find('"values":[[', 1, true) then errors = errors + 1 end
end

function done(summary, latency)
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("errors") end
  io.write(string.format("%d requests in %.0f s, p50 %.1f ms, p99 %.1f ms, longest %.1f ms; wrong answers %d, socket errors %d\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    wrong, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
