-- GET of an account's own event, by one of the accounts at random. Arguments: a file with a line "token path" for each account.
function setup(thread)
  count = (count or 0) + 1
  thread:set("number", count)
end

function init(args)
  math.randomseed(os.time() + number)
  requests = {}
  for line in io.lines(args[1]) do
    local token, path = line:match("(%S+) (%S+)")
    requests[#requests + 1] = wrk.format("GET", path, { ["Authorization"] = "Bearer " .. token })
  end
end

function request()
  return requests[math.random(#requests)]
end
