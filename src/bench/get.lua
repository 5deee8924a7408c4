-- GET /events/{id}: one of fifty events at random. Arguments: the token, the first event's id, the query.
function setup(thread)
  count = (count or 0) + 1
  thread:set("number", count)
end

function init(args)
  math.randomseed(os.time() + number)
  headers = { ["Authorization"] = "Bearer " .. args[1] }
  prefix = args[2]:sub(1, -3)
  query = args[3]
end

function request()
  return wrk.format("GET", string.format("/api/v2/events/%s%02d?%s", prefix, math.random(1, 50), query), headers)
end
