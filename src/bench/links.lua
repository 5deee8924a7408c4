-- GET of subscriptions that have not changed, one address after the other. Arguments: a file with a line "path tag" for each.
function setup(thread)
  count = (count or 0) + 1
  thread:set("number", count)
end

function init(args)
  paths = {}
  for line in io.lines(args[1]) do
    local path, tag = line:match("(%S+) (%S+)")
    paths[#paths + 1] = wrk.format("GET", path, { ["If-None-Match"] = tag })
  end
  place = number * math.floor(#paths / 2)
end

function request()
  place = place % #paths + 1
  return paths[place]
end
