-- Usage: wrk -s requests.lua URL -- MODE SECRETS METHOD BODY
--
-- Sends requests that are formatted before the clock starts. MODE says which key each carries:
--   none        none
--   hot         the first of the file SECRETS (one a line), always
--   uniform     any of the file, equally likely
--   zipf        the k-th of the file with a probability of 1/k (Zipf's law, exponent 1)
--   sequential  each of the file, in turn
-- The last line of output is a JSON object with what came of it.

local ffi = require("ffi")

local draws = 2 ^ 21 -- of keys, made beforehand; then they repeat

local function read_lines(path)
    local lines = {}
    for line in io.lines(path) do
        lines[#lines + 1] = line
    end
    return lines
end

local function draw_uniform(order, count)
    for i = 0, draws - 1 do
        order[i] = math.random(count)
    end
end

-- Inverts the cumulative distribution by bisection.
local function draw_zipf(order, count)
    local upto = ffi.new("double[?]", count + 1)
    for k = 1, count do
        upto[k] = upto[k - 1] + 1 / k
    end
    for i = 0, draws - 1 do
        local target = math.random() * upto[count]
        local low, high = 1, count
        while low < high do
            local middle = math.floor((low + high) / 2)
            if upto[middle] < target then
                low = middle + 1
            else
                high = middle
            end
        end
        order[i] = low
    end
end

-- Requests for all keys, and a function that gives the next one to send.
local function prepare(mode, secrets)
    local requests = {}
    for i, secret in ipairs(secrets) do
        wrk.headers["azen-api-key"] = secret
        requests[i] = wrk.format()
    end
    local at = -1
    if mode == "sequential" then
        return function()
            at = (at + 1) % #requests
            return requests[at + 1]
        end
    end
    local order = ffi.new("uint32_t[?]", draws)
    local draw = mode == "zipf" and draw_zipf or draw_uniform
    draw(order, #secrets)
    return function()
        at = (at + 1) % draws
        return requests[order[at]]
    end
end

function init(args)
    local mode, secrets_path, method, body = unpack(args)
    math.randomseed(1) -- every run and every server gets the same requests
    if body ~= "" then
        wrk.method = method
        wrk.body = body
        wrk.headers["Content-Type"] = "application/json"
    end
    if mode == "hot" then
        wrk.headers["azen-api-key"] = read_lines(secrets_path)[1]
    elseif mode ~= "none" then
        request = prepare(mode, read_lines(secrets_path))
    end
    -- Without a global `request`, wrk formats one itself, once.
end

function done(summary, latency, _)
    local errors = summary.errors
    io.write(
        string.format(
            '{"requests":%d,"seconds":%.6f,"refused":%d,"failed":%d,"p50_us":%d,"p99_us":%d}\n',
            summary.requests,
            summary.duration / 1e6,
            errors.status,
            errors.connect + errors.read + errors.write + errors.timeout,
            latency:percentile(50),
            latency:percentile(99)
        )
    )
end
