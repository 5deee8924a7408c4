-- POST /events: each with two attendees and a reminder, by one of the accounts at random, some time in the coming
-- month. Arguments: a file with a line "token address" for each account.
function setup(thread)
  count = (count or 0) + 1
  thread:set("number", count)
end

function init(args)
  math.randomseed(os.time() + number)
  tokens, addresses = {}, {}
  for line in io.lines(args[1]) do
    local token, address = line:match("(%S+) (%S+)")
    tokens[#tokens + 1] = token
    addresses[#addresses + 1] = address
  end
  now = os.time()
end

local body = [[{"title": "Planning %d", "start_time": %d000, "end_time": %d000, "timezone": "Europe/Berlin",]]
  .. [["location": "Room 1", "attendees": ["%s", "%s"], "reminders": [{"type": "popup", "minutes": 10}]}]]

function request()
  local who = math.random(#tokens)
  local start = now + math.random(31 * 24 * 60) * 60
  local first, second = addresses[who % #tokens + 1], addresses[(who + 1) % #tokens + 1]
  local headers = { ["Authorization"] = "Bearer " .. tokens[who], ["Content-Type"] = "application/json" }
  return wrk.format("POST", "/api/v2/events", headers,
    body:format(math.random(1000000), start, start + 1800, first, second))
end
